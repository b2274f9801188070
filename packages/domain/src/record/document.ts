import { z } from 'zod'
import { QualityMetrics, ReviewStatus } from '../review/review.ts'
import { Priority } from '../work/priority.ts'
import { Reach } from '../work/reach.ts'
import { PageImage, WordBox } from './page-image.ts'
import { FieldValue, Provenance } from './provenance.ts'
import { TenantId } from './tenant.ts'

export const DocumentStatus = z.enum(['queued', 'processing', 'completed', 'failed', 'cancelled'])
export type DocumentStatus = z.infer<typeof DocumentStatus>
export const TERMINAL_STATUSES = [
  'completed',
  'failed',
  'cancelled',
] as const satisfies readonly DocumentStatus[]
export const isTerminal = (status: DocumentStatus): boolean =>
  (TERMINAL_STATUSES as readonly DocumentStatus[]).includes(status)

/** The stretch of the text that is a page. Offsets are UTF-16 code units. */
export const PageSpan = z.object({
  number: z.int().min(1),
  start: z.int().min(0),
  end: z.int().min(0),
})
export type PageSpan = z.infer<typeof PageSpan>

/** One page, and how it looks where that is known. */
export const Page = PageSpan.extend({
  image: PageImage.optional(),
  words: z.array(WordBox).optional(),
})
export type Page = z.infer<typeof Page>

/** Pages without their looks: what agents are told of them. */
export const pageSpans = (pages: readonly Page[]): PageSpan[] =>
  pages.map(({ number, start, end }) => ({ number, start, end }))

/** A stretch of the text that is a field or a turn, as `name` says; offsets as those of pages. */
export const Segment = z.object({
  kind: z.string(),
  name: z.string(),
  start: z.int().min(0),
  end: z.int().min(0),
})
export type Segment = z.infer<typeof Segment>

/** The document as it came: text byte for byte, where it came from, what the OCR said of it. */
export const Source = z.object({
  text: z.string(),
  pages: z.array(Page),
  /** The parts of a text that was made of a record or of turns. */
  segments: z.array(Segment).optional(),
  /** The item as it came, where that was no text: `text` shows it to people. */
  record: z.record(z.string(), z.unknown()).optional(),
  language: z.string().optional(),
  ocr: z.object({
    confidence: z.number().min(0).max(1).optional(),
    provider: z.string().optional(),
  }),
  file: z.object({ path: z.string(), name: z.string(), format: z.string() }).optional(),
  /** The machine on which the id was made from the place of the file; files of other machines do not revise it. */
  machine: z.string().optional(),
  /** How far the text may go, as its item, its job and its collection said when it was submitted: never further. */
  reach: Reach.optional(),
  /** Archival facts the submitter gave (archive_name, box_number, …), kept as they came. */
  facts: z.record(z.string(), z.unknown()),
})
export type Source = z.infer<typeof Source>

export const Lease = z.object({ owner: z.string(), token: z.string(), until: z.string() })
export type Lease = z.infer<typeof Lease>

export const Dispatch = z.object({
  state: z.enum(['pending', 'sent']),
  at: z.string(),
  n: z.int().min(0),
  by: z.string(),
})
export type Dispatch = z.infer<typeof Dispatch>

export const RecordedError = z.object({ code: z.string(), message: z.string(), at: z.string() })
export type RecordedError = z.infer<typeof RecordedError>

/** `skipped`: the agent had nothing to answer with by configuration or budget, which is no defect of the document. */
export const AgentOutcome = z.object({
  status: z.enum(['ok', 'degraded', 'failed', 'skipped']),
  why: z.string().optional(),
  ms: z.number().min(0),
  reused: z.boolean().optional(),
  /** The budgets that had no room for its paid models, in words; not a document's own limit. */
  budgets: z.array(z.string()).optional(),
})
export type AgentOutcome = z.infer<typeof AgentOutcome>

export const DocumentRecord = z.object({
  tenant_id: TenantId,
  document_id: z.string().min(1).max(200),
  enrichment_job_id: z.string(),
  collection_id: z.string().min(1),
  profile: z.string(),
  schema_version: z.string(),
  priority: Priority,
  source: Source,
  source_hash: z.string(),
  status: DocumentStatus,
  lease: Lease.nullable(),
  attempts: z.int().min(0),
  next_at: z.string(),
  dispatch: Dispatch,
  enriched_data: z.record(z.string(), z.unknown()).nullable(),
  provenance: z.record(z.string(), Provenance),
  /** Proposals that did not become the value: kept beside it for the reviewer. */
  rivals: z.array(FieldValue),
  quality_metrics: QualityMetrics.nullable(),
  agents: z.record(z.string(), AgentOutcome),
  review_status: ReviewStatus.nullable(),
  review_reasons: z.array(z.string()),
  /** What a person said to the next runs when they sent the document round again; until its text is another one. */
  hints: z.string().max(2_000).optional(),
  revision: z.int().min(1),
  error: RecordedError.nullable(),
  /** W3C form of the span that submitted it, where that was traced: attempts and decisions are found by it. */
  traceparent: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
})
export type DocumentRecord = z.infer<typeof DocumentRecord>
