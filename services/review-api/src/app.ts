import type { RequestListener } from 'node:http'
import {
  HistoryEvent,
  Me,
  ProfileForm,
  RECORD_SCHEMAS,
  ReviewedDocument,
  ReviewTask,
  VERSION,
  type Profile,
  type Store,
} from '@colophon/domain'
import { createApp, type AppDeps, type Route } from '@colophon/runtime/http'
import { desk } from './desk.ts'
import { profilesOperation } from './profiles.ts'
import { queueRoutes, ReviewPage } from './queue.ts'
import { sessionRoutes } from './session.ts'
import { taskRoutes } from './task.ts'

export interface ReviewApiDeps extends AppDeps {
  store: Pick<Store, 'reviews' | 'documents' | 'audit'>
  /** The kinds of records that there are. */
  profiles: readonly Profile[]
  /** Folder of the built desk, served at `/`. @default none */
  desk?: string | undefined
}

/** Under the names they have in the reference. */
const SCHEMAS = {
  ...RECORD_SCHEMAS,
  HistoryEvent,
  Me,
  ProfileForm,
  ReviewedDocument,
  ReviewPage,
  ReviewTask,
}

const REVIEWERS = ['reviewer', 'lead'] as const

/** The review API: what waits for a person, why, and what was done about it. */
export function createReviewApi({
  store,
  profiles,
  desk: folder,
  ...deps
}: ReviewApiDeps): RequestListener {
  const queue = queueRoutes(store)
  const task = taskRoutes(store)
  const session = sessionRoutes(deps.auth)
  const routes: readonly Route[] = [
    ['GET', '/api/profiles', profilesOperation(profiles), [...REVIEWERS, 'operator']],
    ['GET', '/api/me', session.me],
    ['POST', '/api/session', session.begin, 'anybody'],
    ['DELETE', '/api/session', session.end, 'anybody'],
    ['GET', '/api/review/queue', queue.list, REVIEWERS],
    ['GET', '/api/review/stats', queue.stats, [...REVIEWERS, 'operator']],
    ['GET', '/api/review/:id', task.get, REVIEWERS],
    ['GET', '/api/review/:id/history', task.history, REVIEWERS],
  ]
  return createApp({
    ...deps,
    sessions: true,
    service: 'review-api',
    title: 'Colophon review',
    version: VERSION,
    routes,
    schemas: SCHEMAS,
    ...(folder === undefined ? {} : { extend: desk(folder) }),
  })
}
