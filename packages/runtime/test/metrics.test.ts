import assert from 'node:assert/strict'
import { test } from 'node:test'
import { METRIC_PREFIX, METRICS, type MetricSpec } from '@colophon/runtime'
import { createMetrics, MAX_SERIES } from '@colophon/runtime/metrics'

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

test('a process never exports more than 2,000 series of ours, whatever its labels hold', async () => {
  const metrics = build()
  for (const [key, { type, labels }] of Object.entries(METRICS)) {
    const handle = metrics[key as 'documents'] as unknown as Record<
      'inc' | 'set' | 'observe',
      (labels: Record<string, string>, value: number) => void
    >
    const verb = { counter: 'inc', gauge: 'set', histogram: 'observe' } as const
    for (let n = 0; n < 200; n += 1) {
      handle[verb[type]](Object.fromEntries(labels.map((label) => [label, `v${n}`])), 1)
    }
  }
  const lines = (await metrics.exposition()).split('\n').filter((line) => /^colophon_/.test(line))
  assert.ok(lines.length <= MAX_SERIES, String(lines.length))
  assert.ok(lines.length > MAX_SERIES * 0.9, 'the room is used')
  const named = new Set(
    lines.map((line) => /^colophon_([a-z_]+?)(?:_bucket|_sum|_count)?[{ ]/.exec(line)?.[1]),
  )
  for (const { name } of specs) assert.ok(named.has(name), name)
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

test('a gauge is shown when it is set, and no more when it is cleared; its place is free again', async () => {
  const metrics = build()
  const shown = async () =>
    (await metrics.exposition())
      .split('\n')
      .filter((line) => /^colophon_(?:store_up|review_items)\b/.test(line))
  assert.deepEqual(await shown(), [])
  metrics.storeUp.set({}, 0)
  const most = METRICS.reviewItems.maxChildren
  for (let n = 0; n < most + 5; n += 1) metrics.reviewItems.set({ state: `s${n}` }, n)
  // Those beyond the cap have no value that could be shown under one name.
  assert.equal((await shown()).length, 1 + most)
  assert.ok((await shown()).includes('colophon_store_up 0'))
  metrics.storeUp.clear({})
  metrics.storeUp.clear({})
  metrics.reviewItems.clear({ state: 's0' })
  metrics.reviewItems.clear({ state: 'never seen' })
  metrics.reviewItems.add({ state: 'new' }, 2)
  metrics.reviewItems.add({ state: 'new' }, -1)
  const after = await shown()
  assert.equal(after.length, most)
  assert.ok(after.includes('colophon_review_items{state="new"} 1'))
})

test('what another program counts is shown as it says, also when it begins again', async () => {
  const metrics = build()
  const labels = { node: 'n:1', topic: 't', channel: 'c' }
  const shown = async () =>
    /^colophon_nsq_channel_messages_total\{.*\} (\d+)$/m.exec(await metrics.exposition())?.[1]
  for (const total of [40, 70, 3, 3]) {
    metrics.nsqMessages.mirror(labels, total)
    assert.equal(await shown(), String(total))
  }
  assert.equal(await shown(), '3')
  metrics.nsqMessages.clear(labels)
  assert.equal(await shown(), undefined)
})

test('every declared metric is exported under the prefix, in registries of their own', async () => {
  const first = build()
  first.documents.inc({ outcome: 'auto_approved' }, 3)
  const text = await build().exposition()
  for (const { name, type } of specs) {
    assert.ok(text.includes(`# TYPE ${METRIC_PREFIX}${name} ${type}\n`), name)
  }
  assert.ok(!text.includes('"auto_approved"'))
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
