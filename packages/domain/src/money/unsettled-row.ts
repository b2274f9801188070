import type { StepRun } from '../work/enrich.ts'
import { periodsOf, type CostRecord } from './cost.ts'
import { NO_TOKENS } from './usage.ts'

/** Stands for calls whose answer was lost with their process: charged at the bound, listed as `unsettled`. */
export function unsettledRow(run: StepRun, at: Date): CostRecord {
  const tier = run.tiers.findLast((each) => each !== 'rules') ?? 'rules'
  return {
    record_id: `cost_${run.run_id}:lost`,
    tenant_id: run.tenant_id,
    enrichment_job_id: run.enrichment_job_id,
    document_id: run.document_id,
    collection_id: run.collection_id,
    agent: run.agent,
    tool: null,
    tier,
    provider: 'unknown',
    model: 'unknown',
    model_digest: null,
    call_id: run.run_id,
    request_id: null,
    tokens: NO_TOKENS,
    duration_ms: 0,
    price_id: null,
    amount_pico_usd: run.bound_pico_usd,
    priced: true,
    state: 'unsettled',
    // Booked on the day its bound was reserved on.
    ...periodsOf(new Date(run.started_at)),
    created_at: at.toISOString(),
  }
}
