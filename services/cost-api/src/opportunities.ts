import {
  cheaperTier,
  dearestFirst,
  CostOpportunities,
  formatUsd,
  savingsOf,
  totalCosts,
  type BudgetSettings,
  type Clock,
  type CostOpportunity,
  type CostSums,
  type PriceList,
  type Saving,
  type Store,
} from '@colophon/domain'
import { operation } from '@colophon/runtime/http'
import { z } from 'zod'
import { FILTERS, filterOf, withDays, type Filters } from './ask.ts'

export interface OpportunityDeps {
  store: Pick<Store, 'ledger'>
  limits: BudgetSettings
  prices: PriceList
  clock: Clock
}

interface Facts {
  /** By agent, tier, provider, model, price and state. */
  rows: readonly CostSums[]
  /** By document, the dearest first. */
  documents: readonly CostSums[]
  day: string
}

const NAMED = 20
/** From this share of its limit on (percent) a document is dear. */
const DEAR_PERCENT = 80n
/** An agent that takes more than this share of all (percent) is dear. */
const DEAR_AGENT_PERCENT = 50n

const BY = ['agent', 'tier', 'provider', 'model', 'price_id', 'state'] as const

async function factsOf(deps: OpportunityDeps, tenant: string, query: Filters): Promise<Facts> {
  const asked = withDays(query, deps.clock)
  const filter = filterOf(asked)
  const [rows, documents] = await Promise.all([
    deps.store.ledger.sums(tenant, filter, BY),
    deps.store.ledger.sums(tenant, filter, ['document_id']),
  ])
  return { rows, documents: dearestFirst(documents), day: asked.to }
}

const named = (documents: readonly CostSums[]): CostOpportunity['documents'] =>
  documents.slice(0, NAMED).map(({ key, amount_pico_usd }) => ({
    document_id: key.document_id ?? '',
    cost_usd: formatUsd(amount_pico_usd),
  }))

const agentsOf = (rows: readonly CostSums[]): string[] =>
  [...new Set(rows.map(({ key }) => key.agent ?? ''))].sort()

type Found = Omit<CostOpportunity, 'amount_usd'> & { amount_pico_usd: bigint }

function lost({ rows, documents }: Facts): Found[] {
  const unsettled = rows.filter((row) => row.unsettled > 0)
  const { unsettled: calls, unsettled_pico_usd } = totalCosts(unsettled)
  if (calls === 0) return []
  return [
    {
      kind: 'lost_answers',
      says: `${String(calls)} calls lost their answers and stay charged at their bounds: compare the provider's bill, and see why processes ended`,
      amount_pico_usd: unsettled_pico_usd,
      agents: agentsOf(unsettled),
      documents: named(documents.filter((row) => row.unsettled > 0)),
    },
  ]
}

function unpriced({ rows }: Facts): Found[] {
  const without = rows.filter((row) => row.unpriced > 0)
  const calls = totalCosts(without).unpriced
  if (calls === 0) return []
  const models = [...new Set(without.map(({ key }) => key.model ?? ''))].join(', ')
  return [
    {
      kind: 'unpriced_calls',
      says: `${String(calls)} calls of ${models} have no price: add them to the price list, the totals are too low by theirs`,
      amount_pico_usd: 0n,
      agents: agentsOf(without),
      documents: [],
    },
  ]
}

const cheaper = ({ rows, day }: Facts, { prices }: OpportunityDeps): Found[] =>
  cheaperTier({ rows, prices, day }).map(({ agent, model, calls, basis, amount_pico_usd }) => ({
    kind: 'cheaper_tier',
    says: `${String(calls)} calls of ${agent} went to ${model}; with ${basis} they cost less: try it on documents with known answers first`,
    amount_pico_usd,
    agents: [agent],
    documents: [],
  }))

function dearDocuments({ documents }: Facts, { limits }: OpportunityDeps): Found[] {
  const dear = documents.filter(
    ({ amount_pico_usd: amount }) =>
      amount > 0n && amount * 100n >= limits.perDocument * DEAR_PERCENT,
  )
  if (dear.length === 0) return []
  return [
    {
      kind: 'dear_documents',
      says: `${String(dear.length)} documents cost at least ${String(DEAR_PERCENT)} % of what one may cost: look whether their texts are longer than they need to be`,
      amount_pico_usd: totalCosts(dear).amount_pico_usd,
      agents: [],
      documents: named(dear),
    },
  ]
}

function dearAgent({ rows }: Facts): Found[] {
  const all = totalCosts(rows).amount_pico_usd
  return agentsOf(rows).flatMap((agent) => {
    const amount = totalCosts(rows.filter(({ key }) => key.agent === agent)).amount_pico_usd
    if (all === 0n || amount * 100n <= all * DEAR_AGENT_PERCENT) return []
    const says = `${agent} takes ${String((amount * 100n) / all)} % of all that is spent: its models are the first to be chosen anew`
    return [
      {
        ...{ kind: 'dear_agent' as const, says, agents: [agent] },
        ...{ amount_pico_usd: amount, documents: [] },
      },
    ]
  })
}

const shown = ({ amount_pico_usd, ...found }: Found): CostOpportunity => ({
  ...found,
  amount_usd: formatUsd(amount_pico_usd),
})

export const findOpportunities = (facts: Facts, deps: OpportunityDeps): CostOpportunity[] =>
  dearestFirst([
    ...lost(facts),
    ...unpriced(facts),
    ...cheaper(facts, deps),
    ...dearDocuments(facts, deps),
    ...dearAgent(facts),
  ]).map(shown)

const savingRow = ({ amount_pico_usd, ...saving }: Saving) => ({
  ...saving,
  amount_usd: formatUsd(amount_pico_usd),
})

/** What could be saved, and what was. */
export async function reportOpportunities(
  deps: OpportunityDeps,
  tenant: string,
  query: Filters,
): Promise<CostOpportunities> {
  const facts = await factsOf(deps, tenant, query)
  const savings = dearestFirst(savingsOf({ ...facts, prices: deps.prices }))
  return {
    opportunities: findOpportunities(facts, deps),
    savings: savings.map(savingRow),
    saved_usd: formatUsd(savings.reduce((sum, { amount_pico_usd: one }) => sum + one, 0n)),
  }
}

export function opportunityRoutes(deps: OpportunityDeps) {
  const query = z.object(FILTERS)
  const opportunities = operation({
    summary: 'Where money can be saved, and what was saved already',
    description: 'What was saved was never spent: it is no part of any cost.',
    query,
    response: CostOpportunities,
    handle: ({ tenant, query: asked }) => reportOpportunities(deps, tenant, asked),
  })
  const recommendations = operation({
    summary: 'What to do about costs, the largest amount first',
    query,
    response: z.object({ recommendations: z.array(z.string()) }),
    async handle({ tenant, query: asked }) {
      const found = findOpportunities(await factsOf(deps, tenant, asked), deps)
      return { recommendations: found.map(({ says, amount_usd }) => `${says} ($${amount_usd})`) }
    },
  })
  return { opportunities, recommendations }
}
