import assert from 'node:assert/strict'
import { test } from 'node:test'
import { composeCostApi, COST_SETTINGS } from '@colophon/cost-api'
import { BudgetTerms, picoUsd } from '@colophon/domain'
import { createLogger } from '@colophon/runtime'
import { createTokenSigner, createTokenVerifier, type Role } from '@colophon/runtime/auth'
import type { OpenApiDocument } from '@colophon/runtime/http'
import { createMetrics } from '@colophon/runtime/metrics'
import { aCost, aDocument, aJob, aRun, anAnswer, serveApp, temporaryStore } from '@colophon/testkit'
import { z } from 'zod'

const KEYS = { secret: 'kX9v2TqLr7mWz4BhYc8NfJ3pDs6GaVe1' }
const NAMES = { issuer: 'colophon', audience: 'colophon-api' }
const MODEL = 'a-model-of-the-museum'
const AMOUNT = '0.0045'
/** Of the rows of the ledger; another tenant may have one of the same name. */
const COLLECTION = 'letters'

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
  const costs = [
    aCost({
      ...ids,
      model: MODEL,
      amount_pico_usd: picoUsd(AMOUNT),
      created_at: new Date().toISOString(),
    }),
  ]
  await store.work.putAnswer(claim.ref, anAnswer({ tenant_id, document_id }), costs, run.run_id)
  const estimated = aJob({ tenant_id })
  await store.jobs.create(estimated)
  const usd = { likely_usd: AMOUNT, low_usd: AMOUNT, high_usd: AMOUNT }
  const made_at = new Date().toISOString()
  await store.jobs.seal(tenant_id, estimated.enrichment_job_id, {
    estimate: { ...usd, documents: 1, bytes: 9, rule: 'history', made_at },
  })
  const counter = { key: `collection:${COLLECTION}`, limit_pico_usd: picoUsd(AMOUNT) }
  await store.budgets.put(tenant_id, {
    ...{ scope: 'collection', id: COLLECTION, revision: 0, actor: 'human:finn', most: 10 },
    terms: BudgetTerms.parse({ limit_usd: AMOUNT }),
    counter: { ...counter, filter: { collectionId: COLLECTION } },
  })
  await store.budgets.cross({
    ...{ tenant_id, ...counter, threshold: 100, scope: 'collection', id: COLLECTION },
    spent_pico_usd: picoUsd(AMOUNT),
    at: new Date().toISOString(),
  })

  const deps = {
    store,
    log: createLogger({ service: 'test', level: 'silent' }),
    metrics: createMetrics({ service: 'test', version: '0' }),
    stop: new AbortController().signal,
    auth: { verifier: createTokenVerifier(KEYS, NAMES) },
  }
  const api = composeCostApi(deps, z.object(COST_SETTINGS).parse({}))
  const { get } = await serveApp(t, api)
  const ask = (path: string, tenant: string, roles: Role[]) => {
    const claims = { sub: 'mary', aud: NAMES.audience, tenant, roles, ttlS: 600 }
    const token = createTokenSigner(KEYS, NAMES).sign(claims)
    return get(path, { authorization: `Bearer ${token}` })
  }
  const { paths } = (await get('/openapi.json')).body as unknown as OpenApiDocument
  const patterns = Object.entries(paths).flatMap(([path, methods]) =>
    path.startsWith('/api/cost/') && 'get' in (methods as object) ? path : [],
  )
  assert.ok(patterns.length >= 10)
  for (const pattern of patterns) {
    const ofBudget = pattern.includes('{scope}')
    const id = pattern.includes('job') ? enrichment_job_id : document_id
    const path = pattern.replace('{scope}/{id}', `collection/${COLLECTION}`).replace('{id}', id)
    const own = await ask(path, tenant_id, ['finance'])
    assert.equal(own.status, 200, path)
    const shows = own.text.includes(MODEL) || own.text.includes(AMOUNT)
    if (!pattern.endsWith('/config')) assert.ok(shows, path)
    assert.equal((await ask(path, tenant_id, ['submitter', 'reviewer'])).status, 403, path)
    assert.equal((await get(path)).status, 401, path)
    const { status, text } = await ask(path, 'archive', ['finance', 'operator'])
    // Of a budget that nobody has set one may ask, to set it.
    assert.equal(status, pattern.includes('{id}') && !ofBudget ? 404 : 200, path)
    for (const secret of [MODEL, AMOUNT, 'museum']) assert.ok(!text.includes(secret), path)
  }
})
