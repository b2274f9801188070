import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RECORDS } from '@colophon/profiles/records'
import { createReviewApi } from '@colophon/review-api'
import { createLogger } from '@colophon/runtime'
import { createTokenSigner, createTokenVerifier, type Role } from '@colophon/runtime/auth'
import type { OpenApiDocument } from '@colophon/runtime/http'
import { createMetrics } from '@colophon/runtime/metrics'
import { aCompletion, aDocument, aJob, aReview, serveApp, temporaryStore } from '@colophon/testkit'

const KEYS = { secret: 'kX9v2TqLr7mWz4BhYc8NfJ3pDs6GaVe1' }
const NAMES = { issuer: 'colophon', audience: 'colophon-api' }

test('a token sees nothing of another tenant, and nothing that its role does not allow', async (t) => {
  const store = await temporaryStore(t)
  const job = aJob({ tenant_id: 'museum' })
  const document = aDocument()
  await store.jobs.create(job)
  await store.jobs.submit(job, [document])
  const claim = await store.work.claim('museum', document.document_id, 'test', 60_000)
  assert.ok(claim)
  const review = aReview({ tenant_id: 'museum', document_id: document.document_id })
  const outcome = { review_status: 'pending', review_reasons: review.reasons, review } as const
  await store.work.commit(claim.ref, aCompletion(outcome))

  const api = createReviewApi({
    profiles: RECORDS,
    store,
    log: createLogger({ service: 'test', level: 'silent' }),
    metrics: createMetrics({ service: 'test', version: '0' }),
    checks: {},
    auth: { verifier: createTokenVerifier(KEYS, NAMES) },
  })
  const { get } = await serveApp(t, api)
  const ask = (path: string, tenant: string, roles: Role[]) => {
    const claims = { sub: 'mary', aud: NAMES.audience, tenant, roles, ttlS: 600 }
    const token = createTokenSigner(KEYS, NAMES).sign(claims)
    return get(path, { authorization: `Bearer ${token}` })
  }
  const { paths } = (await get('/openapi.json')).body as unknown as OpenApiDocument
  assert.ok(Object.keys(paths).length >= 4)
  const read = Object.entries(paths).filter(([, operations]) => operations['get'] !== undefined)
  for (const [pattern, { get: operation }] of read) {
    const path = pattern.replace('{id}', review.review_id)
    assert.equal((await ask(path, 'museum', ['reviewer'])).status, 200, path)
    const others = await ask(path, 'museum', ['submitter', 'finance'])
    assert.equal(others.status, operation?.['x-roles'] === undefined ? 200 : 403, path)
    assert.equal((await get(path)).status, 401, path)
    const { status, text } = await ask(path, 'archive', ['reviewer', 'lead'])
    assert.equal(status, pattern.includes('{id}') ? 404 : 200, path)
    assert.ok(!text.includes(document.document_id) && !text.includes('museum'), path)
  }
  assert.match((await ask('/api/review/stats', 'archive', ['lead'])).text, /"total":0/)
})
