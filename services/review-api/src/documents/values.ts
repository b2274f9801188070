import {
  FieldValues,
  getPath,
  nearestEntry,
  recordOf,
  requireProfile,
  standingOf,
  type DocumentRecord,
  type HeldValue,
} from '@colophon/domain'
import { localPrincipal, operation, PageQuery } from '@colophon/runtime/http'
import { z } from 'zod'
import { isSeeded } from '../seeded/shadow.ts'
import type { TaskDeps } from '../tasks/subject.ts'
import { titleOf } from './read.ts'
import { taskOfDocument } from './subject.ts'

/** Documents are read with their texts: a page of them is small. */
const MOST = 100

const text = z.string().min(1).max(400)

const Query = PageQuery.extend({
  path: text.describe('Dotted, with places in lists: `people.0.name`'),
  collection_id: text.optional(),
  job_id: text.optional(),
  profile: text.optional().describe('Only records of this kind'),
  limit: z.coerce.number().int().min(1).max(MOST).default(50),
})

async function heldValue(
  { store, work, profiles }: TaskDeps,
  read: DocumentRecord,
  { path, person }: { path: string; person: string },
): Promise<HeldValue> {
  const { tenant_id: tenant, document_id, collection_id } = read
  const task = await taskOfDocument(store, { tenant, id: document_id, person })
  // What whoever works on it is shown, and no other value beside that.
  const document = isSeeded(task) ? await work.document(task) : read
  const entry = nearestEntry(document.provenance, path)
  return {
    ...{ document_id, collection_id, profile: document.profile },
    title: titleOf(document, task, requireProfile(document.profile, profiles)),
    revision: document.revision,
    status: document.status,
    review_status: document.review_status,
    review_id: task?.review_id ?? null,
    value: getPath(document.enriched_data, path) ?? null,
    standing: standingOf(recordOf(document), path),
    confidence: entry?.confidence ?? null,
    source: entry?.source ?? null,
    quote: entry?.evidence?.quote ?? null,
  }
}

/** One field of many documents, beside one another. */
export const valuesOperation = (deps: TaskDeps) =>
  operation({
    summary: 'What one field is in many documents, whether anybody was asked about them or not',
    description:
      'Documents without a record are left out, and a page ends early after long texts: it may hold fewer than were asked for, and there is a next one all the same.',
    query: Query,
    orderedBy: ['path', 'collection_id', 'job_id', 'profile'],
    response: FieldValues,
    async handle({ tenant, query, principal = localPrincipal() }) {
      const { path, collection_id: collectionId, job_id: jobId, profile, ...page } = query
      const found = await deps.store.documents.list(tenant, { collectionId, jobId }, page)
      const fits = found.items.filter(
        (one) => one.enriched_data !== null && (profile ?? one.profile) === one.profile,
      )
      const person = principal.sub
      const values = await Promise.all(fits.map((one) => heldValue(deps, one, { path, person })))
      return { path, values, next_cursor: found.cursor }
    },
  })
