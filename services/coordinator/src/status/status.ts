import {
  budgetsBy,
  DEFAULT_BUDGET,
  formatUsd,
  periodLimits,
  VERSION,
  type BudgetSettings,
  type Clock,
  type ProductLink,
  type Store,
  type SystemStatus,
} from '@colophon/domain'
import { ALERTS } from '@colophon/monitoring/alerts'
import { filledIn, type Standing } from '@colophon/monitoring/judge'
import type { Thresholds } from '@colophon/monitoring/thresholds'
import type { Metrics } from '@colophon/runtime/metrics'
import { linesOf } from './lines.ts'
import { agentsOf, endedOf, keptOf, modelsOf, workersOf } from './parts.ts'
import { EVERY_MS, Sampler } from './sampler.ts'

export interface StatusDeps {
  store: Pick<Store, 'dispatch' | 'ledger' | 'budgets' | 'desk'>
  clock: Clock
  limits: Pick<BudgetSettings, 'perDay' | 'perMonth'>
}

export interface StatusOptions extends StatusDeps {
  metrics: Pick<Metrics, 'read'>
  stop: AbortSignal
  /** Worker and agents are in this process too. */
  oneProcess: boolean
  /** Where else Colophon is to be seen; asked for anew each time. */
  links: () => readonly ProductLink[]
  /** Where docs/ of Colophon is published. @default nowhere */
  docsUrl?: string | undefined
  /** @default 10 s */
  everyMs?: number | undefined
  thresholds?: Thresholds | undefined
}

/** Says how the deployment does, with the figures of one tenant. */
export type StatusSource = (tenant: string) => Promise<SystemStatus>

type OfStore = Pick<SystemStatus, 'queue' | 'money' | 'review'>

/** What the store alone knows: also of a deployment that does not run. */
async function statusOfStore(
  { store, clock, limits }: StatusDeps,
  tenant: string,
): Promise<OfStore> {
  const at = new Date(clock.now())
  const budgets = budgetsBy(await store.budgets.inForce(tenant))
  const [day, month] = periodLimits({ ...DEFAULT_BUDGET, ...limits }, budgets, tenant, at)
  const periods = [
    { ...day, scope: 'day' as const },
    { ...month, scope: 'month' as const },
  ]
  const keys = periods.map(({ key }) => key)
  const [backlog, states, tasks] = await Promise.all([
    store.dispatch.backlog(),
    store.ledger.budgets(tenant, keys),
    store.desk.counts(tenant, {}),
  ])
  const { queued, processing, oldest } = backlog
  const { pending, in_progress } = tasks.statuses
  return {
    queue: { queued, processing, oldest_due_at: oldest, ended: null },
    money: periods.map(({ scope, key, limit_pico_usd: limit }) => {
      const state = states.find((each) => each.key === key)
      return {
        scope,
        period: key.slice(key.indexOf(':') + 1),
        limit_usd: formatUsd(limit),
        spent_usd: formatUsd(state?.spent_pico_usd ?? 0n),
        reserved_usd: formatUsd(state?.reserved_pico_usd ?? 0n),
      }
    }),
    review: { pending, in_progress, oldest_at: tasks.oldest },
  }
}

/** The status of a deployment of which no process was asked: what the store knows, and nothing else. */
export async function restingStatus(deps: StatusDeps, tenant: string): Promise<SystemStatus> {
  const lines = { queued: [], processing: [], ended_per_minute: [], failed_per_minute: [] }
  const others = { model_calls_per_minute: [], spent_day_usd: [], to_review: [] }
  return {
    at: new Date(deps.clock.now()).toISOString(),
    ...{ version: VERSION, started_at: null, one_process: false },
    ...(await statusOfStore(deps, tenant)),
    workers: { documents: null, capacity: null, connected: null },
    ...{ agents: [], models: [], alerts: [], judged: 0, links: [] },
    store: { bytes: null, free_ratio: null },
    backup: { last_at: null, drill_ok: null },
    series: { every_seconds: 0, at: [], ...lines, ...others },
  }
}

/** Null: what was set is no address that a browser can open. */
const below = (docsUrl: string, path: string): string | null =>
  URL.canParse(docsUrl) ? `${docsUrl.replace(/\/$/, '')}/${path}` : null

/** Nobody sees the alerts of another tenant. */
const isFor = ({ labels }: Standing, tenant: string): boolean =>
  (labels['tenant'] ?? tenant) === tenant

function alertOf(
  standing: Standing,
  { docsUrl, oneProcess }: Pick<StatusOptions, 'docsUrl' | 'oneProcess'>,
): SystemStatus['alerts'] {
  const alert = ALERTS.find(({ name }) => name === standing.name)
  if (alert === undefined || alert.severity === 'none') return []
  const job = oneProcess ? 'colophon' : 'coordinator'
  const filled = { value: standing.value, labels: { job, ...standing.labels } }
  return [
    {
      ...{ name: standing.name, state: standing.state },
      ...{ severity: alert.severity, owner: alert.owner },
      since: new Date(standing.since * 1_000).toISOString(),
      summary: filledIn(alert.summary, filled),
      description: filledIn(alert.description, filled),
      runbook: alert.runbook,
      runbook_url: docsUrl === undefined ? null : below(docsUrl, alert.runbook),
    },
  ]
}

const RANKS = { firing: 0, pending: 2, page: 0, ticket: 1 } as const

const urgency = ({ state, severity }: SystemStatus['alerts'][number]): number =>
  RANKS[state] + RANKS[severity]

/** Watches its process until `stop` aborts. */
export function createStatus(options: StatusOptions): StatusSource {
  const { clock, metrics, oneProcess, thresholds, everyMs = EVERY_MS } = options
  const sampler = new Sampler({ metrics, oneProcess, thresholds, now: () => clock.now() })
  sampler.run(options.stop, everyMs)
  return async (tenant) => {
    const stored = await statusOfStore(options, tenant)
    const view = await sampler.view()
    const { history } = view
    return {
      at: new Date(clock.now()).toISOString(),
      version: VERSION,
      started_at: new Date(history.startedAt * 1_000).toISOString(),
      one_process: oneProcess,
      ...stored,
      queue: { ...stored.queue, ended: endedOf(view) },
      workers: workersOf(view),
      agents: agentsOf(history),
      models: modelsOf(history),
      ...keptOf(view),
      alerts: sampler.standings
        .filter((standing) => isFor(standing, tenant))
        .flatMap((standing) => alertOf(standing, options))
        .sort((one, other) => urgency(one) - urgency(other)),
      judged: sampler.names.length,
      series: linesOf(sampler, tenant, everyMs),
      links: [...options.links()],
    }
  }
}
