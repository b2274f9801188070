import { z } from 'zod'
import { TenantId } from '../record/tenant.ts'
import { TextSpan } from './decisions.ts'

/** A remark on a document, or an answer to one. */
export const ReviewComment = z.object({
  tenant_id: TenantId,
  comment_id: z.string(),
  document_id: z.string(),
  /** The comment that this one answers. */
  answers: z.string().nullable(),
  /** What it is about; the whole document where both are null. */
  path: z.string().nullable(),
  span: TextSpan.nullable(),
  text: z.string().min(1).max(5_000),
  by: z.string(),
  at: z.string(),
  resolved_by: z.string().nullable(),
  resolved_at: z.string().nullable(),
})
export type ReviewComment = z.infer<typeof ReviewComment>
