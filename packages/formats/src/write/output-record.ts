import { CommentView, DocumentRecord, Source, type ReviewComment } from '@colophon/domain'
import { z } from 'zod'

/** Fields that only the machine needs. */
const INTERNAL = ['lease', 'dispatch', 'next_at', 'traceparent'] as const

/** A document as it goes out. */
export const OutputRecord = DocumentRecord.omit({
  lease: true,
  dispatch: true,
  next_at: true,
  traceparent: true,
}).extend({
  source: Source.omit({ text: true }),
  comments: z
    .array(CommentView)
    .optional()
    .describe('What people said of it; left out where nobody was asked for it'),
})
export type OutputRecord = z.infer<typeof OutputRecord>

function without<T extends object, K extends keyof T & string>(
  record: T,
  left: readonly K[],
): Omit<T, K> {
  const names: readonly string[] = left
  const kept = Object.entries(record).filter(([name]) => !names.includes(name))
  return Object.fromEntries(kept) as Omit<T, K>
}

/** The text is left out of `source`: it stands in `enriched_data.content.full_text`. */
export const outputRecord = (
  document: DocumentRecord,
  comments?: readonly ReviewComment[],
): OutputRecord => ({
  ...without(document, INTERNAL),
  source: without(document.source, ['text']),
  ...(comments && { comments: comments.map((comment) => without(comment, ['tenant_id'])) }),
})
