import type { RequestListener } from 'node:http'
import {
  RECORD_SCHEMAS,
  systemClock,
  VERSION,
  type Clock,
  type Profile,
  type Store,
} from '@colophon/domain'
import { createApp, type AppDeps, type Route } from '@colophon/runtime/http'
import type { Coordinator } from '../coordinator.ts'
import { OutputRecord } from '@colophon/formats/write'
import { DocumentPage, documentRoutes, DocumentSummary, DocumentView } from './documents.ts'
import { exportOperation } from './export.ts'
import { jobActions } from './job-actions.ts'
import { JobPage, jobRoutes, JobView, jobViewer } from './jobs.ts'
import { createRateMeter } from './rate.ts'
import { SUBMIT_LIMITS, submitOperation, type SubmitLimits } from './submit.ts'
import { SubmitAnswer } from './submit-answer.ts'
import { deliveryRoutes, DeliveryView, endpointRoutes } from './webhooks.ts'
import type { WebhookEndpoint } from '../webhooks/settings.ts'
import { submitForms, submittedDocument } from './submit-forms.ts'

export interface JobApiDeps extends AppDeps {
  store: Pick<Store, 'jobs' | 'documents' | 'desk' | 'outbox'>
  coordinator: Pick<Coordinator, 'openJob' | 'wake'>
  /** The kinds of records that are taken and handed out; the first where a request names none. */
  profiles: readonly Profile[]
  /** Where events are sent, of all tenants. @default nowhere */
  webhooks?: readonly WebhookEndpoint[]
  clock?: Clock
  limits?: Partial<SubmitLimits>
  /** Streams of events end when it aborts. */
  stop?: AbortSignal
  /** How often a followed job is looked at, and how long a stream may be silent. */
  events?: { pollMs: number; heartbeatMs: number }
}

const EVENTS = { pollMs: 1_000, heartbeatMs: 15_000 }

/** Under the names they have in the reference. */
const schemasOf = (profiles: readonly Profile[]) => ({
  ...RECORD_SCHEMAS,
  Document: DocumentView,
  DocumentPage,
  DocumentSummary,
  Job: JobView,
  JobPage,
  OutputRecord,
  Submission: submitForms(profiles).submission,
  SubmissionAnswer: SubmitAnswer,
  WebhookDelivery: DeliveryView,
  SubmittedDocument: submittedDocument(profiles),
})

const WRITERS = ['submitter', 'operator'] as const
const OPERATORS = ['operator'] as const
const READERS = ['submitter', 'reviewer', 'lead', 'operator'] as const

/** The job API: takes documents in, says how far they are, and hands out the records they became. */
export function createJobApi({
  store,
  coordinator,
  profiles,
  ...deps
}: JobApiDeps): RequestListener {
  const { clock = systemClock, stop = new AbortController().signal, events = EVENTS } = deps
  const view = jobViewer({ store, rate: createRateMeter(clock) })
  const jobs = jobRoutes(store, view)
  const actions = jobActions({ store, coordinator, view, clock, stop, events })
  const documents = documentRoutes(store)
  const toldOf = { store, clock, endpoints: deps.webhooks ?? [] }
  const webhooks = endpointRoutes(toldOf)
  const deliveries = deliveryRoutes(toldOf)
  const limits = { ...SUBMIT_LIMITS, ...deps.limits }
  const routes: readonly Route[] = [
    ['POST', '/api/jobs', submitOperation({ store, coordinator, limits, profiles }), WRITERS],
    ['GET', '/api/jobs', jobs.list, READERS],
    ['GET', '/api/jobs/:id', jobs.get, READERS],
    ['GET', '/api/jobs/:id/events', actions.follow, READERS],
    ['POST', '/api/jobs/:id/cancel', actions.cancel, WRITERS],
    ['POST', '/api/jobs/:id/retry', actions.retry, WRITERS],
    ['GET', '/api/jobs/:id/documents', documents.ofJob, READERS],
    ['GET', '/api/documents', documents.list, READERS],
    ['GET', '/api/documents/:id', documents.get, READERS],
    ['GET', '/api/documents/:id/revisions', documents.revisions, READERS],
    ['GET', '/api/documents/:id/export', exportOperation(store, profiles), READERS],
    ['GET', '/api/webhooks', webhooks.list, OPERATORS],
    ['POST', '/api/webhooks/:name/test', webhooks.test, OPERATORS],
    ['GET', '/api/webhooks/deliveries', deliveries.list, OPERATORS],
    ['POST', '/api/webhooks/deliveries/replay', deliveries.replay, OPERATORS],
  ]
  return createApp({
    ...deps,
    service: 'coordinator',
    title: 'Colophon jobs',
    version: VERSION,
    routes,
    schemas: schemasOf(profiles),
  })
}
