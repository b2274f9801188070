import assert from 'node:assert/strict'
import { test } from 'node:test'
import { composeCostApi } from '@colophon/cost-api'
import { BudgetConfig } from '@colophon/domain'
import { createLogger } from '@colophon/runtime'
import { createTokenSigner, createTokenVerifier, type Role } from '@colophon/runtime/auth'
import type { OpenApiDocument } from '@colophon/runtime/http'
import { createMetrics } from '@colophon/runtime/metrics'
import { aCost, aDocument, aJob, aRun, anAnswer, serveApp, temporaryStore } from '@colophon/testkit'

const KEYS = { secret: 'kX9v2TqLr7mWz4BhYc8NfJ3pDs6GaVe1' }
const NAMES = { issuer: 'colophon', audience: 'colophon-api' }
const MODEL = 'a-model-of-the-museum'

test('a token sees no cost of another tenant, and none that its role does not allow', async (t) => {
  const store = await temporaryStore(t)
  const tenant_id = 'museum'
  const job = aJob({ tenant_id })
  const { enrichment_job_id } = job
  const { document_id, ...document } = aDocument()
  await store.jobs.create(job)
  await store.jobs.submit(job, [{ document_id, ...document }])
  const claim = await store.work.claim(tenant_id, document_id, 'test', 60_000)
  assert.ok(claim)
  const ids = { tenant_id, document_id, enrichment_job_id }
  const run = aRun(ids)
  await store.work.beginRuns(claim.ref, [run])
  const costs = [aCost({ ...ids, model: MODEL, created_at: new Date().toISOString() })]
  await store.work.putAnswer(claim.ref, anAnswer({ tenant_id, document_id }), costs, run.run_id)

  const deps = {
    store,
    log: createLogger({ service: 'test', level: 'silent' }),
    metrics: createMetrics({ service: 'test', version: '0' }),
    stop: new AbortController().signal,
    auth: { verifier: createTokenVerifier(KEYS, NAMES) },
  }
  const api = composeCostApi(deps, BudgetConfig.parse({}))
  const { get } = await serveApp(t, api)
  const ask = (path: string, tenant: string, roles: Role[]) => {
    const claims = { sub: 'mary', aud: NAMES.audience, tenant, roles, ttlS: 600 }
    const token = createTokenSigner(KEYS, NAMES).sign(claims)
    return get(path, { authorization: `Bearer ${token}` })
  }
  const { paths } = (await get('/openapi.json')).body as unknown as OpenApiDocument
  assert.ok(Object.keys(paths).length >= 5)
  for (const pattern of Object.keys(paths)) {
    const path = pattern.replace('{id}', pattern.includes('job') ? enrichment_job_id : document_id)
    const own = await ask(path, tenant_id, ['finance'])
    assert.equal(own.status, 200, path)
    if (!pattern.endsWith('/config')) assert.ok(own.text.includes(MODEL), path)
    assert.equal((await ask(path, tenant_id, ['submitter', 'reviewer'])).status, 403, path)
    assert.equal((await get(path)).status, 401, path)
    const { status, text } = await ask(path, 'archive', ['finance', 'operator'])
    assert.equal(status, pattern.includes('{id}') ? 404 : 200, path)
    assert.ok(!text.includes(MODEL) && !text.includes('museum'), path)
  }
})
