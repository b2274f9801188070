import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import {
  carryHumanValues,
  getPath,
  mergeFields,
  type Completion,
  type DocumentRecord,
  type FieldDecision,
  type MergeResult,
  type ReviewRecord,
  type Store,
} from '@colophon/domain'
import { RECORDS } from '@colophon/profiles/records'
import { createReviewApi } from '@colophon/review-api'
import { createLogger } from '@colophon/runtime'
import { createTokenSigner, createTokenVerifier, type Role } from '@colophon/runtime/auth'
import { createMetrics, type Metrics } from '@colophon/runtime/metrics'
import {
  aCompletion,
  aDocument,
  aJob,
  anAuditEvent,
  aProvenance,
  aReview,
  manualClock,
  serveApp,
  temporaryStore,
} from '@colophon/testkit'

const KEYS = { secret: 'kX9v2TqLr7mWz4BhYc8NfJ3pDs6GaVe1' }
const NAMES = { issuer: 'colophon', audience: 'colophon-api' }

export const SENDER = 'document.correspondence.sender.name'
export const SUMMARY = 'content.summary'
export const PEOPLE = 'analysis.people'

export type Json = Record<string, unknown>

export interface ApiAnswer {
  status: number
  etag: string | null
  retryAfter: string | null
  body: Json
}

export interface Actor {
  sub: string
  authorization: string
  ask: (method: string, path: string, body?: unknown, revision?: number) => Promise<ApiAnswer>
}

/** What a run of the pipeline leaves of the letter of these tests. */
export function aRun(overrides: Partial<Completion> = {}): Completion {
  const people = ['Mary', 'Ann Low', 'Boston'].map((name) => ({ name, role: 'mentioned' }))
  const entry = aProvenance()
  return aCompletion({
    enriched_data: {
      metadata: { id: 'x', collection_id: 'letters' },
      document: { correspondence: { sender: { name: 'Jonathan' } } },
      content: { full_text: 'Dear Mary', summary: 'All is well.' },
      analysis: { people },
    },
    provenance: {
      [SENDER]: aProvenance({ confidence: 0.4 }),
      [SUMMARY]: entry,
      [PEOPLE]: entry,
      ...Object.fromEntries(people.map((_, n) => [`${PEOPLE}.${n}`, entry])),
    },
    rivals: [{ path: SENDER, value: 'John', provenance: aProvenance({ source: 'haiku' }) }],
    ...overrides,
  })
}

export interface Rig {
  store: Store
  clock: ReturnType<typeof manualClock>
  url: string
  metrics: Metrics
  actor: (sub: string, roles?: Role[]) => Actor
  /** A letter that waits for a person. */
  letter: (overrides?: Partial<ReviewRecord>) => Promise<{ documentId: string; reviewId: string }>
  /** Enriches a letter again, as a worker does: from what people decided on, with what agents find. */
  runAgain: (documentId: string) => Promise<void>
}

export interface RigOptions {
  store?: Store
  clock?: ReturnType<typeof manualClock>
}

