import { DEFAULT_TENANT, TaskStatus, type QueueCounts, type Store } from '@colophon/domain'
import { readBackupStatus } from '@colophon/runtime/backup-status'
import { writeOffAbandoned } from './abandoned-runs.ts'
import { BudgetFigures, type BudgetFiguresDeps } from './budget-figures.ts'

export interface FiguresDeps extends BudgetFiguresDeps {
  store: Pick<Store, 'desk' | 'dispatch' | 'ledger' | 'budgets'>
  /** Folder of backups. @default nobody is told of any */
  backups?: string | undefined
}

/** More than a deployment has: the figures of those beyond are left out. */
const MOST_TENANTS = 200
/** Of counters: one in so many is a look for runs that nobody will end, too; every six hours. */
const RECOUNTS_A_WRITE_OFF = 24
const NOTHING = (): void => undefined

/** What the store knows of itself, as gauges: those of a source that does not answer are not shown. */
export class Figures {
  readonly #deps: FiguresDeps
  readonly #budgets: BudgetFigures
  readonly #failing = new Set<string>()
  #wroteOffAt = 0
  /** Tenants whose budgets are shown. */
  #shown: string[] = []

  constructor(deps: FiguresDeps) {
    this.#deps = deps
    this.#budgets = new BudgetFigures(deps)
  }

  /** Never rejects. */
  async look(): Promise<void> {
    await this.#attempt('abandoned runs', () => this.#writeOff(), NOTHING)
    await this.#attempt('tenants', () => this.#ofTenants(), this.#clearTenants)
    await this.#attempt('backups', () => this.#backup(), this.#clearBackup)
  }

  /** Another process shows them from now on. */
  clear(): void {
    this.#clearTenants()
    this.#clearBackup()
  }

  async #attempt(what: string, look: () => Promise<void>, clear: () => void): Promise<void> {
    try {
      await look()
      this.#failing.delete(what)
    } catch (thrown) {
      clear()
      if (!this.#failing.has(what)) this.#deps.log.warn({ err: thrown, what }, 'no figures')
      this.#failing.add(what)
    }
  }

  /** A mark waits for a day before it is looked at, and some stores read every document that has ended for it. */
  async #writeOff(): Promise<void> {
    const { now, recountEveryMs } = this.#deps
    if (Math.abs(now() - this.#wroteOffAt) < recountEveryMs * RECOUNTS_A_WRITE_OFF) return
    await writeOffAbandoned(this.#deps)
    this.#wroteOffAt = now()
  }

  async #ofTenants(): Promise<void> {
    const found = await this.#deps.store.dispatch.tenants(MOST_TENANTS)
    // Its budget is shown before anything was submitted.
    const tenants = [...new Set([DEFAULT_TENANT, ...found])]
    for (const tenant of this.#shown) if (!tenants.includes(tenant)) this.#budgets.clear(tenant)
    this.#shown = tenants
    const counts: QueueCounts[] = []
    for (const tenant of tenants) {
      await this.#budgets.look(tenant)
      counts.push(await this.#deps.store.desk.counts(tenant, {}))
    }
    this.#reviews(counts)
  }

  #reviews(counts: readonly QueueCounts[]): void {
    const { metrics, now } = this.#deps
    for (const state of TaskStatus.options) {
      metrics.reviewItems.set(
        { state },
        counts.reduce((sum, { statuses }) => sum + statuses[state], 0),
      )
    }
    const ages = counts.map(({ oldest }) => (oldest === null ? 0 : now() - Date.parse(oldest)))
    metrics.reviewOldestAge.set({}, Math.max(0, ...ages) / 1000)
  }

  async #backup(): Promise<void> {
    const { metrics, backups } = this.#deps
    const status = backups === undefined ? null : await readBackupStatus(backups)
    const { backup, drill } = status ?? {}
    if (backup === undefined || drill === undefined) this.#clearBackup()
    if (backup !== undefined) {
      metrics.backupLastSuccess.set({}, Date.parse(backup.at) / 1000)
      metrics.backupBytes.set({}, backup.bytes)
    }
    if (drill === undefined) return
    metrics.restoreDrillLast.set({}, Date.parse(drill.at) / 1000)
    metrics.restoreDrillOk.set({}, Number(drill.ok))
  }

  readonly #clearTenants = (): void => {
    const { metrics } = this.#deps
    for (const tenant of this.#shown) this.#budgets.clear(tenant)
    this.#shown = []
    for (const state of TaskStatus.options) metrics.reviewItems.clear({ state })
    metrics.reviewOldestAge.clear({})
  }

  readonly #clearBackup = (): void => {
    const { metrics } = this.#deps
    metrics.backupLastSuccess.clear({})
    metrics.backupBytes.clear({})
    metrics.restoreDrillLast.clear({})
    metrics.restoreDrillOk.clear({})
  }
}
