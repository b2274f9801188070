import type { RequestListener } from 'node:http'
import {
  CollectionSettings,
  CollectionView,
  CommentView,
  createSettingsOf,
  Decided,
  FieldView,
  HistoryEvent,
  Me,
  ProfileForm,
  RECORD_SCHEMAS,
  QueueState,
  ReviewedDocument,
  ReviewQueue,
  ReviewTask,
  SearchAnswer,
  SearchHit,
  SettingsChange,
  systemClock,
  TakenTask,
  TaskView,
  UndoAnswer,
  VERSION,
  type Clock,
  type Profile,
  type Store,
} from '@colophon/domain'
import { createApp, type AppDeps, type Route } from '@colophon/runtime/http'
import { bulkOperation } from './bulk/bulk.ts'
import { propagateOperation } from './bulk/propagate.ts'
import { collectionRoutes } from './collections.ts'
import { commentRoutes } from './comments.ts'
import { decisionsOperation } from './decisions-export.ts'
import { desk } from './desk.ts'
import { eventsOperation } from './events.ts'
import { profilesOperation } from './profiles.ts'
import { queueRoutes } from './queue.ts'
import { searchOperation } from './search.ts'
import { sessionRoutes } from './session.ts'
import { statsOperation } from './stats.ts'
import { createTaskWork } from './task-work.ts'
import { taskRoutes, type TaskDeps } from './tasks/index.ts'

export interface ReviewApiDeps extends AppDeps {
  store: Pick<Store, 'reviews' | 'documents' | 'audit' | 'desk' | 'reports' | 'search'>
  /** The kinds of records that there are. */
  profiles: readonly Profile[]
  /** Folder of the built desk, served at `/`. @default none */
  desk?: string | undefined
  clock?: Clock
  /** Uniform in [0, 1): decides on when a known answer is handed out, and which. @default Math.random */
  random?: () => number
  /** Streams of events end when it aborts. */
  stop?: AbortSignal
  /** How often changes are looked for, and how long a stream may be silent. */
  events?: { pollMs: number; heartbeatMs: number }
}

const EVENTS = { pollMs: 1_000, heartbeatMs: 15_000 }

/** Under the names they have in the reference. */
const SCHEMAS = {
  ...RECORD_SCHEMAS,
  CollectionSettings,
  Collection: CollectionView,
  Comment: CommentView,
  Decided,
  FieldView,
  HistoryEvent,
  Me,
  ProfileForm,
  QueueState,
  ReviewedDocument,
  ReviewQueue,
  ReviewTask,
  SearchAnswer,
  SearchHit,
  SettingsChange,
  TakenTask,
  TaskView,
  UndoAnswer,
}

const REVIEWERS = ['reviewer', 'lead'] as const
const READERS = [...REVIEWERS, 'operator'] as const
const LEADS = ['lead', 'operator'] as const

/** What routes of tasks are made of. */
const partsOf = (given: Omit<TaskDeps, 'work' | 'settingsOf'>): TaskDeps => ({
  ...given,
  work: createTaskWork(given.store),
  settingsOf: createSettingsOf(given.store, () => given.clock.now()),
})

/** The review API: what waits for a person, why, and what was done about it. */
export function createReviewApi({
  store,
  profiles,
  desk: folder,
  ...deps
}: ReviewApiDeps): RequestListener {
  const { clock = systemClock, stop = new AbortController().signal, events = EVENTS } = deps
  const watched = { store, clock, log: deps.log, stop, ...events }
  const queue = queueRoutes(store, clock)
  const collections = collectionRoutes(store)
  const parts = partsOf({ store, profiles, clock, random: deps.random ?? Math.random })
  const comments = commentRoutes(parts)
  const task = taskRoutes(parts)
  const session = sessionRoutes(deps.auth)
  const routes: readonly Route[] = [
    ['GET', '/api/profiles', profilesOperation(profiles), READERS],
    ['GET', '/api/search', searchOperation(store, profiles), READERS],
    ['GET', '/api/me', session.me],
    ['POST', '/api/session', session.begin, 'anybody'],
    ['DELETE', '/api/session', session.end, 'anybody'],
    ['GET', '/api/review/queue', queue.list, REVIEWERS],
    ['GET', '/api/review/state', queue.state, READERS],
    ['GET', '/api/review/stats', statsOperation(store, clock), READERS],
    ['GET', '/api/review/decisions', decisionsOperation(store), READERS],
    ['GET', '/api/review/events', eventsOperation(watched), REVIEWERS],
    ['POST', '/api/review/next', task.next, REVIEWERS],
    ['POST', '/api/review/bulk', bulkOperation(parts), REVIEWERS],
    ['POST', '/api/review/propagate', propagateOperation(parts), REVIEWERS],
    ['POST', '/api/review/undo/:token', task.undo, REVIEWERS],
    // Behind those with a name of their own: an id may be any word.
    ['GET', '/api/review/:id', task.get, REVIEWERS],
    ['GET', '/api/review/:id/history', task.history, REVIEWERS],
    ['GET', '/api/review/:id/versions/:revision', task.version, REVIEWERS],
    ['POST', '/api/review/:id/assign', task.assign, REVIEWERS],
    ['POST', '/api/review/:id/heartbeat', task.heartbeat, REVIEWERS],
    ['POST', '/api/review/:id/release', task.release, REVIEWERS],
    ['POST', '/api/review/:id/skip', task.skip, REVIEWERS],
    ['PATCH', '/api/review/:id/fields', task.fields, REVIEWERS],
    ['POST', '/api/review/:id/approve', task.approve, REVIEWERS],
    ['POST', '/api/review/:id/reject', task.reject, REVIEWERS],
    ['POST', '/api/review/:id/reopen', task.reopen, REVIEWERS],
    ['POST', '/api/review/:id/retry', task.retry, REVIEWERS],
    ['POST', '/api/review/:id/restore', task.restore, REVIEWERS],
    ['GET', '/api/review/:id/comments', comments.list, REVIEWERS],
    ['POST', '/api/review/:id/comments', comments.add, REVIEWERS],
    ['PATCH', '/api/review/:id/comments/:comment', comments.settle, REVIEWERS],
    ['GET', '/api/collections', collections.list, READERS],
    ['GET', '/api/collections/:id', collections.get, READERS],
    ['PUT', '/api/collections/:id', collections.put, LEADS],
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
