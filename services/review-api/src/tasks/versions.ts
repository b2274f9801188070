import {
  assertOpen,
  changedTask,
  changeEvent,
  ColophonError,
  Decided,
  isFieldEvent,
  recordBefore,
  recordCommit,
  recordOf,
  RecordVersion,
  RestoreBody,
  restoreVersion,
  type AuditEvent,
  type DecidedRecord,
  type DocumentRecord,
  type Reviewer,
  type ReviewRecord,
} from '@colophon/domain'
import { newId } from '@colophon/runtime'
import { operation } from '@colophon/runtime/http'
import { z } from 'zod'
import { IfMatch, revisionNamed } from '../if-match.ts'
import { commitOn, eventsAfter, subjectOf, type TaskDeps, type TaskSubject } from './subject.ts'
import { decidedReply } from './view.ts'

const params = z.object({ id: z.string() })

/** A run makes a new record; decisions of people only change it. */
const isRun = ({ action }: AuditEvent): boolean =>
  action === 'auto_approved' || action === 'sent_to_review'

interface Version {
  record: DecidedRecord
  at: string
}

/** The record as it was after the event of a revision. Rejects with `review.version_not_found`. */
async function versionOf(
  { store, work }: TaskDeps,
  { task, document, profile }: Pick<TaskSubject, 'task' | 'document' | 'profile'>,
  revision: number,
): Promise<Version> {
  const events = await eventsAfter(work, task, 0)
  const later = events.filter((event) => event.revision > revision)
  const run = later.find(isRun)
  const base = run === undefined ? document : await keptBefore(store, document, { revision, run })
  if (base === null || revision > document.revision || base.enriched_data === null)
    throw new ColophonError(
      'review.version_not_found',
      `The record of ${document.document_id} has no version of revision ${revision}`,
    )
  const after = later.filter((event) => event.revision <= base.revision && isFieldEvent(event))
  const last = events.findLast((event) => event.revision <= revision)
  return { record: recordBefore(profile, recordOf(base), after), at: last?.at ?? base.updated_at }
}

const PAGE = 100

/** The record as it was kept when a later run replaced it. */
async function keptBefore(
  { documents }: TaskDeps['store'],
  { tenant_id, document_id }: DocumentRecord,
  { revision, run }: { revision: number; run: AuditEvent },
): Promise<DocumentRecord | null> {
  let cursor: string | undefined
  let found: number | undefined
  do {
    const page = await documents.revisions(tenant_id, document_id, { limit: PAGE, cursor })
    for (const kept of page.items)
      if (kept.revision >= revision && kept.revision < run.revision) found = kept.revision
    cursor = page.cursor ?? undefined
  } while (cursor !== undefined)
  if (found === undefined) return null
  return (await documents.revision(tenant_id, document_id, found))?.document ?? null
}

/** Restoring changes what somebody may be working on. */
function assertMayRestore(task: ReviewRecord, { sub }: Reviewer): void {
  assertOpen(task)
  if (task.lease_owner !== null && task.lease_owner !== sub)
    throw new ColophonError(
      'review.held',
      `${task.lease_owner} works on the task ${task.review_id}`,
      { members: { holder: { owner: task.lease_owner, until: task.lease_until } } },
    )
}

/** Records as they were, and back to them. */
export function versionRoutes(deps: TaskDeps) {
  const version = operation({
    summary: 'The record of a document as it was after one of its events',
    params: params.extend({ revision: z.coerce.number().int().min(1) }),
    response: RecordVersion,
    errors: { 404: 'review.version_not_found' },
    async handle(asked) {
      const { revision } = asked.params
      const subject = await subjectOf(deps, asked)
      const { record, at } = await versionOf(deps, subject, revision)
      const { document_id } = subject.document
      return {
        ...{ document_id, revision, at },
        ...{ enriched_data: record.data, provenance: record.provenance },
      }
    },
  })

  const restore = operation({
    summary: 'Makes the record what it was, by a change of its own that can be undone',
    params,
    headers: IfMatch,
    body: RestoreBody,
    response: Decided,
    errors: {
      404: 'review.version_not_found',
      409: 'review.revision_conflict',
      428: 'review.revision_missing',
    },
    async handle({ body, headers, ...asked }) {
      const undo = newId('change')
      const why = body.why ?? `version ${body.revision}`
      const change = { revision: revisionNamed(headers) }
      const done = await commitOn(deps, asked, change, async (subject) => {
        const { task, document, profile, who, nowMs } = subject
        assertMayRestore(task, who)
        const wanted = await versionOf(deps, subject, body.revision)
        const { record, restored } = restoreVersion(profile, recordOf(document), wanted.record)
        if (restored.length === 0)
          throw new ColophonError(
            'review.conflict',
            `The record is what it was at revision ${body.revision}`,
          )
        const by = { sub: who.sub, nowMs, changeId: undo }
        const audit = restored.map(({ path, from, to }) =>
          changeEvent(document, by, { action: 'field.restored', path, from, to, why }),
        )
        const after = changedTask(task, nowMs, {})
        const made = { record, reviewStatus: 'in_progress', task: after, audit } as const
        return recordCommit(profile, document, made, nowMs)
      })
      return decidedReply({ ...done, profile: done.subject.profile }, asked.principal, undo)
    },
  })

  return { version, restore }
}
