import {
  isComputePrice,
  periodsOf,
  priceOf,
  type CostRecord,
  type DocumentRecord,
  type PriceList,
  type Usage,
} from '@colophon/domain'

type Owner = Pick<
  DocumentRecord,
  'tenant_id' | 'document_id' | 'enrichment_job_id' | 'collection_id'
>

/** Ledger rows of what an agent used: one per model call, one per run of the rules. */
export function costRows(
  owner: Owner,
  agent: string,
  usage: readonly Usage[],
  options: { prices: PriceList; at: Date },
): CostRecord[] {
  const createdAt = options.at.toISOString()
  const periods = periodsOf(options.at)
  return usage.map((used) => {
    const { provider, model, tokens } = used
    const { amount, priceId, priced } = priceOf(options.prices, {
      provider,
      model,
      tokens,
      duration_ms: used.duration_ms,
      day: periods.day,
    })
    return {
      // The call's own id makes the row's: written twice it is still one row.
      record_id: `cost_${used.call_id}`,
      tenant_id: owner.tenant_id,
      enrichment_job_id: owner.enrichment_job_id,
      document_id: owner.document_id,
      collection_id: owner.collection_id,
      agent,
      tool: used.tool,
      tier: used.tier,
      provider,
      model,
      model_digest: used.model_digest ?? null,
      call_id: used.call_id,
      request_id: used.request_id ?? null,
      tokens,
      duration_ms: Math.round(used.duration_ms * 1000) / 1000,
      price_id: priceId,
      amount_pico_usd: amount,
      priced,
      // Counts that are not the provider's own are a bound, and stay one; time is our own to measure.
      state:
        used.usage_complete || amount === 0n || isComputePrice(priceId) ? 'settled' : 'unsettled',
      ...periods,
      created_at: createdAt,
    }
  })
}
