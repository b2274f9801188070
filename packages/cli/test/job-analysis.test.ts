import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { openStore } from '@colophon/adapters/store'
import {
  NO_TOKENS,
  periodsOf,
  picoUsd,
  type AgentOutcome,
  type CostRecord,
  type DocumentRecord,
  type QualityMetrics,
  type Store,
} from '@colophon/domain'
import { describeAnalysis } from '../src/commands/analyze.ts'
import { analyseJob } from '../src/job-analysis.ts'
import { documentRecord } from '@colophon/testkit'

const AT = new Date('2026-01-15T12:00:00.000Z')
const PROFILE = {
  name: 'letters',
  routing: { completeness: 0.95, confidence: 0.7, pageQuality: 0.5, auditSample: 0 },
}
const OK: AgentOutcome = { status: 'ok', ms: 10 }

const metrics = (score: number, missing: string[] = []): QualityMetrics => ({
  completeness_score: score,
  coverage_score: 0.5,
  missing_fields: missing,
  low_confidence_fields: [],
  checks: [
    { name: 'weekday', passed: score === 1, blocking: true, paths: ['a.date'], detail: 'why' },
  ],
  page_quality: null,
})

const cost = (id: string, given: Partial<CostRecord>): CostRecord => ({
  record_id: `cost_${id}`,
  tenant_id: 'default',
  enrichment_job_id: 'job_1',
  document_id: 'a',
  collection_id: 'default',
  agent: 'content-agent',
  tool: null,
  tier: 'fast',
  provider: 'anthropic',
  model: 'claude-sonnet-5-5',
  model_digest: null,
  call_id: id,
  request_id: null,
  tokens: { ...NO_TOKENS, input: 100, output: 20, cache_read: 5 },
  duration_ms: 3,
  price_id: 'p',
  amount_pico_usd: picoUsd('0.001'),
  priced: true,
  state: 'settled',
  ...periodsOf(AT),
  created_at: AT.toISOString(),
  ...given,
})

interface Given {
  documents: DocumentRecord[]
  costs?: CostRecord[]
}

/** A real store with a job, and documents that ended as the test wants them. */
async function storeWith(
  t: { after(end: () => Promise<void>): void },
  { documents, costs = [] }: Given,
): Promise<Store> {
  const store = await openStore('sqlite::memory:')
  t.after(async () => {
    await store[Symbol.asyncDispose]()
  })
  const job = {
    tenant_id: 'default',
    enrichment_job_id: 'job_1',
    ocr_job_id: null,
    collection_id: 'default',
    profile: 'letters',
    priority: 'normal' as const,
    cancelled: false,
    sealed: false,
    options: {},
    created_at: AT.toISOString(),
    updated_at: AT.toISOString(),
  }
  await store.jobs.create(job)
  await store.jobs.submit(
    job,
    documents.map(({ document_id, collection_id, source, source_hash }) => ({
      document_id,
      collection_id,
      source,
      source_hash,
    })),
  )
  await store.jobs.seal('default', 'job_1')
  for (const document of documents) await end(store, document, costs)
  return store
}

async function end(store: Store, document: DocumentRecord, costs: CostRecord[]): Promise<void> {
  const claim = await store.work.claim('default', document.document_id, 'worker', 60_000)
  assert.ok(claim)
  const own = costs.filter((row) => row.document_id === document.document_id)
  await store.work.endRun(claim.ref, `run_${document.document_id}`, own)
  const { agents, review_reasons, error } = document
  if (document.status === 'failed') {
    assert.ok(error)
    await store.work.fail(claim.ref, error, agents, null)
    return
  }
  await store.work.commit(claim.ref, {
    schema_version: '1.0.0',
    enriched_data: {},
    provenance: {},
    rivals: [],
    quality_metrics: document.quality_metrics ?? metrics(1),
    agents,
    review_status: review_reasons.length > 0 ? 'pending' : 'not_required',
    review_reasons,
    review: null,
    audit: [],
  })
}

const analyse = (store: Store) =>
  analyseJob(store, { tenantId: 'default', jobId: 'job_1', profiles: [PROFILE] })

