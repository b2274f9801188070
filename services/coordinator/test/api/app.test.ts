import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { openBus } from '@colophon/adapters/bus'
import { openStore } from '@colophon/adapters/store'
import { lettersProfile } from '@colophon/profiles/letters'
import { createLogger, newId, serveHttp } from '@colophon/runtime'
import { createMetrics } from '@colophon/runtime/metrics'
import { aCompletion, aDocument, aJob, manualClock, temporaryFolder } from '@colophon/testkit'
import { createJobApi } from '../../src/api/app.ts'
import type { DocumentSummary, DocumentView } from '../../src/api/documents.ts'
import type { JobView } from '../../src/api/jobs.ts'
import { createCoordinator } from '../../src/coordinator.ts'

interface JobPage {
  jobs: JobView[]
  next_cursor: string | null
}
interface DocumentPage {
  documents: DocumentSummary[]
  next_cursor: string | null
}

async function start(t: TestContext) {
  const clock = manualClock()
  const store = await openStore(`sqlite:${join(temporaryFolder(t), 'test.db')}`, { clock })
  const coordinator = createCoordinator({
    profiles: [lettersProfile],
    store,
    bus: await openBus('local:'),
    owner: 'test',
    isDead: () => false,
    newJobId: () => newId('job'),
    log: createLogger({ service: 'test', level: 'silent' }),
    metrics: createMetrics({ service: 'test', version: '0' }),
    now: () => clock.now(),
  })
  const api = createJobApi({
    profiles: [lettersProfile],
    store,
    coordinator,
    clock,
    log: createLogger({ service: 'test', level: 'silent' }),
    metrics: createMetrics({ service: 'test', version: '0' }),
    checks: { store: () => store.ping() },
  })
  const server = await serveHttp(api, { host: '127.0.0.1', port: 0 })
  const get = async (path: string) => {
    const response = await fetch(server.url + path)
    return { status: response.status, body: await response.json() }
  }
  const complete = async (id: string) => {
    const claim = await store.work.claim('default', id, 'test', 60_000)
    assert.ok(claim)
    await store.work.commit(claim.ref, aCompletion())
  }
  const submit = async (count: number, seal = true) => {
    const job = aJob()
    await store.jobs.create(job)
    const documents = Array.from({ length: count }, () => aDocument())
    await store.jobs.submit(job, documents)
    if (seal) await store.jobs.seal('default', job.enrichment_job_id)
    return { id: job.enrichment_job_id, documents: documents.map((each) => each.document_id) }
  }
  t.after(async () => {
    await server[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
  })
  return { store, clock, get, complete, submit }
}

test('a job shows a status derived from its documents', async (t) => {
  const { get, complete, submit } = await start(t)
  const { id, documents } = await submit(2)
  const seen = async () => (await get(`/api/jobs/${id}`)).body as JobView
  assert.equal((await seen()).status, 'queued')
  await complete(documents[0] ?? '')
  const halfway = await seen()
  assert.equal(halfway.status, 'processing')
  assert.deepEqual(
    [halfway.counts.total, halfway.counts.completed, halfway.progress.done],
    [2, 1, 1],
  )
  await complete(documents[1] ?? '')
  const finished = await seen()
  assert.equal(finished.status, 'completed')
  assert.equal(finished.counts.auto_approved, 2)
  assert.deepEqual(finished.progress, { done: 2, documents_per_hour: null, eta: null })
  assert.equal('tenant_id' in finished, false)
})

test('a running job shows its rate and when it will be done', async (t) => {
  const { get, complete, submit, clock } = await start(t)
  const { id, documents } = await submit(4)
  const progress = async () => ((await get(`/api/jobs/${id}`)).body as JobView).progress
  clock.advance(3_600_000)
  await complete(documents[0] ?? '')
  assert.equal((await progress()).documents_per_hour, 1)
  clock.advance(60_000)
  await complete(documents[1] ?? '')
  assert.deepEqual(await progress(), {
    done: 2,
    documents_per_hour: 60,
    eta: new Date(clock.now() + 120_000).toISOString(),
  })
})

test('jobs come newest first, in pages', async (t) => {
  const { get, store } = await start(t)
  const made = Array.from({ length: 5 }, (_, n) =>
    aJob({ created_at: new Date(Date.UTC(2026, 0, n + 1)).toISOString() }),
  )
  for (const job of made) await store.jobs.create(job)
  const ids: string[] = []
  let cursor = ''
  for (let pages = 0; pages < 3; pages += 1) {
    const { body } = await get(`/api/jobs?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
    const page = body as JobPage
    ids.push(...page.jobs.map((job) => job.enrichment_job_id))
    cursor = page.next_cursor ?? ''
  }
  assert.equal(cursor, '')
  assert.deepEqual(ids, made.map((job) => job.enrichment_job_id).reverse())
})

test('documents of a job come in their order, filtered by status, without their text', async (t) => {
  const { get, complete, submit } = await start(t)
  const { id, documents } = await submit(3)
  await submit(2)
  await complete(documents[1] ?? '')
  const all = (await get(`/api/jobs/${id}/documents`)).body as DocumentPage
  assert.deepEqual(
    all.documents.map((each) => each.document_id),
    documents,
  )
  assert.ok(!JSON.stringify(all).includes('Dear Mary'))
  const done = (await get(`/api/jobs/${id}/documents?status=completed`)).body as DocumentPage
  assert.deepEqual(
    done.documents.map((each) => [each.document_id, each.completeness_score]),
    [[documents[1], 1]],
  )
  const everywhere = (await get('/api/documents?limit=500')).body as DocumentPage
  assert.equal(everywhere.documents.length, 5)
  const queued = (await get(`/api/documents?job_id=${id}&status=queued&limit=1`))
    .body as DocumentPage
  assert.equal(queued.documents.length, 1)
  assert.ok(queued.next_cursor)
})

test('a document shows its record, whatever characters its id has', async (t) => {
  const { get, store, complete } = await start(t)
  const job = aJob()
  await store.jobs.create(job)
  for (const document_id of [
    'box 1/a?b#c%2F.txt',
    '../etc',
    'Brief Nr. 7 – Müller \u{1f4dc}',
    '100%',
  ]) {
    await store.jobs.submit(job, [aDocument({ document_id, text: `Dear Sir, ${document_id}` })])
    await complete(document_id)
    const { status, body } = await get(`/api/documents/${encodeURIComponent(document_id)}`)
    assert.equal(status, 200, document_id)
    const record = body as DocumentView
    assert.equal(record.document_id, document_id)
    assert.equal(record.source.text, `Dear Sir, ${document_id}`)
    assert.deepEqual(record.enriched_data, { content: { summary: 'All is well.' } })
    assert.equal(record.provenance['content.summary']?.agent, 'content-agent')
    assert.equal('lease' in record || 'tenant_id' in record, false)
  }
})

test('what is not there is a 404 with its own code; a bad request is a 400', async (t) => {
  const { get } = await start(t)
  for (const [path, status, code] of [
    ['/api/jobs/nothing', 404, 'job.not_found'],
    ['/api/jobs/nothing/documents', 404, 'job.not_found'],
    ['/api/documents/nothing', 404, 'document.not_found'],
    ['/api/documents?status=lost', 400, 'request.invalid'],
    ['/api/documents?limit=0', 400, 'request.invalid'],
    ['/api/jobs?cursor=nonsense', 400, 'request.invalid'],
    ['/api/documents?jobId=x', 400, 'request.invalid'],
  ] as const) {
    const answer = await get(path)
    assert.equal(answer.status, status, path)
    assert.equal((answer.body as { code: string }).code, code, path)
  }
})

test('a store that does not answer makes the API not ready', async (t) => {
  const { get, store } = await start(t)
  assert.equal((await get('/readyz')).status, 200)
  await store[Symbol.asyncDispose]()
  assert.equal((await get('/readyz')).status, 503)
  const { status } = await get('/api/jobs')
  assert.ok(status >= 500)
})
