import type {
  BudgetState,
  CostFilter,
  CostRecord,
  CostSummaryRow,
  LedgerStore,
  PageOf,
  PageRequest,
} from '@colophon/domain'
import { decodeCursor, pageOf } from '../../pages.ts'
import type { Budgets } from './budgets.ts'
import type { Connection } from '../connection/connection.ts'
import { groupSums, type Group } from '../records/groups.ts'
import type { Condition } from '../updates/matches.ts'
import { readPage } from '../records/page-records.ts'
import { costFrom } from '../records/records.ts'

const GROUP = ['tier', 'provider', 'model', 'agent'] as const
const SUMS = {
  calls: 1,
  input: '$input_tokens',
  output: '$output_tokens',
  amount: '$amount_pico_usd',
} as const

function conditions(tenantId: string, filter: CostFilter): Condition {
  const { documentId, jobId, fromDay, toDay } = filter
  const day = {
    ...(fromDay !== undefined && { $gte: fromDay }),
    ...(toDay !== undefined && { $lte: toDay }),
  }
  return {
    tenant_id: tenantId,
    ...(documentId !== undefined && { document_id: documentId }),
    ...(jobId !== undefined && { enrichment_job_id: jobId }),
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

  summary(tenantId: string, filter: CostFilter): Promise<CostSummaryRow[]> {
    return this.#connection.run(async () => {
      const groups = await groupSums(this.#connection.collections.costs, {
        where: conditions(tenantId, filter),
        by: [...GROUP, 'state', 'priced'],
        sums: SUMS,
      })
      return summarise(groups)
    })
  }

  budgets(tenantId: string, keys: readonly string[]): Promise<BudgetState[]> {
    return this.#connection.run(() => this.#budgets.states(tenantId, keys))
  }
}

function summarise(groups: readonly Group<keyof typeof SUMS>[]): CostSummaryRow[] {
  const rows = new Map<string, CostSummaryRow>()
  for (const { key, sums } of groups) {
    const [tier, provider, model, agent] = GROUP.map((field) => String(key[field]))
    const group = { tier, provider, model, agent } as Record<(typeof GROUP)[number], string>
    const name = JSON.stringify(group)
    const row = rows.get(name) ?? {
      ...group,
      ...{ calls: 0, unsettled: 0, unpriced: 0, input_tokens: 0, output_tokens: 0 },
      amount_pico_usd: 0n,
    }
    const calls = Number(sums.calls)
    row.calls += calls
    row.unsettled += key['state'] === 'unsettled' ? calls : 0
    row.unpriced += key['priced'] === true ? 0 : calls
    row.input_tokens += Number(sums.input)
    row.output_tokens += Number(sums.output)
    row.amount_pico_usd += sums.amount
    rows.set(name, row)
  }
  const inOrder = [...rows].sort(([a], [b]) => (a < b ? -1 : 1))
  return inOrder.map(([, row]) => row)
}
