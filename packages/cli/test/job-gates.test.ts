import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { judgeJob, type Gate, type Wanted } from '../src/job-gates.ts'
import type { JobAnalysis } from '../src/job-analysis.ts'

const COUNTS = { total: 20, queued: 0, processing: 0, completed: 19, failed: 1, cancelled: 0 }

const analysis = (change: {
  counts?: Partial<JobAnalysis['counts']>
  mean?: number | null
  each?: string | null
  unpriced?: number
}): JobAnalysis => ({
  job: 'job-1',
  status: 'completed',
  counts: { ...COUNTS, auto_approved: 12, to_review: 7, ...change.counts },
  completeness: {
    threshold: 0.9,
    mean: change.mean === undefined ? 0.9 : change.mean,
    lowest: 0.5,
    at_threshold: 10,
    steps: [],
  },
  missing_fields: {},
  low_confidence_fields: {},
  failed_checks: {},
  review_reasons: {},
  failures: {},
  agents: [],
  cost: {
    total_usd: '1.00',
    per_document_usd: change.each === undefined ? '0.05' : change.each,
    models: [
      {
        ...{ tier: 'fast', provider: 'anthropic', model: 'm', calls: 20, unsettled: 0 },
        ...{ input_tokens: 1, output_tokens: 1, cost_usd: '1.00', unpriced: change.unpriced ?? 0 },
      },
    ],
  },
})

const ALL: Wanted = { completeness: 0.9, autoApproval: 0.6, cost: '0.05', failures: 0.05 }

const failing = (gates: readonly Gate[]): string[] =>
  gates.filter(({ passed }) => !passed).map(({ gate }) => gate)

suite('gates of a job', () => {
  test('pass at exactly what was asked for', () => {
    const gates = judgeJob(analysis({}), ALL)
    assert.deepEqual(failing(gates), [])
    assert.deepEqual(
      gates.map(({ gate, found }) => [gate, found]),
      [
        ['ended', 1],
        ['completeness', 0.9],
        ['auto-approval', 0.6],
        ['cost', 0.05],
        ['failures', 0.05],
      ],
    )
  })

  test('fail just beyond it, each by itself', () => {
    const beyond: readonly [string, JobAnalysis][] = [
      ['ended', analysis({ counts: { processing: 1 } })],
      ['completeness', analysis({ mean: 0.8999 })],
      ['auto-approval', analysis({ counts: { auto_approved: 11 } })],
      ['cost', analysis({ each: '0.050000000001' })],
      ['failures', analysis({ counts: { failed: 2 } })],
    ]
    for (const [gate, one] of beyond) assert.deepEqual(failing(judgeJob(one, ALL)), [gate])
  })

  test('are those that were named, and the end of the job', () => {
    const gates = judgeJob(analysis({ mean: 0.1 }), { cost: '1' })
    assert.deepEqual(
      gates.map(({ gate, passed }) => [gate, passed]),
      [
        ['ended', true],
        ['cost', true],
      ],
    )
  })

  test('do not pass where there is nothing to measure, or not all of it has a price', () => {
    const nothing = analysis({ counts: { total: 0 }, mean: null, each: null })
    assert.deepEqual(failing(judgeJob(nothing, ALL)), [
      'ended',
      'completeness',
      'auto-approval',
      'cost',
      'failures',
    ])
    const unpriced = judgeJob(analysis({ unpriced: 3 }), { cost: '1' }).at(-1)
    assert.deepEqual([unpriced?.passed, unpriced?.why], [false, '3 calls without a price'])
  })
})
