import {
  COST_GROUP_NAMES,
  COST_GROUPS,
  dearestFirst,
  formatUsd,
  Spend,
  promptTokens,
  TOKEN_KINDS,
  totalCosts,
  type Clock,
  type CostAmounts,
  type CostFilter,
  type CostGroupName,
  type CostKey,
  type CostSums,
  type CostTotals,
  type SpendRow,
  type Store,
} from '@colophon/domain'
import { BYTE_ORDER_MARK, csvTable } from '@colophon/formats/csv'
import { ByteOrderMark, operation, Reply } from '@colophon/runtime/http'
import { z } from 'zod'
import { CURRENCY, FILTERS, filterOf, shownIn, withDays, type Shown } from './ask.ts'

export const amountsOf = (costs: CostTotals, shown: Shown): CostAmounts => ({
  cost_usd: formatUsd(costs.amount_pico_usd),
  cost_shown: shown(costs.amount_pico_usd),
  unsettled_usd: formatUsd(costs.unsettled_pico_usd),
  calls: costs.calls,
  unsettled_calls: costs.unsettled,
  unpriced_calls: costs.unpriced,
  tokens: costs.tokens,
  compute_ms: costs.compute_ms,
})

const Groups = z
  .string()
  .default('')
  .transform((text) => [...new Set(text.split(',').filter((name) => name !== ''))])
  .pipe(z.array(z.enum(COST_GROUP_NAMES)))
  .describe(`Separated by commas, among ${COST_GROUP_NAMES.join(', ')}`)

/** Days and months in their order, else the dearest first. */
const sorted = (rows: readonly CostSums[], groups: readonly CostGroupName[]): CostSums[] =>
  groups[0] === 'day' || groups[0] === 'month' ? [...rows] : dearestFirst(rows)

const keyOf = (key: CostKey, groups: readonly CostGroupName[]): SpendRow['key'] =>
  Object.fromEntries(groups.map((name) => [name, key[COST_GROUPS[name]] ?? null]))

interface SpendAsk {
  tenant: string
  filter: CostFilter
  groups: readonly CostGroupName[]
  shown?: Shown
}

/** Every group, in its order. */
export async function spendRows(
  store: Pick<Store, 'ledger'>,
  { tenant, filter, groups, shown = () => null }: SpendAsk,
): Promise<SpendRow[]> {
  const fields = groups.map((name) => COST_GROUPS[name])
  const rows = sorted(await store.ledger.sums(tenant, filter, fields), groups)
  return rows.map((row) => ({ key: keyOf(row.key, groups), ...amountsOf(row, shown) }))
}

/** Rows that one answer in JSON names; the sum of the others stands beside them. */
const MOST_ROWS = 10_000

export const spendOperation = (store: Pick<Store, 'ledger'>, clock: Clock) =>
  operation({
    summary: 'What was spent, by whatever it is to be told apart by',
    description:
      'The one path to every sum: the page, CSV and FOCUS say the same. As CSV it is every group.',
    query: z.object({
      ...FILTERS,
      ...CURRENCY,
      group_by: Groups,
      limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(1_000),
      format: z.enum(['json', 'csv']).default('json'),
      bom: ByteOrderMark,
    }),
    response: Spend,
    alsoProduces: ['text/csv'],
    async handle({ tenant, query: asked }) {
      const query = withDays(asked, clock)
      const groups = query.group_by
      const fields = groups.map((name) => COST_GROUPS[name])
      const shown = shownIn(query)
      const rows = sorted(await store.ledger.sums(tenant, filterOf(query), fields), groups)
      const rowOf = (row: CostSums): SpendRow => ({
        key: keyOf(row.key, groups),
        ...amountsOf(row, shown),
      })
      if (query.format === 'csv') return csvOf(rows.map(rowOf), groups, query.bom === 'true')
      const others = rows.slice(query.limit)
      return {
        period: { from: query.from, to: query.to, zone: 'UTC' as const },
        currency:
          query.currency === undefined || query.rate === undefined
            ? null
            : { code: query.currency, rate: query.rate },
        rows: rows.slice(0, query.limit).map(rowOf),
        others:
          others.length === 0
            ? null
            : { groups: others.length, ...amountsOf(totalCosts(others), shown) },
        totals: amountsOf(totalCosts(rows), shown),
      }
    },
  })

const IDS: ReadonlySet<CostGroupName> = new Set(['collection', 'job', 'document'])

function csvOf(rows: readonly SpendRow[], groups: readonly CostGroupName[], mark: boolean): Reply {
  const table = csvTable<SpendRow>([
    ...groups.map((name) => {
      const of = ({ key }: SpendRow): string | null => key[name] ?? null
      return IDS.has(name) ? { name, of, isId: true as const } : { name, of }
    }),
    { name: 'cost_usd', of: (row) => row.cost_usd },
    { name: 'cost_shown', of: (row) => row.cost_shown },
    { name: 'unsettled_usd', of: (row) => row.unsettled_usd },
    { name: 'calls', of: (row) => row.calls },
    { name: 'unsettled_calls', of: (row) => row.unsettled_calls },
    { name: 'unpriced_calls', of: (row) => row.unpriced_calls },
    ...TOKEN_KINDS.map((kind) => ({
      name: `${kind}_tokens`,
      of: ({ tokens }: SpendRow) => tokens[kind],
    })),
    { name: 'prompt_tokens', of: ({ tokens }) => promptTokens(tokens) },
    { name: 'compute_ms', of: (row) => row.compute_ms },
  ])
  const text = (mark ? BYTE_ORDER_MARK : '') + table.header + rows.map(table.row).join('')
  return new Reply(text, {
    contentType: 'text/csv',
    headers: { 'content-disposition': 'attachment; filename="spend.csv"' },
  })
}
