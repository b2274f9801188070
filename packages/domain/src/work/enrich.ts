import { z } from 'zod'
import type { BudgetLimit } from '../money/budget.ts'
import { ModelTier, Tier, Usage } from '../money/usage.ts'
import { FieldValue } from '../record/provenance.ts'
import { PageSpan, Segment } from '../record/document.ts'
import { Reach } from './reach.ts'

/** The question to an agent: the document, what earlier phases found, what is wanted, which tiers may answer. */
export const EnrichRequest = z.object({
  /** Identifies this attempt: usage and ledger rows carry it. */
  run_id: z.string(),
  document_id: z.string(),
  /** The kind of record it is: an agent of another kind refuses it. */
  profile: z.string(),
  text: z.string(),
  pages: z.array(PageSpan),
  /** Of a text that was made of a record or of turns. */
  segments: z.array(Segment).optional(),
  /** What came, where that was no text. */
  record: z.record(z.string(), z.unknown()).optional(),
  language: z.string().optional(),
  ocr_confidence: z.number().optional(),
  file: z.object({ path: z.string(), name: z.string(), format: z.string() }).optional(),
  facts: z.record(z.string(), z.unknown()),
  /** The enriched record so far. */
  found: z.record(z.string(), z.unknown()),
  /** What a person who rejected an earlier record said to this run: for models, as data. */
  hints: z.string().optional(),
  /** The paths, those wanted most first. */
  wanted: z.array(z.string()),
  /** How many fields a model of a tier is asked for at once, where that is less than an agent would ask for. */
  max_fields: z.partialRecord(ModelTier, z.int().min(1)).optional(),
  tiers: z.array(Tier),
  /** How far the text may go; whoever runs the agent asks no model beyond it, whatever `tiers` says. */
  reach: Reach.optional(),
  /** Tiers that might answer but for the reach. */
  beyond_reach: z.array(Tier).optional(),
  /** No later attempt will come: a model that fails now leaves the cheaper answer and a degraded agent. */
  last_attempt: z.boolean(),
  /** How often a model may be asked again for an answer that does not fit its schema; 0 when the budget has no room for it. */
  repairs: z.int().min(0).max(1).optional(),
  /** Today (YYYY-MM-DD): rules about age must give the same answer when they are run again. */
  today: z.string(),
})
export type EnrichRequest = z.infer<typeof EnrichRequest>

/**
 * The fate of values that models gave. `kept`: it is the value, or its items joined the list. `agreed`: the value
 * was there already. `rival`: supported, but not worth more than what was there. `unsupported`: its quote does not stand in
 * the text or does not show it. `denied`: the model says there is nothing to read. `echo`: it repeats what we asked, and is
 * refused. `malformed`: it does not have the form asked for. `clamped`: its confidence was outside 0–1.
 */
export const ModelValueOutcome = z.enum([
  'kept',
  'agreed',
  'rival',
  'unsupported',
  'denied',
  'echo',
  'malformed',
  'clamped',
])
export type ModelValueOutcome = z.infer<typeof ModelValueOutcome>

export const ModelValueCount = z.object({
  model: z.string(),
  outcome: ModelValueOutcome,
  count: z.int().min(1),
})
export type ModelValueCount = z.infer<typeof ModelValueCount>

export const EnrichResponse = z.object({
  status: z.enum(['ok', 'degraded', 'skipped']),
  why: z.string().optional(),
  fields: z.array(FieldValue),
  rivals: z.array(FieldValue),
  usage: z.array(Usage),
  /** Counts by model that answered, of those outcomes that occurred. */
  model_values: z.array(ModelValueCount).optional(),
  /** Paths that a model beyond the reach of the text would have been asked for. */
  out_of_reach: z.array(z.string()).optional(),
  definition_hash: z.string(),
})
export type EnrichResponse = z.infer<typeof EnrichResponse>

/** The answer of one agent for one input, found again by its key. */
export interface StoredAnswer {
  tenant_id: string
  key: string
  agent: string
  document_id: string
  output: EnrichResponse
  created_at: string
}

/**
 * The mark of a run: written before an agent may call a model and removed with its answer; with it `bound_pico_usd`, the most the run can
 * cost, is reserved under all `limits`. One that is left after a crash stands for a call that may have been paid and whose answer is
 * lost.
 */
export interface StepRun {
  tenant_id: string
  run_id: string
  document_id: string
  enrichment_job_id: string
  collection_id: string
  agent: string
  step_key: string
  tiers: Tier[]
  bound_pico_usd: bigint
  limits: BudgetLimit[]
  started_at: string
}
