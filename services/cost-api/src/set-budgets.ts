import {
  BudgetScope,
  BudgetTerms,
  budgetsBy,
  canDefer,
  ColophonError,
  counterFilter,
  counterKey,
  formatUsd,
  heldLimit,
  MOST_BUDGETS,
  OF_TENANT,
  SetBudget,
  SetBudgets,
  BudgetEvents,
  type BudgetCrossing,
  type BudgetKey,
  type BudgetRecord,
  type BudgetSettings,
  type BudgetState,
  type Clock,
  type Store,
} from '@colophon/domain'
import { localPrincipal, operation, PageQuery, Reply } from '@colophon/runtime/http'
import { z } from 'zod'
import { standingOf } from './standing.ts'

interface Deps {
  store: Pick<Store, 'ledger' | 'budgets'>
  limits: BudgetSettings
  clock: Clock
}

/** As of documents: what not every store can hold names nothing. */
const isName = (id: string): boolean => !id.includes('\0') && id.isWellFormed()

const Params = z.object({
  scope: BudgetScope,
  id: z.string().min(1).max(200).refine(isName, 'must be text without NUL'),
})

/** The revision that a change is made on, as `etag` said it. */
const IfMatch = z.object({
  'if-match': z
    .string()
    .regex(/^"?\d{1,9}"?$/, 'the `etag` that was read, such as `"3"`')
    .optional()
    .describe('The `etag` of what was read; `"0"` where there is no budget yet'),
})

function revisionNamed({ 'if-match': named }: z.infer<typeof IfMatch>): number {
  if (named !== undefined) return Number(named.replaceAll('"', ''))
  throw new ColophonError('budget.revision_missing', 'The revision that was read is not named')
}

/** Throws `budget.not_found` where the tenant as a whole is meant, and another name stands there. */
function assertOwn(tenant: string, { scope, id }: BudgetKey): void {
  if (!OF_TENANT.has(scope) || id === tenant) return
  throw new ColophonError(
    'budget.not_found',
    `A budget of the scope ${scope} is that of the tenant: its id is ${tenant}`,
  )
}

function assertFits(scope: BudgetScope, { at_limit }: BudgetTerms): void {
  if (at_limit !== 'defer' || canDefer(scope)) return
  throw new ColophonError(
    'request.invalid',
    `at_limit: a budget of a ${scope} never starts anew, so nothing can wait for it: say local_only or stop`,
  )
}

type Unset = BudgetKey & Pick<BudgetRecord, 'terms' | 'changes'> & { revision: number }

const unset = (key: BudgetKey): Unset => ({ ...key, terms: null, revision: 0, changes: [] })

class SetBudgetViews {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  at(): Date {
    return new Date(this.#deps.clock.now())
  }

