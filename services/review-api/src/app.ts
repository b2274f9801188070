import type { RequestListener } from 'node:http'
import {
  CollectionSettings,
  CollectionView,
  CommentView,
  createSettingsOf,
  Decided,
  DocumentView,
  FieldValues,
  FieldView,
  HeldValue,
  HistoryEvent,
  Me,
  PrecedentAnswer,
  PrecedentView,
  ProfileForm,
  RECORD_SCHEMAS,
  RegisterView,
  QueueState,
  ReviewedDocument,
  ReviewQueue,
  ReviewTask,
  SearchAnswer,
  SearchHit,
  SentTask,
  SettingsChange,
  systemClock,
  TakenTask,
  TaskView,
  UndoAnswer,
  VERSION,
  type Clock,
  type ImageStore,
  type ProductLink,
  type Profile,
  type Store,
} from '@colophon/domain'
import { createApp, sessionRoutes, type AppDeps, type Route } from '@colophon/runtime/http'
import { bulkOperation } from './bulk/bulk.ts'
import { propagateOperation } from './bulk/propagate.ts'
import { collectionRoutes } from './collections.ts'
import { commentRoutes } from './comments.ts'
import { decisionsOperation } from './decisions-export.ts'
import { documentRoutes } from './documents/index.ts'
import { desk } from './desk.ts'
import { pageImageOperation } from './page-image.ts'
import { eventsOperation } from './events.ts'
import { profilesOperation } from './profiles.ts'
import { queueRoutes } from './queue.ts'
import { registerRoutes } from './registers/index.ts'
import type { RegistersDeps } from './registers/kept.ts'
import { searchOperation } from './search.ts'
import { statsOperation } from './stats.ts'
import { createTaskWork } from './task-work.ts'
import { taskRoutes, type TaskDeps } from './tasks/index.ts'

export interface ReviewApiDeps extends AppDeps {
  store: Pick<Store, 'reviews' | 'documents' | 'audit' | 'desk' | 'reports' | 'search' | 'register'>
  /** The kinds of records that there are. */
  profiles: readonly Profile[]
  /** Images of pages. @default none are kept */
  images?: ImageStore | null
  /** Folder of the built desk, served at `/`. @default none */
  desk?: string | undefined
  /** The parts of Colophon that there are, for the menu of the pages. @default none */
  links?: () => readonly ProductLink[]
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
  DocumentView,
  FieldValues,
  FieldView,
  HeldValue,
  HistoryEvent,
  Me,
  Precedent: PrecedentView,
  PrecedentAnswer,
  ProfileForm,
  QueueState,
  Register: RegisterView,
  ReviewedDocument,
  ReviewQueue,
  ReviewTask,
  SearchAnswer,
  SearchHit,
  SentTask,
  SettingsChange,
  TakenTask,
  TaskView,
  UndoAnswer,
}

const REVIEWERS = ['reviewer', 'lead'] as const
const READERS = [...REVIEWERS, 'operator'] as const
const LEADS = ['lead', 'operator'] as const

/** What routes of tasks are made of. */
const partsOf = (
  given: Omit<TaskDeps, 'work' | 'settingsOf' | 'random'>,
  { random = Math.random, tracer }: Pick<ReviewApiDeps, 'random' | 'tracer'>,
): TaskDeps => ({
  ...given,
  random,
  work: createTaskWork(given.store, given.metrics, tracer),
  settingsOf: createSettingsOf(given.store, () => given.clock.now()),
})

/** All that is about tasks. */
function reviewRoutes(deps: ReviewApiDeps, parts: TaskDeps): Route[] {
  const { store } = deps
  const { clock } = parts
  const { stop = new AbortController().signal, events = EVENTS } = deps
  const watched = { store, clock, log: deps.log, stop, ...events }
  const queue = queueRoutes(store, clock)
  const comments = commentRoutes(parts)
  const task = taskRoutes(parts)
  return [
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
    [
      'GET',
      '/api/review/:id/pages/:number/image',
      pageImageOperation(parts, deps.images ?? null),
      REVIEWERS,
    ],
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
  ]
}

/** All that is about documents, with a task or without. */
function routesOfDocuments(parts: TaskDeps, images: ImageStore | null): Route[] {
  const document = documentRoutes(parts, images)
  return [
    ['GET', '/api/values', document.values, REVIEWERS],
    ['GET', '/api/documents/:id', document.get, REVIEWERS],
    ['GET', '/api/documents/:id/history', document.history, REVIEWERS],
    ['GET', '/api/documents/:id/pages/:number/image', document.image, REVIEWERS],
    ['POST', '/api/documents/:id/review', document.send, REVIEWERS],
  ]
}

/** Settings of collections, and the people in them. */
function routesOfCollections({ store, profiles, clock }: RegistersDeps): Route[] {
  const collections = collectionRoutes(store)
  const register = registerRoutes({ store, profiles, clock })
  const precedents = '/api/collections/:id/precedents'
  return [
    ['GET', '/api/collections', collections.list, READERS],
    ['GET', '/api/collections/:id', collections.get, READERS],
    ['PUT', '/api/collections/:id', collections.put, LEADS],
    ['GET', '/api/collections/:id/register', register.people, READERS],
    ['GET', precedents, register.precedents, READERS],
    ['POST', precedents, register.decide, REVIEWERS],
    ['POST', `${precedents}/:precedent/undo`, register.undo, REVIEWERS],
  ]
}

/** The review API: what waits for a person, why, and what was done about it. */
export function createReviewApi(deps: ReviewApiDeps): RequestListener {
  const { store, profiles, desk: folder, clock = systemClock } = deps
  const parts = partsOf({ store, profiles, clock, metrics: deps.metrics }, deps)
  const session = sessionRoutes(deps.auth, deps.links)
  const routes: readonly Route[] = [
    ['GET', '/api/profiles', profilesOperation(profiles), READERS],
    ['GET', '/api/search', searchOperation(store, profiles), READERS],
    ['GET', '/api/me', session.me],
    ['POST', '/api/session', session.begin, 'anybody'],
    ['DELETE', '/api/session', session.end, 'anybody'],
    ...reviewRoutes(deps, parts),
    ...routesOfDocuments(parts, deps.images ?? null),
    ...routesOfCollections({ store, profiles, clock }),
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
