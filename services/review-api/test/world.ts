import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { imagesIn } from '@colophon/adapters/images'
import { RECORDS } from '@colophon/profiles/records'
import { createReviewApi, type ReviewApiDeps } from '@colophon/review-api'
import type { ImageStore, NewDocument, ReviewRecord, Store } from '@colophon/domain'
import { createLogger } from '@colophon/runtime'
import { createTokenSigner, createTokenVerifier, type Role } from '@colophon/runtime/auth'
import type { OpenApiDocument } from '@colophon/runtime/http'
import { createMetrics, type Metrics } from '@colophon/runtime/metrics'
import {
  aCompletion,
  aDocument,
  aJob,
  aPng,
  anAuditEvent,
  aProvenance,
  aReview,
  aSource,
  manualClock,
  serveApp,
  temporaryFolder,
  temporaryStore,
  type ManualClock,
} from '@colophon/testkit'

const KEYS = { secret: 'kX9v2TqLr7mWz4BhYc8NfJ3pDs6GaVe1' }
const NAMES = { issuer: 'colophon', audience: 'colophon-api' }

export type Json = Record<string, unknown>

export interface Call {
  method: string
  path: string
  body?: unknown
  headers?: Readonly<Record<string, string>>
  /** The answer does not end: nothing of it is read. */
  isStream?: boolean
}

export interface Caller {
  tenant?: string
  roles?: readonly Role[]
  sub?: string
}

export interface Answered {
  status: number
  headers: Headers
  text: string
  body: Json
}

/** A document that was sent to review. */
export interface Reviewed {
  id: string
  task: ReviewRecord
  /** Address of its task. */
  at: string
}

export interface World {
  readonly store: Store
  readonly clock: ManualClock
  readonly url: string
  readonly metrics: Metrics
  readonly openapi: OpenApiDocument
  /** Images of pages. */
  readonly images: ImageStore
  /** With a token of this caller: a reviewer and lead of the museum, called mary, unless it says otherwise. */
  ask: (call: Call, caller?: Caller | 'nobody') => Promise<Answered>
  token: (caller?: Caller) => string
  /** A document with this record, and its task. */
  review: (about?: About) => Promise<Reviewed>
}

export interface About {
  data?: Json
  provenance?: Parameters<typeof aCompletion>[0] extends infer C
    ? C extends { provenance?: infer P }
      ? P
      : never
    : never
  task?: Partial<ReviewRecord>
  document?: Partial<NewDocument> & { text?: string }
  /** Nobody was asked. */
  approved?: boolean
}

export const TEXT = 'Boston, 3 May 1864\n\nDear Mary,\n\nAll is well.\n\nYours, John'

const letter = (): Json => ({
  content: { full_text: TEXT, summary: 'All is well.', closing: 'Yours' },
  document: { correspondence: { sender: { name: 'John' }, recipient: { name: 'Mary' } } },
  analysis: { people: [{ name: 'John', role: 'sender' }] },
})

const quoted = (quote: string) => {
  const start = TEXT.indexOf(quote)
  return { quote, start, end: start + quote.length, match: 'exact' as const }
}

const provenanceOfLetter = () => ({
  'content.full_text': aProvenance({ source: 'input', agent: null, tool: null, confidence: 1 }),
  'content.summary': aProvenance({ agent: 'content-agent', confidence: 0.4 }),
  'content.closing': aProvenance({ evidence: quoted('Yours') }),
  'document.correspondence.sender.name': aProvenance({ evidence: quoted('John') }),
  'document.correspondence.recipient.name': aProvenance({ evidence: quoted('Mary') }),
  'analysis.people.0': aProvenance({ evidence: quoted('John') }),
})

export interface WorldOptions
  extends
    Pick<ReviewApiDeps, 'events' | 'stop' | 'random' | 'images'>,
    Partial<Pick<ReviewApiDeps, 'profiles'>> {
  /** Called whenever changes of a tenant are looked for. */
  onLook?: (tenant: string) => void
}

