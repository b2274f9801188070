import {
  ColophonError,
  DocumentRecord,
  DocumentStatus,
  ReviewRecord,
  traceIdOf,
  type KeptRevision,
  type Store,
} from '@colophon/domain'
import { operation, PageQuery, projection } from '@colophon/runtime/http'
import { z } from 'zod'
import { requireJob } from './jobs.ts'

/** The record without what only workers need. */
export const DocumentView = DocumentRecord.omit({
  tenant_id: true,
  lease: true,
  dispatch: true,
  traceparent: true,
}).extend({
  trace_id: z.string().nullable().describe('The trace of its submission; null: it was not traced'),
})
export type DocumentView = z.infer<typeof DocumentView>
const fieldsOf = projection(DocumentView.omit({ trace_id: true }))
const viewOf = (document: DocumentRecord): DocumentView => ({
  ...fieldsOf(document),
  trace_id: traceIdOf(document.traceparent),
})

const ReviewView = ReviewRecord.omit({ tenant_id: true, lease_until: true })
const reviewOf = projection(ReviewView)

const RevisionView = DocumentView.extend({
  replaced: z
    .object({
      at: z.string(),
      review: ReviewView.nullable().describe('The review of this revision, as it ended'),
    })
    .nullable()
    .describe('Null for the present revision'),
})

const revisionView = ({ document, replaced_at, review }: KeptRevision) => ({
  ...viewOf(document),
  replaced: { at: replaced_at, review: review && reviewOf(review) },
})

const RevisionSummary = DocumentRecord.pick({
  revision: true,
  enrichment_job_id: true,
  collection_id: true,
  source_hash: true,
  status: true,
  review_status: true,
  updated_at: true,
}).extend({ replaced_at: z.string() })

/** One line of a list: no text, no field values. */
const ListedFields = DocumentRecord.pick({
  document_id: true,
  enrichment_job_id: true,
  collection_id: true,
  profile: true,
  priority: true,
  status: true,
  attempts: true,
  review_status: true,
  review_reasons: true,
  revision: true,
  error: true,
  created_at: true,
  updated_at: true,
})
export const DocumentSummary = ListedFields.extend({
  file: z.string().nullable(),
  completeness_score: z.number().nullable(),
})
export type DocumentSummary = z.infer<typeof DocumentSummary>
const listedFields = projection(ListedFields)

export const DocumentPage = z.object({
  documents: z.array(DocumentSummary),
  next_cursor: z.string().nullable(),
})

const status = DocumentStatus.optional().describe('Only documents in this status')

export async function requireDocument(
  store: Pick<Store, 'documents'>,
  tenant: string,
  id: string,
): Promise<DocumentRecord> {
  const record = await store.documents.get(tenant, id)
  if (record !== null) return record
  throw new ColophonError('document.not_found', `There is no document ${id}`)
}

/** One that a submission has replaced. */
export async function requireRevision(
  store: Pick<Store, 'documents'>,
  tenant: string,
  { document_id: id, revision: present }: Pick<DocumentRecord, 'document_id' | 'revision'>,
  revision: number,
): Promise<KeptRevision> {
  const kept = await store.documents.revision(tenant, id, revision)
  if (kept !== null) return kept
  throw new ColophonError(
    'document.not_found',
    `Of document ${id} no revision ${revision} is kept; it is at ${present}`,
  )
}

const Params = z.object({ id: z.string() })
const Revision = z.coerce.number().int().min(1).optional()

/** One document, and what it was before submissions replaced it. */
function revisionRoutes(store: Pick<Store, 'documents'>) {
  const get = operation({
    summary: 'One document: its text, its enriched data and where every value came from',
    params: Params,
    query: z.object({
      revision: Revision.describe('As it was when a submission replaced it (the present one)'),
    }),
    response: RevisionView,
    errors: { 404: 'document.not_found' },
    async handle({ tenant, params, query }) {
      const document = await requireDocument(store, tenant, params.id)
      const { revision = document.revision } = query
      if (revision === document.revision) return { ...viewOf(document), replaced: null }
      return revisionView(await requireRevision(store, tenant, document, revision))
    },
  })

  const revisions = operation({
    summary: 'What submissions have replaced of a document, newest first',
    params: Params,
    query: PageQuery,
    response: z.object({
      revisions: z.array(RevisionSummary),
      next_cursor: z.string().nullable(),
    }),
    errors: { 404: 'document.not_found' },
    async handle({ tenant, params, query }) {
      await requireDocument(store, tenant, params.id)
      const page = await store.documents.revisions(tenant, params.id, query)
      return { revisions: page.items, next_cursor: page.cursor }
    },
  })

  return { get, revisions }
}

export function documentRoutes(store: Pick<Store, 'jobs' | 'documents'>) {
  const list = operation({
    summary: 'Documents by id; those of a job in the order they were submitted',
    query: PageQuery.extend({
      status,
      job_id: z.string().optional(),
      collection_id: z.string().optional(),
    }),
    orderedBy: ['job_id'],
    response: DocumentPage,
    async handle({ tenant, query }) {
      const filter = {
        jobId: query.job_id,
        status: query.status,
        collectionId: query.collection_id,
      }
      const page = await store.documents.list(tenant, filter, query)
      return { documents: page.items.map(summarise), next_cursor: page.cursor }
    },
  })

  const ofJob = operation({
    summary: 'Documents of a job in the order they were submitted',
    params: z.object({ id: z.string() }),
    query: PageQuery.extend({ status }),
    response: DocumentPage,
    errors: { 404: 'job.not_found' },
    async handle({ tenant, params, query }) {
      await requireJob(store, tenant, params.id)
      const filter = { jobId: params.id, status: query.status }
      const page = await store.documents.list(tenant, filter, query)
      return { documents: page.items.map(summarise), next_cursor: page.cursor }
    },
  })

  return { ...revisionRoutes(store), list, ofJob }
}

const summarise = (record: DocumentRecord): DocumentSummary => ({
  ...listedFields(record),
  file: record.source.file?.path ?? null,
  completeness_score: record.quality_metrics?.completeness_score ?? null,
})
