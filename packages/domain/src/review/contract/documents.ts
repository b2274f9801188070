import { z } from 'zod'
import { DocumentRecord } from '../../record/document.ts'
import { FieldStanding } from '../decisions.ts'
import { FieldView, ReviewedDocument, ReviewTask } from './tasks.ts'

/** A document as whoever may review reads it, whether anybody was asked about it or not. */
export const DocumentView = z.object({
  document: ReviewedDocument,
  title: z.string(),
  /** All fields of the profile, in its order. */
  fields: z.array(FieldView),
  task: ReviewTask.nullable().describe('Its open task, else its latest: it is worked on there'),
  can_send: z.boolean().describe('Whether it may be sent to review as it is'),
})
export type DocumentView = z.infer<typeof DocumentView>

export const SendBody = z.object({
  why: z.string().max(2_000).optional().describe('Stands in the history'),
})

export const SentTask = z.object({
  task: ReviewTask,
  created: z.boolean().describe('False where it was open already'),
})
export type SentTask = z.infer<typeof SentTask>

/** What one field is in one document. */
export const HeldValue = z.object({
  document_id: z.string(),
  collection_id: z.string(),
  profile: z.string(),
  title: z.string(),
  revision: z.int(),
  status: DocumentRecord.shape.status,
  review_status: DocumentRecord.shape.review_status,
  review_id: z.string().nullable().describe('Its open task, else its latest'),
  /** Null where there is none. */
  value: z.unknown(),
  standing: FieldStanding,
  confidence: z.number().nullable(),
  source: z.string().nullable(),
  quote: z.string().nullable().describe('The words of the text behind it'),
})
export type HeldValue = z.infer<typeof HeldValue>

export const FieldValues = z.object({
  path: z.string(),
  values: z.array(HeldValue),
  next_cursor: z.string().nullable(),
})
export type FieldValues = z.infer<typeof FieldValues>