/** A review API with tokens over a store of its own. */
export async function aWorld(
  t: TestContext,
  { onLook, ...options }: WorldOptions = {},
): Promise<World> {
  const clock = manualClock()
  const store = await temporaryStore(t, clock)
  const images = options.images ?? imagesIn(temporaryFolder(t))
  const reports: Store['reports'] = {
    changed: (tenant, ...rest) => {
      onLook?.(tenant)
      return store.reports.changed(tenant, ...rest)
    },
    decided: (...asked) => store.reports.decided(...asked),
    decisions: (...asked) => store.reports.decisions(...asked),
    seeded: (...asked) => store.reports.seeded(...asked),
    holding: (...asked) => store.reports.holding(...asked),
  }
  const metrics = createMetrics({ service: 'test', version: '0' })
  const api = createReviewApi({
    profiles: RECORDS,
    store: { ...store, reports },
    clock,
    images,
    ...options,
    log: createLogger({ service: 'test', level: 'silent' }),
    metrics,
    checks: {},
    auth: { verifier: createTokenVerifier(KEYS, NAMES), requestsPerMinute: 1_000_000 },
  })
  const { url } = await serveApp(t, api)
  const token = ({
    tenant = 'museum',
    roles = ['reviewer', 'lead'],
    sub = 'mary',
  }: Caller = {}): string =>
    createTokenSigner(KEYS, NAMES).sign({ sub, aud: NAMES.audience, tenant, roles, ttlS: 600 })
  const ask: World['ask'] = async (call, caller = {}) => {
    const { method, path, body, headers = {}, isStream = false } = call
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(caller !== 'nobody' && { authorization: `Bearer ${token(caller)}` }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const isOpen = isStream && response.ok
    if (isOpen) await response.body?.cancel()
    const text = isOpen ? '' : await response.text()
    const isJson = /\bjson$/.test(response.headers.get('content-type')?.split(';')[0] ?? '')
    const parsed = (isJson && text !== '' ? JSON.parse(text) : {}) as Json
    return { status: response.status, headers: response.headers, text, body: parsed }
  }
  const { body } = await ask({ method: 'GET', path: '/openapi.json' }, 'nobody')
  return {
    ...{
      store,
      clock,
      url,
      metrics,
      ask,
      token,
      images,
      openapi: body as unknown as OpenApiDocument,
    },
    review: (about = {}) => reviewed(store, clock, about),
  }
}

async function reviewed(store: Store, clock: ManualClock, about: About): Promise<Reviewed> {
  clock.advance(1_000)
  const at = new Date(clock.now()).toISOString()
  const job = aJob({ tenant_id: 'museum' })
  const document = aDocument({ text: TEXT, ...about.document })
  const { document_id: id } = document
  await store.jobs.create(job)
  await store.jobs.submit(job, [document])
  const claim = await store.work.claim('museum', id, 'test', 60_000)
  assert.ok(claim)
  const task = aReview({
    tenant_id: 'museum',
    document_id: id,
    enrichment_job_id: job.enrichment_job_id,
    collection_id: document.collection_id,
    created_at: at,
    updated_at: at,
    turn: clock.now(),
    ...about.task,
  })
  const isAsked = about.approved !== true
  const event = { tenant_id: 'museum', document_id: id, at }
  await store.work.commit(
    claim.ref,
    aCompletion({
      enriched_data: about.data ?? letter(),
      provenance: about.provenance ?? provenanceOfLetter(),
      review_status: isAsked ? 'pending' : 'not_required',
      review_reasons: isAsked ? task.reasons : [],
      review: isAsked ? task : null,
      audit: [anAuditEvent({ ...event, action: isAsked ? 'sent_to_review' : 'auto_approved' })],
    }),
  )
  return { id, task, at: `/api/review/${task.review_id}` }
}

/** What a call came to, for a message. */
export const said = ({ status, text }: Answered): string => `${status} ${text.slice(0, 400)}`

export async function expectOk(answer: Promise<Answered>, status = 200): Promise<Json> {
  const got = await answer
  assert.equal(got.status, status, said(got))
  return got.body
}

/** Takes a task and corrects one value of its document; the token that undoes it. */
export async function corrected(
  { ask, store }: World,
  { at, id }: Reviewed,
  path: string,
  value: unknown,
): Promise<string> {
  const { lease } = (await expectOk(ask({ method: 'POST', path: `${at}/assign`, body: {} }))) as {
    lease: { lease_id: string }
  }
  const document = await store.documents.get('museum', id)
  const body = {
    lease_id: lease.lease_id,
    decisions: [{ action: 'correct', path, value, external: 'the envelope' }],
  }
  const headers = { 'if-match': `"${document?.revision ?? 0}"` }
  const answer = await expectOk(ask({ method: 'PATCH', path: `${at}/fields`, headers, body }))
  const release = { lease_id: lease.lease_id }
  await expectOk(ask({ method: 'POST', path: `${at}/release`, body: release }))
  return String(answer['undo'])
}

/** A document whose page has an image. */
export function pictured(
  { images, review }: World,
  { tenant = 'museum', bytes = aPng(60, 80) } = {},
): Promise<Reviewed> {
  const sha256 = images.put(tenant, bytes)
  const image = { sha256, type: 'image/png', width: 60, height: 80, file: 'a.png' } as const
  const pages = [{ number: 1, start: 0, end: TEXT.length, image }]
  return review({ document: { source: aSource({ text: TEXT, pages }) } })
}
