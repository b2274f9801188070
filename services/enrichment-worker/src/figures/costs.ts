import {
  isRepair,
  PICO_PER_USD,
  TOKEN_KINDS,
  type CostRecord,
  type PicoUsd,
} from '@colophon/domain'
import type { Metrics } from '@colophon/runtime'

const usd = (amount: PicoUsd): number => Number(amount) / Number(PICO_PER_USD)

export const spentIn = (costs: readonly CostRecord[]): PicoUsd =>
  costs.reduce((sum, { amount_pico_usd: amount }) => sum + amount, 0n)

/** Rows that were written to the ledger, for graphs; the ledger is exact. */
export function countCosts(metrics: Metrics, costs: readonly CostRecord[]): void {
  for (const cost of costs) {
    const { state, tenant_id: tenant, collection_id: collection, amount_pico_usd: amount } = cost
    metrics.ledgerRows.inc({ state })
    if (amount > 0n) metrics.collectionCost.inc({ tenant, collection }, usd(amount))
    if (cost.tier !== 'rules') countCall(metrics, cost)
  }
}

function countCall(
  metrics: Metrics,
  { provider, model, agent, call_id: callId, tokens, amount_pico_usd: amount, priced }: CostRecord,
): void {
  metrics.llmCost.inc({ provider, model }, usd(amount))
  for (const kind of TOKEN_KINDS) {
    if (tokens[kind] > 0) metrics.llmTokens.inc({ provider, model, kind }, tokens[kind])
  }
  if (!priced) metrics.llmUnpricedCalls.inc({ model })
  if (isRepair(callId)) metrics.llmSchemaInvalid.inc({ agent, model })
}

export const observeCost = (metrics: Metrics, spent: PicoUsd): void => {
  metrics.documentCost.observe({}, usd(spent))
}
