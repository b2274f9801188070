import type { RequestListener } from 'node:http'
import {
  DEFAULT_BUDGET,
  Me,
  type PicoUsd,
  type ProductLink,
  RECORD_SCHEMAS,
  SystemStatus,
  systemClock,
  VERSION,
  type Clock,
  type Profile,
  type Store,
} from '@colophon/domain'
import {
  createApp,
  servePages,
  sessionRoutes,
  type AppDeps,
  type Route,
} from '@colophon/runtime/http'
import type { Coordinator } from '../coordinator.ts'
import { OutputRecord } from '@colophon/formats/write'
import { DocumentPage, documentRoutes, DocumentSummary, DocumentView } from './documents.ts'
import { exportOperation } from './export.ts'
import { jobActions } from './job-actions.ts'
import { JobPage, jobRoutes, JobView, jobViewer } from './jobs.ts'
import { createRateMeter } from './rate.ts'
import { SUBMIT_LIMITS, submitOperation, type SubmitLimits } from './submit.ts'
import { createStatus, type StatusOptions } from '../status/index.ts'
import { statusOperation } from './status.ts'
import { SubmitAnswer } from './submit-answer.ts'
import { deliveryRoutes, DeliveryView, endpointRoutes } from './webhooks.ts'
import type { WebhookEndpoint } from '../webhooks/settings.ts'
import { submitForms, submittedDocument } from './submit-forms.ts'

export interface JobApiDeps extends AppDeps {
  store: Pick<Store, 'jobs' | 'documents' | 'desk' | 'outbox' | 'dispatch' | 'ledger' | 'budgets'>
  coordinator: Pick<Coordinator, 'openJob' | 'wake'>
  /** The kinds of records that are taken and handed out; the first where a request names none. */
  profiles: readonly Profile[]
  /** Where events are sent, of all tenants. @default nowhere */
  webhooks?: readonly WebhookEndpoint[]
  clock?: Clock
  limits?: Partial<SubmitLimits>
  /** The most that one document may cost, for estimates. @default as the settings have it */
  perDocument?: PicoUsd
  /** Streams of events end when it aborts. */
  stop?: AbortSignal
  /** How often a followed job is looked at, and how long a stream may be silent. */
  events?: { pollMs: number; heartbeatMs: number }
  /** What the status needs to know beside the store. @default a coordinator by itself, with the budget of nobody's choice */
  status?: Partial<
    Pick<StatusOptions, 'limits' | 'oneProcess' | 'docsUrl' | 'everyMs' | 'thresholds'>
  >
  /** The parts of Colophon that there are, for the menu of the pages. @default none */
  links?: () => readonly ProductLink[]
  /** Folder of the built page of the status, served at `/status`. @default none */
  statusPage?: string | undefined
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
  Me,
  OutputRecord,
  Submission: submitForms(profiles).submission,
  SubmissionAnswer: SubmitAnswer,
  WebhookDelivery: DeliveryView,
  SubmittedDocument: submittedDocument(profiles),
  SystemStatus,
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
  const { perDocument = DEFAULT_BUDGET.perDocument } = deps
  const status = statusOf({ store, clock, stop }, deps)
  const session = sessionRoutes(deps.auth, deps.links)
  const submission = { store, coordinator, limits, profiles, clock, perDocument }
  const routes: readonly Route[] = [
    ['POST', '/api/jobs', submitOperation(submission), WRITERS],
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
    ['GET', '/api/status', statusOperation(status), OPERATORS],
    ['GET', '/api/me', session.me],
    ['POST', '/api/session', session.begin, 'anybody'],
    ['DELETE', '/api/session', session.end, 'anybody'],
    ['GET', '/api/webhooks', webhooks.list, OPERATORS],
    ['POST', '/api/webhooks/:name/test', webhooks.test, OPERATORS],
    ['GET', '/api/webhooks/deliveries', deliveries.list, OPERATORS],
    ['POST', '/api/webhooks/deliveries/replay', deliveries.replay, OPERATORS],
  ]
  return createApp({
    ...deps,
    sessions: true,
    service: 'coordinator',
    title: 'Colophon jobs',
    version: VERSION,
    routes,
    schemas: schemasOf(profiles),
    ...(deps.statusPage === undefined ? {} : { extend: statusPage(deps.statusPage) }),
  })
}

const NO_PAGE = {
  title: 'The page of the status is not built',
  fix: 'Run <code>npm ci</code> in the folder of Colophon, then load this page again. <code>colophon top</code> shows the same in a terminal.',
}

const statusPage =
  (folder: string): ((app: Parameters<typeof servePages>[0]) => void) =>
  (app) => {
    servePages(app, { folder, paths: ['/status'], absent: NO_PAGE })
  }

const statusOf = (
  given: Pick<StatusOptions, 'store' | 'clock' | 'stop'>,
  { metrics, status, links = () => [] }: Pick<JobApiDeps, 'metrics' | 'status' | 'links'>,
) =>
  createStatus({ ...given, metrics, links, limits: DEFAULT_BUDGET, oneProcess: false, ...status })