/** The review API over a real file, and people who use it. */
export async function startRig(t: TestContext, options: RigOptions = {}): Promise<Rig> {
  const clock = options.clock ?? manualClock()
  const store = options.store ?? (await temporaryStore(t, clock))
  const metrics = createMetrics({ service: 'test', version: '0' })
  const api = createReviewApi({
    profiles: RECORDS,
    store,
    clock,
    log: createLogger({ service: 'test', level: 'silent' }),
    metrics,
    checks: {},
    auth: { verifier: createTokenVerifier(KEYS, NAMES), requestsPerMinute: 1_000_000 },
  })
  const { url } = await serveApp(t, api)
  const job = aJob()
  await store.jobs.create(job)
  const run = async (documentId: string, completion: Completion) => {
    const claim = await store.work.claim('default', documentId, 'test', 60_000)
    assert.ok(claim)
    const revision = claim.document.revision + 1
    const event = { document_id: documentId, action: 'sent_to_review', revision }
    await store.work.commit(claim.ref, { ...completion, audit: [anAuditEvent(event)] })
  }
  const reviewed = (document_id: string, overrides: Partial<ReviewRecord> = {}) => {
    const { enrichment_job_id } = job
    const at = new Date(clock.now()).toISOString()
    const times = { created_at: at, updated_at: at, turn: clock.now() }
    return aReview({ document_id, enrichment_job_id, ...times, ...overrides })
  }
  return {
    ...{ store, clock, url, metrics },
    actor: (sub, roles = ['reviewer']) => actorOf({ url, clock }, sub, roles),
    async letter(overrides) {
      clock.advance(1_000)
      const document = aDocument()
      await store.jobs.submit(job, [document])
      const review = reviewed(document.document_id, overrides)
      const outcome = { review_status: 'pending', review_reasons: review.reasons, review } as const
      await run(document.document_id, { ...aRun(), ...outcome })
      return { documentId: document.document_id, reviewId: review.review_id }
    },
    async runAgain(documentId) {
      const statuses = ['completed', 'failed'] as const
      const document = await store.documents.get('default', documentId)
      await store.documents.requeue('default', { documentId, statuses })
      clock.advance(1_000)
      const review = reviewed(documentId)
      const outcome = { review_status: 'pending', review_reasons: review.reasons, review } as const
      await run(documentId, { ...aRun(), ...foundAgain(document), ...outcome })
    },
  }
}

/** As the pipeline begins a run, and lays into it what agents find. */
function foundAgain(document: DocumentRecord | null) {
  const { provenance, enriched_data: data } = aRun()
  const record: MergeResult = { data: {}, provenance: {}, rivals: [] }
  carryHumanValues(record, document?.enriched_data, document?.provenance ?? {})
  const found = [SENDER, SUMMARY, PEOPLE].map((path) => ({
    path,
    value: getPath(data, path),
    provenance: provenance[path] ?? aProvenance(),
  }))
  mergeFields(record, found, { text: '' })
  return { enriched_data: record.data, provenance: record.provenance, rivals: record.rivals }
}

function actorOf({ url, clock }: Pick<Rig, 'url' | 'clock'>, sub: string, roles: Role[]): Actor {
  const claims = { sub, aud: NAMES.audience, tenant: 'default', roles, ttlS: 600 }
  const authorization = `Bearer ${createTokenSigner(KEYS, NAMES).sign(claims)}`
  return {
    ...{ sub, authorization },
    async ask(method, path, body, revision) {
      clock.advance(1)
      const response = await fetch(url + path, {
        method,
        headers: {
          authorization,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(revision !== undefined && { 'if-match': `"${revision}"` }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      return {
        status: response.status,
        etag: response.headers.get('etag'),
        retryAfter: response.headers.get('retry-after'),
        body: (await response.json()) as Json,
      }
    },
  }
}

/** A task that a person has taken, with the steps that they take. */
export async function taken(actor: Actor, reviewId: string) {
  const path = `/api/review/${reviewId}`
  const { status, body } = await actor.ask('POST', `${path}/assign`, {})
  assert.equal(status, 200, JSON.stringify(body))
  const { lease_id } = body['lease'] as { lease_id: string }
  const view = await actor.ask('GET', path)
  const { revision } = view.body['document'] as { revision: number }
  return {
    ...{ path, lease_id, revision },
    fields: (decisions: FieldDecision[], at = revision) =>
      actor.ask('PATCH', `${path}/fields`, { lease_id, decisions }, at),
    approve: (at = revision) => actor.ask('POST', `${path}/approve`, { lease_id }, at),
    reject: (more: object = {}, at = revision) =>
      actor.ask('POST', `${path}/reject`, { lease_id, reason: 'blurred', ...more }, at),
  }
}

export const codeOf = ({ status, body }: ApiAnswer): [number, unknown] => [status, body['code']]
export const documentOf = ({ body }: ApiAnswer) =>
  body['document'] as {
    revision: number
    review_status: string
    enriched_data: Json
    provenance: Json
  }
export const taskOf = ({ body }: ApiAnswer) =>
  body['task'] as {
    status: string
    reasons: string[]
    lease_owner: string | null
    flagged_fields: { path: string }[]
  }
