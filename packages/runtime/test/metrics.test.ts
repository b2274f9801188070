import assert from 'node:assert/strict'
import { test } from 'node:test'
import { METRIC_PREFIX, METRICS, type MetricSpec } from '@colophon/runtime'
import { createMetrics } from '@colophon/runtime/metrics'

const specs: MetricSpec[] = Object.values(METRICS)
const build = () => createMetrics({ service: 'test', version: '0.0.0' })

test('no name twice, and names follow the conventions of their type', () => {
  const names = specs.map((spec) => spec.name)
  assert.equal(new Set(names).size, names.length)
  for (const { name, type, help } of specs) {
    assert.match(name, /^[a-z][a-z_]+$/)
    assert.equal(name.endsWith('_total'), type === 'counter', name)
    assert.ok(help.length > 10, name)
  }
})

test('a process never exports more than 2,000 series of ours', () => {
  const series = specs.map(
    ({ type, maxChildren, buckets = [] }) =>
      // A histogram child has its buckets, +Inf, sum and count. One more child takes the overflow.
      (maxChildren + (maxChildren > 1 ? 1 : 0)) * (type === 'histogram' ? buckets.length + 3 : 1),
  )
  const total = series.reduce((sum, each) => sum + each, 0)
  assert.ok(total <= 2000, String(total))
})

test('label values beyond the cap are counted under other', async () => {
  const metrics = build()
  for (let n = 0; n < 500; n += 1) metrics.llmCost.inc({ provider: 'p', model: `m${n}` }, 1)
  metrics.llmCost.inc({ provider: 'p', model: 'm0' }, 1)
  const lines = (await metrics.exposition())
    .split('\n')
    .filter((line) => line.startsWith('colophon_llm_cost_usd_total{'))
  assert.equal(lines.length, METRICS.llmCost.maxChildren + 1)
  assert.ok(lines.includes('colophon_llm_cost_usd_total{provider="p",model="m0"} 2'))
  const rest = 500 - METRICS.llmCost.maxChildren
  assert.ok(lines.includes(`colophon_llm_cost_usd_total{provider="other",model="other"} ${rest}`))
})

test('what was counted is there at every look, and goes on from there', async () => {
  const metrics = build()
  const counted = async () =>
    /^colophon_documents_total\{outcome="review"\} (\d+)$/m.exec(await metrics.exposition())?.[1]
  metrics.documents.inc({ outcome: 'review' })
  metrics.documents.inc({ outcome: 'review' }, 2)
  assert.equal(await counted(), '3')
  assert.equal(await counted(), '3')
  metrics.documents.inc({ outcome: 'review' })
  assert.equal(await counted(), '4')
})

test('every declared metric is exported under the prefix, in registries of their own', async () => {
  const first = build()
  first.documents.inc({ outcome: 'auto_approved' }, 3)
  const text = await build().exposition()
  for (const { name, type } of specs) {
    assert.ok(text.includes(`# TYPE ${METRIC_PREFIX}${name} ${type}\n`), name)
  }
  assert.ok(!text.includes('auto_approved'))
  assert.ok(
    (await first.exposition()).includes('colophon_documents_total{outcome="auto_approved"} 3'),
  )
})

test('build_info says what runs', async () => {
  assert.match(
    await build().exposition(),
    /colophon_build_info\{service="test",version="0\.0\.0",node="24/,
  )
})
