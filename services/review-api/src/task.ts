import {
  ColophonError,
  HistoryEvent,
  ReviewedDocument,
  ReviewTask,
  type ReviewRecord,
  type Store,
} from '@colophon/domain'
import { localPrincipal, operation, PageQuery, projection } from '@colophon/runtime/http'
import { z } from 'zod'
import { shownTask } from './shown-task.ts'

const reviewed = projection(ReviewedDocument)

const eventOf = projection(HistoryEvent)
const TaskParams = z.object({ id: z.string() })

export function taskRoutes(store: Pick<Store, 'reviews' | 'documents' | 'audit'>) {
  const requireTask = async (tenant: string, id: string): Promise<ReviewRecord> => {
    const task = await store.reviews.get(tenant, id)
    if (task === null) throw new ColophonError('review.not_found', `There is no review task ${id}`)
    return task
  }

  const get = operation({
    summary: 'One task with its document, provenance and quality',
    params: TaskParams,
    response: z.object({ task: ReviewTask, document: ReviewedDocument }),
    errors: { 404: 'review.not_found' },
    async handle({ tenant, params, principal = localPrincipal() }) {
      const task = await requireTask(tenant, params.id)
      const document = await store.documents.get(tenant, task.document_id)
      if (document === null) {
        throw new ColophonError('document.not_found', `There is no document ${task.document_id}`)
      }
      return { task: shownTask(task, principal), document: reviewed(document) }
    },
  })

  const history = operation({
    summary: 'Everything that was done to the document of a task, oldest first',
    params: TaskParams,
    query: PageQuery,
    response: z.object({
      document_id: z.string(),
      history: z.array(HistoryEvent),
      next_cursor: z.string().nullable(),
    }),
    errors: { 404: 'review.not_found' },
    async handle({ tenant, params, query }) {
      const { document_id } = await requireTask(tenant, params.id)
      const page = await store.audit.list(tenant, document_id, query)
      return { document_id, history: page.items.map(eventOf), next_cursor: page.cursor }
    },
  })

  return { get, history }
}
