import { ColophonError } from '@colophon/domain'
import { z } from 'zod'

/** The revision that a change is made on, as `etag` said it. */
export const IfMatch = z.object({
  'if-match': z
    .string()
    .regex(/^"?\d{1,9}"?$/, 'the `etag` that was read, such as `"3"`')
    .optional()
    .describe('The `etag` of what was read'),
})

export const etagOf = (revision: number): string => `"${revision}"`

/** Throws `review.revision_missing` where none is named: a change must not go over what its maker has not seen. */
export function revisionNamed({ 'if-match': named }: z.infer<typeof IfMatch>): number {
  if (named !== undefined) return Number(named.replaceAll('"', ''))
  throw new ColophonError('review.revision_missing', 'The revision that was read is not named')
}
