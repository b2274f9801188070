import {
  budgetsBy,
  counterFilter,
  formatUsd,
  heldLimit,
  periodLimits,
  PICO_PER_USD,
  thresholdsReached,
  usedOf,
  type BudgetCounter,
  type BudgetSettings,
  type BudgetState,
  type PicoUsd,
  type SharedLimit,
  type Store,
} from '@colophon/domain'
import type { Logger, Metrics } from '@colophon/runtime'

export interface BudgetFiguresDeps {
  store: Pick<Store, 'ledger' | 'budgets'>
  metrics: Metrics
  log: Logger
  now: () => number
  /** What each tenant may spend. */
  limits: BudgetSettings
  /** How often counters are held against the ledger. */
  recountEveryMs: number
}

const PERIODS = ['day', 'month'] as const
const SET = ['collection', 'job', 'tenant'] as const

/** So long after its end a period is looked at once more: what was spent in its last seconds counts too. */
const ENDED_MS = 3_600_000
const MOST_TOLD = 10_000

const usd = (amount: PicoUsd): number => Number(amount) / Number(PICO_PER_USD)

interface Standing {
  tenant: string
  limits: readonly SharedLimit[]
  states: readonly BudgetState[]
}

/** A limit, and a moment of its period. */
interface Watched {
  limit: SharedLimit
  at: Date
}

/** The budgets of tenants as gauges; thresholds are told of and counters held against the ledger by who leads. */
export class BudgetFigures {
  readonly #deps: BudgetFiguresDeps
  /** Thresholds that the store knows of. */
  readonly #told = new Set<string>()
  readonly #recountedAt = new Map<string, number>()

  constructor(deps: BudgetFiguresDeps) {
    this.#deps = deps
  }

  async look(tenant: string): Promise<void> {
    const { store } = this.#deps
    const watched = await this.#watched(tenant)
    const limits = watched.map(({ limit }) => limit)
    const keys = limits.map(({ key }) => key)
    const standing = { tenant, limits, states: await store.ledger.budgets(tenant, keys) }
    this.#show(standing)
    await this.#tell(standing)
    if (this.#isDue(tenant)) await this.#recount(tenant, watched)
  }

  clear(tenant: string): void {
    const { metrics } = this.#deps
    for (const scope of PERIODS) {
      metrics.budgetLimit.clear({ scope, tenant })
      metrics.budgetSpent.clear({ scope, tenant })
      metrics.budgetReserved.clear({ scope, tenant })
      metrics.budgetPeriodEnd.clear({ scope, tenant })
      metrics.ledgerDrift.clear({ scope, tenant })
    }
    for (const scope of SET) metrics.budgetFullest.clear({ scope, tenant })
    // Who leads again holds them against the ledger at once.
    this.#recountedAt.delete(tenant)
  }

  async #watched(tenant: string): Promise<Watched[]> {
    const { store, limits, now } = this.#deps
    const records = await store.budgets.inForce(tenant)
    const budgets = budgetsBy(records)
    const at = new Date(now())
    const present = periodLimits(limits, budgets, tenant, at)
    const before = new Date(at.getTime() - ENDED_MS)
    const ended = periodLimits(limits, budgets, tenant, before).filter(
      ({ key }) => !present.some((one) => one.key === key),
    )
    const set = records
      .filter(({ scope }) => SET.some((one) => one === scope))
      .flatMap((record) => heldLimit(limits, budgets, record, at) ?? [])
    return [
      ...[...present, ...set].map((limit) => ({ limit, at })),
      ...ended.map((limit) => ({ limit, at: before })),
    ]
  }

  #show({ tenant, limits, states }: Standing): void {
    const { metrics } = this.#deps
    for (const scope of PERIODS) {
      // The present one stands before one that has ended.
      const limit = limits.find((each) => each.scope === scope)
      if (limit === undefined) continue
      // Without a state nothing was ever reserved.
      const state = states.find((each) => each.key === limit.key)
      metrics.budgetLimit.set({ scope, tenant }, usd(limit.limit_pico_usd))
      metrics.budgetSpent.set({ scope, tenant }, usd(state?.spent_pico_usd ?? 0n))
      metrics.budgetReserved.set({ scope, tenant }, usd(state?.reserved_pico_usd ?? 0n))
      metrics.budgetPeriodEnd.set({ scope, tenant }, (limit.resets?.getTime() ?? 0) / 1000)
    }
    for (const scope of SET) {
      const shares = limits
        .filter((limit) => limit.scope === scope)
        .map((limit) => shareOf(usedOf(limit, states), limit.limit_pico_usd))
      if (shares.length === 0) metrics.budgetFullest.clear({ scope, tenant })
      else metrics.budgetFullest.set({ scope, tenant }, Math.max(...shares))
    }
  }

  /** Each threshold once: the store knows which were told of, by whoever led before too. */
  async #tell({ tenant, limits, states }: Standing): Promise<void> {
    const { store, metrics, log, now } = this.#deps
    for (const { key, scope, id, limit_pico_usd } of limits) {
      const spent = states.find((state) => state.key === key)?.spent_pico_usd ?? 0n
      for (const threshold of thresholdsReached(limit_pico_usd, spent)) {
        const name = JSON.stringify([tenant, key, threshold])
        if (this.#told.has(name)) continue
        const isNew = await store.budgets.cross({
          ...{ tenant_id: tenant, key, threshold, scope, id, limit_pico_usd },
          spent_pico_usd: spent,
          at: new Date(now()).toISOString(),
        })
        if (this.#told.size >= MOST_TOLD) this.#told.clear()
        this.#told.add(name)
        if (!isNew) continue
        metrics.budgetThresholds.inc({ scope, tenant, threshold: String(threshold) })
        const [spentUsd, limitUsd] = [formatUsd(spent), formatUsd(limit_pico_usd)]
        log.warn({ tenant, scope, id, threshold, spentUsd, limitUsd }, 'budget threshold reached')
      }
    }
  }

  #isDue(tenant: string): boolean {
    const last = this.#recountedAt.get(tenant)
    // A clock that has gone back puts nothing off.
    return last === undefined || Math.abs(this.#deps.now() - last) >= this.#deps.recountEveryMs
  }

  async #recount(tenant: string, watched: readonly Watched[]): Promise<void> {
    const { store, metrics, log, now } = this.#deps
    const counters = watched.map(({ limit, at }): BudgetCounter => {
      const { key, scope, id, limit_pico_usd } = limit
      return { key, limit_pico_usd, filter: counterFilter(scope, id, at) }
    })
    const counts = await store.budgets.recount(tenant, counters)
    this.#recountedAt.set(tenant, now())
    for (const { key, drift_pico_usd: drift } of counts) {
      const scope = PERIODS.find((each) => key.startsWith(`${each}:`))
      // Those that people set begin while runs are under way, which are not counted under them: that is no fault.
      if (scope === undefined) continue
      const isPresent = watched.find(({ limit }) => limit.scope === scope)?.limit.key === key
      if (isPresent) metrics.ledgerDrift.set({ scope, tenant }, Math.abs(usd(drift)))
      if (drift === 0n) continue
      log.error({ tenant, key, driftUsd: formatUsd(drift) }, 'counter set to what the ledger says')
    }
  }
}

const shareOf = (used: PicoUsd, limit: PicoUsd): number =>
  limit === 0n ? 1 : Number((used * 10_000n) / limit) / 10_000
