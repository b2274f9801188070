import { z } from 'zod'
import { PersonId } from './tasks.ts'
import { FieldDecision, Remark } from '../decisions.ts'

const Count = z.int().min(0)

/** Either some tasks, or all that fit a filter (the parameters of the queue). */
export const BulkSelection = z.union([
  z.object({ review_ids: z.array(z.string()).min(1).max(1_000) }),
  z.object({ filter: z.record(z.string(), z.string()) }),
])
export const BulkBody = z.object({
  select: BulkSelection,
  action: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('approve') }),
    z.object({
      kind: z.literal('reject'),
      reason: Remark(2_000),
      requeue: z.boolean().default(false),
    }),
    z.object({ kind: z.literal('assign'), to: PersonId.nullable() }),
    z.object({ kind: z.literal('fields'), decisions: z.array(FieldDecision).min(1).max(20) }),
  ]),
  dry_run: z.boolean().default(true),
})
export type BulkBody = z.infer<typeof BulkBody>

export const BulkSample = z.object({
  review_id: z.string().nullable(),
  document_id: z.string(),
  title: z.string(),
  from: z.unknown(),
  to: z.unknown(),
})
export const BulkAnswer = z.object({
  dry_run: z.boolean(),
  /** How many it concerns. */
  count: Count,
  cap: Count,
  sample: z.array(BulkSample).max(10),
  done: Count,
  /** Those that were left as they are, and why: held by somebody, changed meanwhile, … */
  skipped: z.array(z.object({ document_id: z.string(), code: z.string(), detail: z.string() })),
  undo: z.string().nullable(),
})
export type BulkAnswer = z.infer<typeof BulkAnswer>

/** The same correction for other records in which the same value stands with the same evidence. */
export const PropagateBody = z.object({
  document_id: z.string(),
  path: z.string(),
  dry_run: z.boolean().default(true),
  /** Only these of what the preview found. All where left out. */
  only: z.array(z.string()).max(1_000).optional(),
})
export type PropagateBody = z.infer<typeof PropagateBody>

export const PropagateAnswer = BulkAnswer.extend({
  searched: Count.describe('Documents that were looked at'),
  complete: z.boolean().describe('Whether those were all that there are'),
})
export type PropagateAnswer = z.infer<typeof PropagateAnswer>

export const UndoAnswer = z.object({
  /** Takes the undoing back. Null where nothing was done. */
  undo: z.string().nullable(),
  done: Count,
  /** Documents in which somebody changed the same since: left as they are. */
  conflicts: z.array(
    z.object({ document_id: z.string(), path: z.string().nullable(), detail: z.string() }),
  ),
})
export type UndoAnswer = z.infer<typeof UndoAnswer>
