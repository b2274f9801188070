import { z } from 'zod'

const Count = z
  .object({ n: z.int().min(0), right: z.int().min(0) })
  .refine(({ n, right }) => right <= n, { error: 'more right than there are' })
export type Count = z.infer<typeof Count>

/**
 * Where a value of a model was met. `fill`: there was none; `replace`: there was another; each `plain` where the quote also
 * shows what the value is, else `worded`. `agreed`: the value was there already. `denied`: nothing to read, it says.
 */
export const CELLS = [
  'fill_plain',
  'fill_worded',
  'replace_plain',
  'replace_worded',
  'agreed',
  'denied',
] as const
export type Cell = (typeof CELLS)[number]
export type Cells = Partial<Record<Cell, Count>>

const AgentCounts = z.object({
  /** The question the model was asked when this was counted: of another it says nothing. */
  question: z.string(),
  fields: z.record(z.string(), z.partialRecord(z.enum(CELLS), Count)),
})

const ModelCounts = z.object({
  /** Which weights were measured, where the provider says so. */
  digest: z.string().optional(),
  agents: z.record(z.string(), AgentCounts),
})
export type ModelCounts = z.infer<typeof ModelCounts>

/** How often models were right on documents whose truth is known, by model, agent and field. */
export const Calibration = z.object({
  version: z.literal(1),
  made_at: z.string(),
  documents: z.int().min(0),
  models: z.record(z.string(), ModelCounts),
})
export type Calibration = z.infer<typeof Calibration>

/** An agent's knowledge of the models that may answer it. */
export interface AgentCalibration {
  /** Part of the definition hash: answers that were weighed otherwise are other answers. */
  hash: string
  models: ReadonlyMap<string, ModelCounts>
}
