import type { Bus, HeldLease, Store } from '@colophon/domain'
import type { Logger, Metrics } from '@colophon/runtime'
import type { LeaseWatch } from './lease-watch.ts'

export interface ReconcilerDeps {
  store: Store
  bus: Bus
  owner: string
  /** True when the owner's process is surely gone. */
  isDead: (owner: string) => boolean
  log: Logger
  metrics: Metrics
  now: () => number
  everyMs: number
  redispatchAfterMs: number
  leases: LeaseWatch
}

const LEADER = 'reconciler'
const BATCH = 1_000
/** More than all workers together have in work: one that is not looked at would never run out. */
const MOST_LEASES = 20_000

/** The longest a document is put off after an error, by its attempts alone and with what a provider may ask for. */
const LONGEST_BACKOFF_MS = 300_000
const LONGEST_RETRY_MS = LONGEST_BACKOFF_MS + 3_600_000
/** To the first day of the next month. */
const LONGEST_PERIOD_MS = 32 * 86_400_000

/** Ends the leases of processes that died on this machine: their work goes on at once instead of after the lease. */
export async function takeBackDead(deps: ReconcilerDeps): Promise<number> {
  const { store, bus, log, metrics } = deps
  let taken = 0
  for (const owner of await store.dispatch.owners()) {
    if (!deps.isDead(owner)) continue
    const documents = await store.dispatch.takeBack(owner, {
      messages: bus.retention === 'process',
    })
    taken += documents
    if (documents > 0) log.info({ owner, documents }, 'work of a dead process taken back')
  }
  if (taken > 0) metrics.redispatched.inc({ reason: 'dead_owner' }, taken)
  return taken
}

/** Makes due what a clock that went back has put off: documents that can be due no later than this, and are. */
async function pullIn({ store, metrics, log }: ReconcilerDeps, at: number, wentBack: boolean) {
  // When it was seen to go back, nobody asked for so long a wait.
  const retries = new Date(at + (wentBack ? LONGEST_BACKOFF_MS : LONGEST_RETRY_MS))
  const periods = new Date(at + LONGEST_PERIOD_MS)
  const documents = await store.dispatch.pullIn({ now: new Date(at), retries, periods }, BATCH)
  if (documents === 0) return
  metrics.redispatched.inc({ reason: 'clock_went_back' }, documents)
  log.warn({ documents }, 'documents were due later than can be, due now')
}

/**
 * One round: leases that ran out and messages that were lost go back to the queue. Only the leader does it: false where
 * that is another process. `wentBack`: the clock of this machine was set back since the last one.
 */
export async function reconcile(deps: ReconcilerDeps, wentBack = false): Promise<boolean> {
  const { store, log, metrics, now } = deps
  await takeBackDead(deps)
  if (!(await store.dispatch.lead(LEADER, deps.owner, deps.everyMs * 2))) {
    clearQueue(metrics)
    metrics.reconcilerLastSuccess.clear({})
    return false
  }
  const held = await store.dispatch.leases(MOST_LEASES)
  const expired = await store.dispatch.expireLeases(deps.leases.runOut(held))
  const at = now()
  const sent = {
    notBefore: new Date(at - deps.redispatchAfterMs),
    // Sent in the future: by a clock that has gone back since.
    notAfter: new Date(at + deps.redispatchAfterMs),
  }
  const lost = await store.dispatch.redispatch(sent, BATCH)
  await pullIn(deps, at, wentBack)
  metrics.leasesExpired.inc({}, expired)
  if (expired > 0) metrics.redispatched.inc({ reason: 'lease_expired' }, expired)
  if (lost > 0) metrics.redispatched.inc({ reason: 'message_lost' }, lost)
  if (expired + lost > 0) log.info({ expired, lost }, 'documents dispatched again')
  showQueue(deps, await store.dispatch.backlog(), held)
  metrics.reconcilerLastSuccess.set({}, now() / 1000)
  return true
}

type Backlog = Awaited<ReturnType<Store['dispatch']['backlog']>>

function showQueue(
  { metrics, now }: ReconcilerDeps,
  backlog: Backlog,
  [first]: readonly HeldLease[],
): void {
  const secondsSince = (at: string | null | undefined): number =>
    at == null ? 0 : Math.max(0, now() - Date.parse(at)) / 1000
  metrics.documentsInStatus.set({ status: 'queued' }, backlog.queued)
  metrics.documentsInStatus.set({ status: 'processing' }, backlog.processing)
  metrics.oldestDueAge.set({}, secondsSince(backlog.oldest))
  metrics.leaseOverdue.set({}, secondsSince(first?.until))
}

/** Nobody here knows how the queue is: the store is away, or another process leads. */
export function clearQueue(metrics: Metrics): void {
  metrics.documentsInStatus.clear({ status: 'queued' })
  metrics.documentsInStatus.clear({ status: 'processing' })
  metrics.oldestDueAge.clear({})
  metrics.leaseOverdue.clear({})
}

/** Lets another process lead at once. */
export const resign = ({ store, owner }: ReconcilerDeps): Promise<void> =>
  store.dispatch.resign(LEADER, owner)
