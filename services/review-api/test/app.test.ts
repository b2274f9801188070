import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { RECORDS } from '@colophon/profiles/records'
import { createReviewApi } from '@colophon/review-api'
import { createLogger } from '@colophon/runtime'
import { createMetrics } from '@colophon/runtime/metrics'
import {
  aCompletion,
  aDocument,
  aJob,
  anAuditEvent,
  aReview,
  manualClock,
  serveApp,
  temporaryStore,
} from '@colophon/testkit'

type Json = Record<string, unknown>

async function start(t: TestContext) {
  const clock = manualClock()
  const store = await temporaryStore(t, clock)
  const api = createReviewApi({
    profiles: RECORDS,
    store,
    log: createLogger({ service: 'test', level: 'silent' }),
    metrics: createMetrics({ service: 'test', version: '0' }),
    checks: { store: () => store.ping() },
  })
  const { get } = await serveApp(t, api)
  const job = aJob()
  await store.jobs.create(job)
  /** A document that went to review; answers the id of its task. */
  const reviewed = async (reasons: string[]): Promise<string> => {
    clock.advance(1000)
    const document = aDocument()
    const { document_id } = document
    await store.jobs.submit(job, [document])
    const claim = await store.work.claim('default', document_id, 'test', 60_000)
    assert.ok(claim)
    const at = new Date(clock.now()).toISOString()
    const review = aReview({
      document_id,
      enrichment_job_id: job.enrichment_job_id,
      reasons,
      created_at: at,
    })
    const audit = [
      anAuditEvent({ document_id, at }),
      anAuditEvent({ document_id, at, action: 'review.created', why: reasons.join(', ') }),
    ]
    const outcome = { review_status: 'pending', review_reasons: reasons, review, audit } as const
    await store.work.commit(claim.ref, aCompletion(outcome))
    return review.review_id
  }
  return { get, reviewed }
}

test('the queue shows pending tasks, the oldest first, in pages', async (t) => {
  const { get, reviewed } = await start(t)
  const ids = [
    await reviewed(['low_confidence']),
    await reviewed(['ungrounded']),
    await reviewed(['x']),
  ]
  const { body: first } = await get('/api/review/queue?order=oldest&limit=2')
  assert.equal(first['total'], 3)
  const { body: second } = await get(
    `/api/review/queue?order=oldest&limit=2&cursor=${String(first['next_cursor'])}`,
  )
  assert.equal(second['next_cursor'], null)
  const tasks = [...(first['tasks'] as Json[]), ...(second['tasks'] as Json[])]
  assert.deepEqual(
    tasks.map((task) => task['review_id']),
    ids,
  )
  assert.deepEqual(tasks[1]?.['reasons'], ['ungrounded'])
  assert.equal((await get('/api/review/queue?status=approved')).body['total'], 0)
  assert.equal((await get('/api/review/queue?status=all')).body['total'], 3)
})

test('a task comes with what a reviewer needs of its document', async (t) => {
  const { get, reviewed } = await start(t)
  const id = await reviewed(['low_confidence'])
  const { status, body } = await get(`/api/review/${id}`)
  assert.equal(status, 200)
  const task = body['task'] as Json
  const document = body['document'] as Json
  assert.equal(task['review_id'], id)
  assert.equal((task['flagged_fields'] as Json[])[0]?.['path'], 'content.summary')
  assert.equal(document['document_id'], task['document_id'])
  assert.match(String((document['source'] as Json)['text']), /Dear Mary/)
  for (const part of ['enriched_data', 'provenance', 'quality_metrics', 'rivals', 'agents']) {
    assert.equal(typeof document[part], 'object', part)
  }
  assert.ok(!JSON.stringify(body).includes('tenant_id'))
})

test('the history tells what was done to the document', async (t) => {
  const { get, reviewed } = await start(t)
  const id = await reviewed(['low_confidence'])
  const { body } = await get(`/api/review/${id}/history`)
  const actions = (body['history'] as Json[]).map((event) => event['action'])
  assert.deepEqual(actions.slice(-2), ['document.completed', 'review.created'])
  assert.equal(body['next_cursor'], null)
})

test('unknown tasks and bad requests are problems with a code', async (t) => {
  const { get } = await start(t)
  for (const [path, status, code] of [
    ['/api/review/nothing', 404, 'review.not_found'],
    ['/api/review/nothing/history', 404, 'review.not_found'],
    ['/api/review/queue?status=done', 400, 'request.invalid'],
    ['/api/review/queue?skip=10', 400, 'request.invalid'],
  ] as const) {
    const answer = await get(path)
    assert.deepEqual([answer.status, answer.body['code']], [status, code], path)
  }
})

test('the root page names the API and its entry points', async (t) => {
  const { get } = await start(t)
  const { body } = await get('/')
  assert.equal(body['service'], 'review-api')
  assert.equal((body['links'] as Json)['review_queue'], '/api/review/queue')
})
