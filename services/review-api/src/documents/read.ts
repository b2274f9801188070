import {
  DocumentView,
  fieldViews,
  History,
  recordOf,
  requireProfile,
  type DocumentRecord,
  type Profile,
  type ReviewRecord,
} from '@colophon/domain'
import { localPrincipal, operation, Reply } from '@colophon/runtime/http'
import { z } from 'zod'
import { etagOf } from '../if-match.ts'
import { shownDocument, shownTask } from '../shown-task.ts'
import type { TaskDeps } from '../tasks/subject.ts'
import { HistoryQuery, shownHistory } from '../tasks/view.ts'
import { whyNotSent } from './send.ts'
import { readDocument } from './subject.ts'

const params = z.object({ id: z.string() })
const errors = { 404: 'document.not_found' }

/** What tells a document from others in a list. */
export const titleOf = (
  { enriched_data, document_id }: DocumentRecord,
  task: ReviewRecord | null,
  profile: Profile,
): string => {
  const title = enriched_data === null ? task?.title : profile.title(enriched_data)
  return title === undefined || title === '' ? document_id : title
}

/** Documents as reviewers read them, also those that nobody was asked about. */
export function readRoutes(deps: TaskDeps) {
  const { store, work, profiles } = deps

  const get = operation({
    summary: 'A document with its record, whether anybody was asked to review it or not',
    description: 'Where it has a task, what is shown of it is what its task shows.',
    params,
    response: DocumentView,
    errors,
    async handle({ tenant, params: { id }, principal = localPrincipal() }) {
      const { document, task } = await readDocument(deps, { tenant, id, person: principal.sub })
      const profile = requireProfile(document.profile, profiles)
      const view: DocumentView = {
        document: shownDocument(document, task, principal),
        title: titleOf(document, task, profile),
        fields: fieldViews(profile, recordOf(document), task?.flagged_fields ?? []),
        task: task && shownTask(task, principal, document.error ?? undefined),
        can_send: whyNotSent(document, task) === null,
      }
      return new Reply(view, { headers: { etag: etagOf(document.revision) } })
    },
  })

  const history = operation({
    summary: 'Everything that was done to a document, oldest first',
    params,
    query: HistoryQuery,
    orderedBy: ['path'],
    response: History,
    errors,
    async handle({ tenant, params: { id }, query, principal = localPrincipal() }) {
      const { path, ...page } = query
      const { task } = await readDocument(deps, { tenant, id, person: principal.sub })
      const events = await (task === null
        ? store.audit.list(tenant, id, page)
        : work.history(task, page))
      return shownHistory(events, path, { document_id: id, task, principal })
    },
  })

  return { get, history }
}