  /** Budgets with how they stand, which is asked for once. */
  async of(tenant: string, records: readonly Unset[]): Promise<SetBudget[]> {
    const at = this.at()
    const keys = records.map(({ scope, id }) => counterKey(scope, id, at))
    const states = keys.length === 0 ? [] : await this.#deps.store.ledger.budgets(tenant, keys)
    return records.map((record) => this.#viewOf(tenant, record, states))
  }

  #viewOf(tenant: string, record: Unset, states: readonly BudgetState[]): SetBudget {
    const { scope, id, terms, revision, changes } = record
    const budgets = budgetsBy([{ ...record, tenant_id: tenant, updated_at: '' }])
    const limit = heldLimit(this.#deps.limits, budgets, { scope, id }, this.at())
    return {
      ...{ scope, id, terms, revision, changes },
      resets_at: limit?.resets?.toISOString() ?? null,
      standing: limit === null ? null : standingOf(limit, states),
    }
  }
}

const reply = (view: SetBudget | undefined): Reply =>
  new Reply(view, { headers: { etag: `"${view?.revision ?? 0}"` } })

const crossingView = ({ limit_pico_usd, spent_pico_usd, ...crossing }: BudgetCrossing) => ({
  scope: crossing.scope,
  id: crossing.id,
  key: crossing.key,
  threshold: crossing.threshold,
  limit_usd: formatUsd(limit_pico_usd),
  spent_usd: formatUsd(spent_pico_usd),
  at: crossing.at,
})

function readRoutes(views: SetBudgetViews, { budgets }: Pick<Store, 'budgets'>) {
  const list = operation({
    summary: 'The budgets that somebody has set, lifted ones too, with how they stand',
    query: PageQuery,
    response: SetBudgets,
    async handle({ tenant, query }) {
      const { items, cursor } = await budgets.list(tenant, query)
      return { budgets: await views.of(tenant, items), next_cursor: cursor }
    },
  })

  const events = operation({
    summary: 'Thresholds of budgets that were reached, the latest first: each once in its period',
    query: PageQuery,
    response: BudgetEvents,
    async handle({ tenant, query }) {
      const { items, cursor } = await budgets.crossings(tenant, query)
      return { events: items.map(crossingView), next_cursor: cursor }
    },
  })

  const get = operation({
    summary: 'One budget: what it says, how it stands, and who changed it when',
    params: Params,
    response: SetBudget,
    errors: { 404: 'budget.not_found' },
    async handle({ tenant, params }) {
      assertOwn(tenant, params)
      const record = (await budgets.get(tenant, params)) ?? unset(params)
      return reply((await views.of(tenant, [record]))[0])
    },
  })

  return { list, events, get }
}

type Put = (
  tenant: string,
  key: BudgetKey,
  change: { revision: number; terms: BudgetTerms | null; actor: string },
) => Promise<Reply>

/** Sets or, without terms, lifts a budget. */
const putting =
  (views: SetBudgetViews, { store, limits }: Deps): Put =>
  async (tenant, key, change) => {
    const { scope, id } = key
    const at = views.at()
    const own = { ...key, ...change, tenant_id: tenant, changes: [], updated_at: '' }
    const limit = heldLimit(limits, budgetsBy([own]), key, at)
    // Days and months are counted without a budget too.
    const isCounted = canDefer(scope) || limit === null
    const filter = counterFilter(scope, id, at)
    const counter = isCounted
      ? null
      : { key: limit.key, limit_pico_usd: limit.limit_pico_usd, filter }
    const put = { ...key, ...change, counter, most: MOST_BUDGETS }
    const outcome = await store.budgets.put(tenant, put)
    if ('record' in outcome) return reply((await views.of(tenant, [outcome.record]))[0])
    throw outcome.refused === 'changed'
      ? new ColophonError(
          'budget.changed',
          `The budget of ${scope} ${id} is not at ${change.revision}`,
        )
      : new ColophonError('budget.too_many', `${tenant} has ${MOST_BUDGETS} budgets already`)
  }

const setOperation = (put: Put) =>
  operation({
    summary: 'Sets a budget: the lower one of it and the settings of the deployment holds',
    params: Params,
    headers: IfMatch,
    body: z.strictObject(BudgetTerms.shape),
    response: SetBudget,
    errors: {
      404: 'budget.not_found',
      409: 'budget.too_many',
      412: 'budget.changed',
      428: 'budget.revision_missing',
    },
    handle({ tenant, params, headers, body, principal = localPrincipal() }) {
      const revision = revisionNamed(headers)
      assertOwn(tenant, params)
      assertFits(params.scope, body)
      return put(tenant, params, { revision, terms: body, actor: `human:${principal.sub}` })
    },
  })

const liftOperation = (put: Put, { budgets }: Pick<Store, 'budgets'>) =>
  operation({
    summary: 'Lifts a budget: the settings of the deployment hold alone; its changes are kept',
    params: Params,
    headers: IfMatch,
    response: SetBudget,
    errors: { 404: 'budget.not_found', 412: 'budget.changed', 428: 'budget.revision_missing' },
    async handle({ tenant, params, headers, principal = localPrincipal() }) {
      const revision = revisionNamed(headers)
      assertOwn(tenant, params)
      const record = await budgets.get(tenant, params)
      if ((record?.terms ?? null) === null) {
        const { scope, id } = params
        throw new ColophonError('budget.not_found', `There is no budget of ${scope} ${id}`)
      }
      return put(tenant, params, { revision, terms: null, actor: `human:${principal.sub}` })
    },
  })

export function setBudgetRoutes(deps: Deps) {
  const views = new SetBudgetViews(deps)
  const put = putting(views, deps)
  return {
    ...readRoutes(views, deps.store),
    set: setOperation(put),
    lift: liftOperation(put, deps.store),
  }
}