const documents = (): DocumentRecord[] => [
  documentRecord({ document_id: 'a', quality_metrics: metrics(1), agents: { 'x-agent': OK } }),
  documentRecord({
    document_id: 'b',
    quality_metrics: metrics(0.9, ['a.date', 'a.name']),
    agents: { 'x-agent': { status: 'degraded', why: 'model.refused', ms: 30 } },
    review_reasons: ['completeness_below_threshold', 'low_confidence'],
  }),
  documentRecord({
    document_id: 'c',
    quality_metrics: metrics(0.95, ['a.date']),
    agents: {
      'x-agent': { status: 'ok', ms: 0, reused: true },
      'slow-agent': { status: 'ok', ms: 400 },
    },
    review_reasons: ['low_confidence'],
  }),
  documentRecord({
    document_id: 'd',
    status: 'failed',
    error: { code: 'model.timeout', message: 'late', at: AT.toISOString() },
  }),
]

suite('analysis of a job', () => {
  test('completeness is spread over its steps, with the documents that reach the threshold', async (t) => {
    const { completeness } = await analyse(await storeWith(t, { documents: documents() }))
    assert.equal(completeness.mean, 0.95)
    assert.equal(completeness.lowest, 0.9)
    assert.equal(completeness.at_threshold, 2)
    const steps = completeness.steps.filter((step) => step.documents > 0)
    assert.deepEqual(
      steps.map(({ from, documents: count }) => [from, count]),
      [
        [1, 1],
        [0.95, 1],
        [0.9, 1],
      ],
    )
  })

  test('missing fields, failed checks and review reasons come most frequent first', async (t) => {
    const analysis = await analyse(await storeWith(t, { documents: documents() }))
    assert.deepEqual(Object.entries(analysis.missing_fields), [
      ['a.date', 2],
      ['a.name', 1],
    ])
    assert.deepEqual(analysis.failed_checks, { weekday: 2 })
    assert.deepEqual(Object.entries(analysis.review_reasons), [
      ['low_confidence', 2],
      ['completeness_below_threshold', 1],
    ])
    assert.deepEqual(analysis.failures, { 'model.timeout': 1 })
  })

  test('agents are told by outcome, and answers from the store do not make them look fast', async (t) => {
    const { agents } = await analyse(await storeWith(t, { documents: documents() }))
    assert.deepEqual(
      agents.map(({ agent }) => agent),
      ['slow-agent', 'x-agent'],
    )
    const { ok, degraded, reused, why, mean_ms, p95_ms } = agents[1] ?? assert.fail()
    assert.deepEqual(
      { ok, degraded, reused, why, mean_ms, p95_ms },
      { ok: 2, degraded: 1, reused: 1, why: { 'model.refused': 1 }, mean_ms: 20, p95_ms: 30 },
    )
  })

  test('costs are exact, by model, with the most expensive first', async (t) => {
    const costs = [
      cost('1', { model: 'claude-haiku-5-5', amount_pico_usd: picoUsd('0.000000000001') }),
      cost('2', {}),
      cost('3', { document_id: 'b', state: 'unsettled', amount_pico_usd: picoUsd('0.25') }),
    ]
    const { cost: total } = await analyse(await storeWith(t, { documents: documents(), costs }))
    assert.equal(total.total_usd, '0.251000000001')
    assert.deepEqual(
      total.models.map(({ model, calls, unsettled, cost_usd }) => [
        model,
        calls,
        unsettled,
        cost_usd,
      ]),
      [
        ['claude-sonnet-5-5', 2, 1, '0.251'],
        ['claude-haiku-5-5', 1, 0, '0.000000000001'],
      ],
    )
  })

  test('the text names what is wrong and shortens long lists', async (t) => {
    const analysis = await analyse(await storeWith(t, { documents: documents() }))
    const text = describeAnalysis(analysis, 1)
    assert.match(text, /^job +job_1, completed_with_errors$/m)
    assert.match(text, /^ {2}a\.date +2 +50\.0 %$/m)
    assert.doesNotMatch(text, /a\.name/)
    assert.match(text, /and 1 more/)
    assert.match(text, /x-agent +2 +1 +0 +0 +1 +model\.refused 1/)
  })

  test('a job that is not there is an error, not an empty analysis', async (t) => {
    const store = await storeWith(t, { documents: documents() })
    await assert.rejects(
      analyseJob(store, { tenantId: 'other', jobId: 'job_1', profiles: [PROFILE] }),
      { code: 'job.not_found' },
    )
  })
})
