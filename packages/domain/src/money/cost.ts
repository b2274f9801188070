import { z } from 'zod'
import { Tier, Tokens } from './usage.ts'
import { TenantId } from '../record/tenant.ts'

/**
 * One row of the ledger: append-only, one per model call and one per run of the rules (at 0). An `unsettled` row stands
 * for a call whose answer was lost with its process: it stays charged at its upper bound.
 */
export const CostRecord = z.object({
  record_id: z.string(),
  tenant_id: TenantId,
  enrichment_job_id: z.string(),
  document_id: z.string(),
  collection_id: z.string(),
  agent: z.string(),
  tool: z.string().nullable(),
  tier: Tier,
  provider: z.string(),
  model: z.string(),
  /** Digest of the weights behind the name, as far as the provider tells. */
  model_digest: z.string().nullable(),
  call_id: z.string(),
  request_id: z.string().nullable(),
  tokens: Tokens,
  duration_ms: z.number(),
  price_id: z.string().nullable(),
  amount_pico_usd: z.bigint(),
  priced: z.boolean(),
  state: z.enum(['settled', 'unsettled']),
  /** UTC periods, written at insert so that reports need no date arithmetic. */
  day: z.string(),
  hour: z.string(),
  month: z.string(),
  created_at: z.string(),
})
export type CostRecord = z.infer<typeof CostRecord>

export const periodsOf = (at: Date): { day: string; hour: string; month: string } => {
  const iso = at.toISOString()
  return { day: iso.slice(0, 10), hour: iso.slice(0, 13), month: iso.slice(0, 7) }
}
