import { QueueState, ReviewQueue, type Clock, type Store } from '@colophon/domain'
import { localPrincipal, operation, PageQuery } from '@colophon/runtime/http'
import { z } from 'zod'
import { queueFilter, QUEUE_FILTERS } from './queue-filter.ts'
import { shownTasks } from './shown-task.ts'

const QueuePage = PageQuery.extend({
  ...QUEUE_FILTERS,
  order: z
    .enum(['mixed', 'oldest', 'riskiest', 'gain'])
    .default('mixed')
    .describe('`mixed`: by age, moved forward by risk, gain, priority and chance'),
})

export function queueRoutes(store: Pick<Store, 'desk' | 'documents'>, clock: Clock) {
  const list = operation({
    summary: 'Review tasks',
    query: QueuePage,
    orderedBy: ['order'],
    response: ReviewQueue,
    async handle({ tenant, query, principal = localPrincipal() }) {
      const filter = queueFilter(query, principal.sub, clock.now())
      const [page, total] = await Promise.all([
        store.desk.list(tenant, filter, query.order, query),
        store.desk.count(tenant, filter),
      ])
      const tasks = await shownTasks(store, page.items, principal)
      return { tasks, total, next_cursor: page.cursor }
    },
  })

  const state = operation({
    summary: 'How many tasks there are in each status, and for each reason',
    query: z.object({ collection_id: QUEUE_FILTERS.collection_id }),
    response: QueueState,
    handle: ({ tenant, query }): Promise<QueueState> =>
      store.desk.counts(tenant, { collectionId: query.collection_id }),
  })

  return { list, state }
}
