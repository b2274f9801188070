import type {
  BudgetState,
  CostFilter,
  CostRecord,
  CostSummaryRow,
  LedgerStore,
  PageOf,
  PageRequest,
} from '@colophon/domain'
import type { Row } from '../thread/database.ts'
import { decodeCursor, pageOf } from '../../pages.ts'
import type { Remote } from '../protocol.ts'
import { costFrom } from './rows.ts'

const summaryFrom = (from: Row): CostSummaryRow => {
  const row = from as unknown as Record<keyof CostSummaryRow, bigint> &
    Pick<CostSummaryRow, 'tier' | 'provider' | 'model' | 'agent'>
  return {
    tier: row.tier,
    provider: row.provider,
    model: row.model,
    agent: row.agent,
    calls: Number(row.calls),
    unsettled: Number(row.unsettled),
    unpriced: Number(row.unpriced),
    input_tokens: Number(row.input_tokens),
    output_tokens: Number(row.output_tokens),
    amount_pico_usd: row.amount_pico_usd,
  }
}

export class SqliteLedger implements LedgerStore {
  readonly #remote: Remote

  constructor(remote: Remote) {
    this.#remote = remote
  }

  async list(tenantId: string, filter: CostFilter, page: PageRequest): Promise<PageOf<CostRecord>> {
    const after = decodeCursor(page, ['', 0])
    const rows = await this.#remote.read('ledger', 'list', tenantId, filter, after, page.limit)
    return pageOf(rows, costFrom, (row) => [String(row['day']), Number(row['cost'])])
  }

  async summary(tenantId: string, filter: CostFilter): Promise<CostSummaryRow[]> {
    return (await this.#remote.read('ledger', 'summary', tenantId, filter)).map(summaryFrom)
  }

  budgets(tenantId: string, keys: readonly string[]): Promise<BudgetState[]> {
    return this.#remote.read('ledger', 'budgets', tenantId, keys)
  }
}
