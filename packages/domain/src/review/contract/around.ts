import { z } from 'zod'
import { DocumentRecord } from '../../record/document.ts'
import { FieldValue } from '../../record/provenance.ts'
import { CollectionSettings, SettingsChange } from '../collection-settings.ts'
import { ReviewComment } from '../comment.ts'
import { FieldStanding, Remark } from '../decisions.ts'
import { TaskStatus } from '../task.ts'
import { ProductLink } from '../../work/system-status.ts'

const Count = z.int().min(0)
const Cursor = z.string().nullable()

export const CommentBody = z.object({
  text: Remark(5_000),
  path: z.string().max(400).nullable().default(null),
  span: ReviewComment.shape.span.default(null),
  answers: z.string().nullable().default(null),
})
export const CommentPatch = z.object({ resolved: z.boolean() })
export const CommentView = ReviewComment.omit({ tenant_id: true })
export type CommentView = z.infer<typeof CommentView>

export const CollectionView = z.object({
  collection_id: z.string(),
  documents: Count,
  settings: CollectionSettings,
  revision: z.int().min(0),
  changes: z.array(SettingsChange),
})
export type CollectionView = z.infer<typeof CollectionView>

export const SearchHit = z.object({
  document_id: z.string(),
  collection_id: z.string(),
  /** Its latest task, when it has one. */
  review_id: z.string().nullable(),
  title: z.string(),
  review_status: DocumentRecord.shape.review_status,
  /** Words around what was found; `path` is null in the text. The match is `text.slice(start, end)`. */
  found: z.array(
    z.object({ path: z.string().nullable(), text: z.string(), start: z.int(), end: z.int() }),
  ),
})
export type SearchHit = z.infer<typeof SearchHit>
export const SearchAnswer = z.object({
  hits: z.array(SearchHit),
  searched: Count.describe('Documents that were searched'),
  of: Count.describe('Documents that there are'),
  next_cursor: Cursor,
})
export type SearchAnswer = z.infer<typeof SearchAnswer>

/** Who uses a page. */
export const Me = z.object({
  sub: z.string(),
  roles: z.array(z.string()),
  tenant: z.string(),
  /** Without authentication, on this machine only: the name is the person's own choice. */
  local: z.boolean(),
  products: z.array(ProductLink).describe('The parts of Colophon, and where they are'),
})
export type Me = z.infer<typeof Me>

/** How a page is let in: by the token of its person or, where nobody asks for tokens, by a name that they choose. */
export const SessionBody = z.union([
  z.object({ name: z.string().min(1).max(100) }),
  z.object({ token: z.string().min(1).max(8_192) }),
])
export type SessionBody = z.infer<typeof SessionBody>

/** A line of the export of decisions: what people decided of one document. */
export const DecisionLine = z.object({
  document_id: z.string(),
  profile: z.string(),
  revision: z.int(),
  fields: z.record(
    z.string(),
    z.object({
      status: FieldStanding,
      value: z.unknown(),
      evidence: FieldValue.shape.provenance.shape.evidence,
      reviewer: z.string(),
      at: z.string(),
    }),
  ),
})
export type DecisionLine = z.infer<typeof DecisionLine>

/** What the stream of events says: that something about a task changed; what, is asked for. */
export const QueueEvent = z.object({
  review_id: z.string(),
  document_id: z.string(),
  status: TaskStatus,
  lease_owner: z.string().nullable(),
  revision: z.int().nullable(),
})
export type QueueEvent = z.infer<typeof QueueEvent>
