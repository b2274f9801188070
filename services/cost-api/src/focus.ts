import {
  addDays,
  formatUsd,
  isComputePrice,
  promptTokens,
  savingsOf,
  type Clock,
  type CostSums,
  type PriceList,
  type Saving,
  type Store,
} from '@colophon/domain'
import { csvTable, type CsvColumn } from '@colophon/formats/csv'
import { operation, Reply } from '@colophon/runtime/http'
import { z } from 'zod'
import { FILTERS, filterOf, withDays } from './ask.ts'

/** One line of a bill, under the names of FOCUS 1.2 (FinOps Open Cost and Usage Specification). */
export interface FocusRow {
  day: string
  billed: bigint
  /** What it would have cost by the price list, had nothing been saved. */
  listed: bigint
  provider: string
  model: string
  tier: string
  priceId: string | null
  tenant: string
  collection: string | null
  /** In tokens; in milliseconds where time is what was charged. */
  quantity: number
  unit: 'Tokens' | 'Milliseconds'
  description: string
  tags: Readonly<Record<string, string | number>>
}

const BY = [
  'day',
  'tier',
  'provider',
  'model',
  'price_id',
  'agent',
  'collection_id',
  'state',
] as const

const midnight = (day: string): string => `${day}T00:00:00Z`
const monthOf = (day: string): string => `${day.slice(0, 7)}-01`
const monthAfter = (day: string): string => monthOf(addDays(monthOf(day), 31))

function rowOf(tenant: string, sums: CostSums): FocusRow {
  const { key, tokens, calls, amount_pico_usd: amount } = sums
  const lost = key.state === 'unsettled'
  const timed = isComputePrice(key.price_id ?? null)
  return {
    day: key.day ?? '',
    billed: amount,
    listed: amount,
    provider: key.provider ?? '',
    model: key.model ?? '',
    tier: key.tier ?? '',
    priceId: key.price_id ?? null,
    tenant,
    collection: key.collection_id ?? null,
    quantity: timed ? sums.compute_ms : promptTokens(tokens) + tokens.output,
    unit: timed ? 'Milliseconds' : 'Tokens',
    description: lost
      ? `${String(calls)} calls whose answers were lost, charged at their bounds`
      : `${String(calls)} calls of ${key.agent ?? ''}`,
    tags: {
      agent: key.agent ?? '',
      state: key.state ?? '',
      calls,
      unpriced_calls: sums.unpriced,
      compute_ms: sums.compute_ms,
      ...tokens,
    },
  }
}

/** A saving is a row of its own that nothing was billed for. */
const savingRow = (tenant: string, day: string, saving: Saving): FocusRow => ({
  day,
  billed: 0n,
  listed: saving.amount_pico_usd,
  provider: '',
  model: saving.model,
  tier: '',
  priceId: null,
  tenant,
  collection: null,
  quantity: 0,
  unit: 'Tokens',
  description: `Not spent: ${saving.basis}`,
  tags: { agent: saving.agent, saving: saving.kind, calls: saving.calls },
})

const USD = 'USD'
const isSaving = ({ tags }: FocusRow): boolean => 'saving' in tags

const COLUMNS: readonly CsvColumn<FocusRow>[] = [
  { name: 'BilledCost', of: ({ billed }) => formatUsd(billed) },
  { name: 'EffectiveCost', of: ({ billed }) => formatUsd(billed) },
  { name: 'ListCost', of: ({ listed }) => formatUsd(listed) },
  { name: 'ContractedCost', of: ({ billed }) => formatUsd(billed) },
  { name: 'BillingCurrency', of: () => USD },
  { name: 'BillingAccountId', of: ({ tenant }) => tenant, isId: true },
  { name: 'BillingPeriodStart', of: ({ day }) => midnight(monthOf(day)) },
  { name: 'BillingPeriodEnd', of: ({ day }) => midnight(monthAfter(day)) },
  { name: 'ChargePeriodStart', of: ({ day }) => midnight(day) },
  { name: 'ChargePeriodEnd', of: ({ day }) => midnight(addDays(day, 1)) },
  { name: 'ChargeCategory', of: (row) => (isSaving(row) ? 'Credit' : 'Usage') },
  { name: 'ChargeFrequency', of: () => 'Usage-Based' },
  { name: 'ChargeDescription', of: ({ description }) => description },
  { name: 'ProviderName', of: ({ provider }) => provider },
  { name: 'PublisherName', of: ({ provider }) => provider },
  { name: 'InvoiceIssuerName', of: ({ provider }) => provider },
  { name: 'ServiceCategory', of: () => 'AI and Machine Learning' },
  { name: 'ServiceName', of: ({ model }) => model },
  { name: 'SkuId', of: ({ model }) => model },
  { name: 'SkuPriceId', of: ({ priceId }) => priceId },
  { name: 'SubAccountId', of: ({ collection }) => collection, isId: true },
  { name: 'ConsumedQuantity', of: ({ quantity }) => quantity },
  { name: 'ConsumedUnit', of: ({ unit }) => unit },
  { name: 'PricingQuantity', of: ({ quantity }) => quantity },
  { name: 'PricingUnit', of: ({ unit }) => unit },
  { name: 'x_Tier', of: ({ tier }) => tier },
  { name: 'Tags', of: ({ tags }) => JSON.stringify(tags) },
]
export const FOCUS_TABLE = csvTable(COLUMNS)

/** Rows of the period and, as rows of their own on its last day, what was saved in it. */
export function focusRows(
  tenant: string,
  sums: readonly CostSums[],
  { prices, day }: { prices: PriceList; day: string },
): FocusRow[] {
  const savings = savingsOf({ rows: sums, prices, day })
  return [
    ...sums.map((row) => rowOf(tenant, row)),
    ...savings.map((saving) => savingRow(tenant, day, saving)),
  ]
}

export interface FocusDeps {
  store: Pick<Store, 'ledger'>
  prices: PriceList
  clock: Clock
}

export const focusOperation = ({ store, prices, clock }: FocusDeps) =>
  operation({
    summary: 'The bill in the form of FOCUS (FinOps), as CSV',
    description: 'One line for each day, model, price, agent, collection and state; UTC.',
    query: z.object(FILTERS),
    alsoProduces: ['text/csv'],
    async handle({ tenant, query: asked }) {
      const query = withDays(asked, clock)
      const sums = await store.ledger.sums(tenant, filterOf(query), BY)
      const rows = focusRows(tenant, sums, { prices, day: query.to })
      return new Reply(FOCUS_TABLE.header + rows.map(FOCUS_TABLE.row).join(''), {
        contentType: 'text/csv',
        headers: {
          'content-disposition': `attachment; filename="focus-${query.from}-${query.to}.csv"`,
        },
      })
    },
  })
