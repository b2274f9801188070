import { z } from 'zod'

const Count = z.int().min(0)
const Share = z.number().min(0).max(1).nullable().describe('Null where there was nothing to count')

export const FieldFigures = z.object({
  path: z.string().describe('`*` stands for any place in a list'),
  accepted: Count,
  changed: Count.describe(
    'Corrected, chosen, added, removed, moved, rejected, or said not to be there',
  ),
  change_rate: Share,
})
export type FieldFigures = z.infer<typeof FieldFigures>

export const ReviewerFigures = z.object({
  reviewer: z.string(),
  known_answers: Count.describe('Altered values in records that they decided on'),
  caught: Count,
  catch_rate: Share,
})
export type ReviewerFigures = z.infer<typeof ReviewerFigures>

/** How the work of reviewers went in a period. */
export const ReviewFigures = z.object({
  from: z.string(),
  to: z.string(),
  /** Tasks that the figures are made of, and those that were decided in the period. */
  counted: Count,
  decided: Count,
  per_day: z.array(z.object({ day: z.string(), approved: Count, rejected: Count })),
  median_seconds: z.number().nullable().describe('Of work on a task until it was decided'),
  fields: z.array(FieldFigures),
  /** Approvals that a second person looked at, and those in which they changed nothing. */
  agreement: z.object({ second_reviews: Count, agreed: Count, rate: Share }),
  /** For leads: what reviewers caught of the values that were altered on purpose. */
  reviewers: z.array(ReviewerFigures).optional(),
})
export type ReviewFigures = z.infer<typeof ReviewFigures>

/** Of open tasks: how many were made longer ago than that. */
export const QueueAge = z.object({
  oldest: z.string().nullable(),
  day: Count,
  week: Count,
  month: Count,
})
export type QueueAge = z.infer<typeof QueueAge>
