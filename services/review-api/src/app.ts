import type { RequestListener } from 'node:http'
import type { Store } from '@colophon/domain'
import { createApp, type AppDeps, type Route } from '@colophon/runtime/http'
import pkg from '../package.json' with { type: 'json' }
import { queueRoutes } from './queue.ts'
import { taskRoutes } from './task.ts'

export interface ReviewApiDeps extends AppDeps {
  store: Pick<Store, 'reviews' | 'documents' | 'audit'>
}

/** The review API: what waits for a person, why, and what was done about it. */
export function createReviewApi({ store, ...deps }: ReviewApiDeps): RequestListener {
  const queue = queueRoutes(store)
  const task = taskRoutes(store)
  const routes: readonly Route[] = [
    ['GET', '/api/review/queue', queue.list],
    ['GET', '/api/review/stats', queue.stats],
    ['GET', '/api/review/:id', task.get],
    ['GET', '/api/review/:id/history', task.history],
  ]
  return createApp({
    ...deps,
    service: 'review-api',
    title: 'Colophon review',
    version: pkg.version,
    routes,
  })
}
