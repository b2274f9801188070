import {
  inKeyOrder,
  regroup,
  TOKEN_KINDS,
  wantedFields,
  type BudgetState,
  type CostField,
  type CostFilter,
  type CostRecord,
  type CostSums,
  type LedgerStore,
  type PageOf,
  type PageRequest,
  type Tokens,
} from '@colophon/domain'
import { decodeCursor, pageOf } from '../../pages.ts'
import type { Budgets } from './budgets.ts'
import type { Connection } from '../connection/connection.ts'
import { groupSums, type Group } from '../records/groups.ts'
import type { Condition } from '../updates/matches.ts'
import { readPage } from '../records/page-records.ts'
import { costFrom } from '../records/records.ts'

const SUMS = {
  calls: 1,
  ...Object.fromEntries(TOKEN_KINDS.map((kind) => [kind, `$tokens.${kind}`])),
  compute_ms: '$compute_ms',
  amount_pico_usd: '$amount_pico_usd',
} as Readonly<Record<'calls' | 'compute_ms' | 'amount_pico_usd' | keyof Tokens, string | 1>>

function conditions(tenantId: string, filter: CostFilter): Condition {
  const { fromDay, toDay } = filter
  const day = {
    ...(fromDay !== undefined && { $gte: fromDay }),
    ...(toDay !== undefined && { $lte: toDay }),
  }
  return {
    tenant_id: tenantId,
    ...Object.fromEntries(wantedFields(filter)),
    ...(Object.keys(day).length > 0 && { day }),
  }
}

export class MongoLedger implements LedgerStore {
  readonly #connection: Connection
  readonly #budgets: Budgets

  constructor(connection: Connection, budgets: Budgets) {
    this.#connection = connection
    this.#budgets = budgets
  }

  async list(tenantId: string, filter: CostFilter, page: PageRequest): Promise<PageOf<CostRecord>> {
    const [day, order] = decodeCursor(page, ['', ''])
    const isNarrow = filter.documentId !== undefined || filter.jobId !== undefined
    const where = conditions(tenantId, filter)
    // Each order is that of an index, so that no page sorts more than itself.
    const after = isNarrow
      ? { order: { $gt: order } }
      : { $or: [{ day: { $gt: day } }, { day, order: { $gt: order } }] }
    const rows = await this.#connection.run(() =>
      readPage(this.#connection.collections.costs, {
        where: { ...where, ...after },
        sort: isNarrow ? { order: 1 } : { day: 1, order: 1 },
        limit: page.limit,
      }),
    )
    return pageOf(rows, costFrom, (row) => [String(row['day']), String(row['order'])])
  }

  sums(tenantId: string, filter: CostFilter, by: readonly CostField[]): Promise<CostSums[]> {
    return this.#connection.run(async () => {
      const groups = await groupSums(this.#connection.collections.costs, {
        where: conditions(tenantId, filter),
        by: [...new Set([...by, 'state', 'priced'])],
        sums: SUMS,
      })
      return inKeyOrder(regroup(groups.map(sumsOf), by), by)
    })
  }

  budgets(tenantId: string, keys: readonly string[]): Promise<BudgetState[]> {
    return this.#connection.run(() => this.#budgets.states(tenantId, keys))
  }
}

function sumsOf({ key, sums }: Group<keyof typeof SUMS>): CostSums {
  const calls = Number(sums.calls)
  const isUnsettled = key['state'] === 'unsettled'
  return {
    key,
    calls,
    unsettled: isUnsettled ? calls : 0,
    unpriced: key['priced'] === true ? 0 : calls,
    tokens: Object.fromEntries(TOKEN_KINDS.map((kind) => [kind, Number(sums[kind])])) as Tokens,
    compute_ms: Number(sums.compute_ms),
    amount_pico_usd: sums.amount_pico_usd,
    unsettled_pico_usd: isUnsettled ? sums.amount_pico_usd : 0n,
  }
}
