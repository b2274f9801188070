import type { Bus, Store } from '@colophon/domain'
import type { Logger, Metrics } from '@colophon/runtime'

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
}

const LEADER = 'reconciler'
const BATCH = 1_000

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

/** One round: leases that ran out and messages that were lost go back to the queue. Only the leader does it. */
export async function reconcile(deps: ReconcilerDeps): Promise<void> {
  const { store, log, metrics, now } = deps
  await takeBackDead(deps)
  if (!(await store.dispatch.lead(LEADER, deps.owner, deps.everyMs * 2))) return
  const expired = await store.dispatch.expireLeases(BATCH)
  const lost = await store.dispatch.redispatch(new Date(now() - deps.redispatchAfterMs), BATCH)
  if (expired > 0) metrics.redispatched.inc({ reason: 'lease_expired' }, expired)
  if (lost > 0) metrics.redispatched.inc({ reason: 'message_lost' }, lost)
  if (expired + lost > 0) log.info({ expired, lost }, 'documents dispatched again')
  const backlog = await store.dispatch.backlog()
  metrics.documentsInStatus.set({ status: 'queued' }, backlog.queued)
  metrics.documentsInStatus.set({ status: 'processing' }, backlog.processing)
  const oldest =
    backlog.oldest === null ? 0 : Math.max(0, now() - Date.parse(backlog.oldest)) / 1000
  metrics.oldestDueAge.set({}, oldest)
  metrics.reconcilerLastSuccess.set({}, now() / 1000)
}

/** Lets another process lead at once. */
export const resign = ({ store, owner }: ReconcilerDeps): Promise<void> =>
  store.dispatch.resign(LEADER, owner)
