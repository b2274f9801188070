import {
  createSettingsOf,
  MOST_READINGS,
  registerPass,
  type DueRegister,
  type PassOutcome,
  type Profile,
  type RegisterDeps,
  type Store,
} from '@colophon/domain'
import { drawOf, idOf, type Logger, type Metrics } from '@colophon/runtime'

export interface RegistersDeps {
  store: Pick<Store, 'register' | 'documents' | 'desk' | 'dispatch'>
  profiles: readonly Profile[]
  owner: string
  log: Logger
  metrics: Metrics
  now: () => number
}

const LEADER = 'registers'
/** Longer than a round takes: who leads goes on leading. */
const LEASE_MS = 60_000
const AT_ONCE = 50
/** Of one collection in one round: others have their turn, and the lease is renewed. */
const LIMITS = { read: 500, changed: 200 }
/** So long the documents of a job wait for those that are not done yet: some wait until there is money again. */
const PATIENCE_MS = 600_000

const nameOf = ({ tenant_id, collection_id }: DueRegister): string =>
  `${tenant_id}/${collection_id}`

/**
 * Keeps the registers of collections: after a job has ended and after each decision of people, records on which nobody
 * has decided get what the others say. One process does it at a time, in steps that may be cut off anywhere.
 */
export class Registers {
  readonly #deps: RegistersDeps
  readonly #register: RegisterDeps
  /** Since when a collection waits for the rest of a job. */
  readonly #waiting = new Map<string, number>()

  constructor(deps: RegistersDeps) {
    const { store, profiles, now } = deps
    this.#deps = deps
    const settingsOf = createSettingsOf(store, now)
    this.#register = { store, profiles, settingsOf, clock: { now }, idOf, drawOf }
  }

  /** Returns whether there was something to do. */
  async round(stop: AbortSignal): Promise<boolean> {
    const { store, owner } = this.#deps
    const due = await store.register.due(AT_ONCE)
    const ready = due.filter((one) => this.#isReady(one))
    this.#forget(due)
    if (ready.length === 0) return false
    if (!(await store.dispatch.lead(LEADER, owner, LEASE_MS))) return false
    let isBusy = false
    for (const key of ready) {
      if (stop.aborted) return false
      const outcome = await registerPass({ ...this.#register, signal: stop }, key, LIMITS)
      this.#tell(key, outcome)
      isBusy ||= outcome.read > 0 || outcome.changed > 0
    }
    return isBusy
  }

  resign(): Promise<void> {
    return this.#deps.store.dispatch.resign(LEADER, this.#deps.owner)
  }

  #isReady(key: DueRegister): boolean {
    if (!key.open) return true
    const name = nameOf(key)
    const since = this.#waiting.get(name) ?? performance.now()
    this.#waiting.set(name, since)
    return performance.now() - since > PATIENCE_MS
  }

  #forget(due: readonly DueRegister[]): void {
    const open = new Set(due.filter((one) => one.open).map(nameOf))
    for (const name of this.#waiting.keys()) if (!open.has(name)) this.#waiting.delete(name)
  }

  #tell({ tenant_id, collection_id }: DueRegister, outcome: PassOutcome): void {
    const { read, changed, held, tooLarge } = outcome
    const { log, metrics } = this.#deps
    metrics.registerRecords.inc({}, changed)
    const of = { tenant: tenant_id, collectionId: collection_id }
    if (tooLarge) log.warn({ ...of, most: MOST_READINGS }, 'collection too large for a register')
    if (changed > 0) log.info({ ...of, read, changed, held }, 'records changed by the register')
  }
}
