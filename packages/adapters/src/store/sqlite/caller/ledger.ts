import {
  inKeyOrder,
  TOKEN_KINDS,
  wantedFields,
  type BudgetState,
  type CostField,
  type CostFilter,
  type CostKey,
  type CostRecord,
  type CostSums,
  type LedgerStore,
  type PageOf,
  type PageRequest,
  type Tokens,
} from '@colophon/domain'
import type { Row } from '../thread/database.ts'
import type { EncodedCostFilter } from '../thread/operations/ledger.ts'
import { decodeCursor, pageOf } from '../../pages.ts'
import type { Remote } from '../protocol.ts'
import { costFrom } from './rows.ts'

export const encodedFilter = (filter: CostFilter): EncodedCostFilter => ({
  equal: wantedFields(filter),
  fromDay: filter.fromDay ?? null,
  toDay: filter.toDay ?? null,
})

const keyFrom = (row: Row, by: readonly CostField[]): CostKey =>
  Object.fromEntries(by.map((field) => [field, row[`key_${field}`] as string | null]))

const sumsFrom = (row: Row, by: readonly CostField[]): CostSums => ({
  key: keyFrom(row, by),
  calls: Number(row['calls']),
  unsettled: Number(row['unsettled']),
  unpriced: Number(row['unpriced']),
  tokens: Object.fromEntries(TOKEN_KINDS.map((kind) => [kind, Number(row[kind])])) as Tokens,
  compute_ms: Number(row['compute_ms']),
  amount_pico_usd: row['amount_pico_usd'] as bigint,
  unsettled_pico_usd: row['unsettled_pico_usd'] as bigint,
})

export class SqliteLedger implements LedgerStore {
  readonly #remote: Remote

  constructor(remote: Remote) {
    this.#remote = remote
  }

  async list(tenantId: string, filter: CostFilter, page: PageRequest): Promise<PageOf<CostRecord>> {
    const after = decodeCursor(page, ['', 0])
    const rows = await this.#remote.read(
      'ledger',
      'list',
      tenantId,
      encodedFilter(filter),
      after,
      page.limit,
    )
    return pageOf(rows, costFrom, (row) => [String(row['day']), Number(row['cost'])])
  }

  async sums(tenantId: string, filter: CostFilter, by: readonly CostField[]): Promise<CostSums[]> {
    const rows = await this.#remote.read('ledger', 'sums', tenantId, encodedFilter(filter), by)
    return inKeyOrder(
      rows.map((row) => sumsFrom(row, by)),
      by,
    )
  }

  budgets(tenantId: string, keys: readonly string[]): Promise<BudgetState[]> {
    return this.#remote.read('ledger', 'budgets', tenantId, keys)
  }
}
