import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { suite, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { ColophonError } from '@colophon/domain'
import { createLogger, readConfig } from '@colophon/runtime'
import { LOG_SETTINGS } from '@colophon/runtime/settings'
import { NO_TRACER, openTracer } from '@colophon/runtime/tracing'
import { openCollector, type CollectedSpan, type Collector } from '@colophon/testkit'
import { z } from 'zod'

const Config = z.object(LOG_SETTINGS)
const process = { service: 'test', version: '1.2.3' }
const NAMED = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`

const openTo = ({ url }: Pick<Collector, 'url'>, env: Readonly<Record<string, string>> = {}) =>
  openTracer(readConfig(Config, { OTEL_EXPORTER_OTLP_ENDPOINT: url, ...env }), process)

const named = (spans: readonly CollectedSpan[], name: string): CollectedSpan => {
  const found = spans.find((span) => span.name === name)
  assert.ok(found, `no span ${name}`)
  return found
}

suite('tracing', () => {
  test('without a collector there is no tracer, and nothing of OpenTelemetry is loaded', async () => {
    assert.equal(await openTracer(readConfig(Config, {}), process), NO_TRACER)
    assert.equal(
      NO_TRACER.span('work', {}, ({ traceparent }) => traceparent),
      undefined,
    )
    const program = `
      import { registerHooks } from 'node:module'
      const loaded = []
      registerHooks({ resolve(name, context, next) { loaded.push(name); return next(name, context) } })
      const { openTracer } = await import('@colophon/runtime/tracing')
      await openTracer({ LOG_LEVEL: 'info' }, { service: 'test', version: '1' })
      const found = loaded.filter((name) => name.includes('opentelemetry')).length
      process.stdout.write(String([found, loaded.length > 3]))
    `
    const args = ['--input-type=module', '--eval', program]
    const { stdout, stderr } = spawnSync(globalThis.process.execPath, args, { encoding: 'utf8' })
    assert.equal(stdout.trim(), '0,true', stderr)
  })

  test('spans form a tree over what is awaited, with the trace that others name at its root', async () => {
    await using collector = await openCollector()
    const tracer = await openTo(collector, { OTEL_RESOURCE_ATTRIBUTES: 'team=a%20b' })
    await tracer.span('whole', { kind: 'server', parent: NAMED }, async (whole) => {
      whole.set({ 'colophon.document_id': 'doc-1', 'colophon.left_out': undefined })
      await Promise.all(
        ['one', 'two'].map((part) =>
          tracer.span(part, {}, async (span) => {
            await delay(5)
            assert.equal(tracer.current, span)
          }),
        ),
      )
      tracer.span('elsewhere', { parent: null }, (span) => {
        span.link(whole.traceparent ?? null)
      })
    })
    await tracer[Symbol.asyncDispose]()
    const spans = await collector.until((all) => all.length === 4)
    const whole = named(spans, 'whole')
    assert.deepEqual(
      [whole.traceId, whole.parentSpanId, whole.kind],
      ['a'.repeat(32), 'b'.repeat(16), 2],
    )
    assert.deepEqual(whole.attributes, { 'colophon.document_id': 'doc-1' })
    for (const part of ['one', 'two']) {
      assert.equal(named(spans, part).parentSpanId, whole.spanId)
      assert.equal(named(spans, part).traceId, whole.traceId)
    }
    const elsewhere = named(spans, 'elsewhere')
    assert.notEqual(elsewhere.traceId, whole.traceId)
    assert.deepEqual([elsewhere.parentSpanId, elsewhere.links], ['', [whole.traceId]])
    assert.match(collector.bodies.join(''), /"team".*"a b"/)
  })

  test('a span that failed says the code of its error, and none of its words', async () => {
    await using collector = await openCollector()
    const tracer = await openTo(collector)
    const secret = 'Dear Sir, I have the honour'
    const error = new ColophonError('store.unavailable', secret, { cause: new Error(secret) })
    assert.throws(() => tracer.span('now', {}, () => assert.fail(error)), error)
    const later = tracer.span('later', {}, () => Promise.reject(new TypeError(secret)))
    await assert.rejects(later, TypeError)
    await tracer[Symbol.asyncDispose]()
    const spans = await collector.until((all) => all.length === 2)
    assert.equal(named(spans, 'now').failed, 'store.unavailable')
    assert.equal(named(spans, 'later').failed, 'TypeError')
    assert.ok(!collector.bodies.join('').includes(secret))
  })

  test('every line of the log that is written within a span names it', async () => {
    await using collector = await openCollector()
    await using tracer = await openTo(collector)
    const lines: Record<string, unknown>[] = []
    const stream = { write: (line: string) => void lines.push(JSON.parse(line) as never) }
    const log = createLogger({ service: 'test', tracer, stream }).child({ job: 1 })
    let bound = (): void => undefined
    await tracer.span('work', { parent: NAMED }, async () => {
      await delay(1)
      log.info('within')
      bound = tracer.bind(() => {
        log.info('told by a timer of another')
      })
    })
    log.info('outside')
    bound()
    assert.deepEqual(
      lines.map(({ trace_id }) => trace_id),
      ['a'.repeat(32), undefined, 'a'.repeat(32)],
    )
    assert.match(String(lines[0]?.['span_id']), /^[0-9a-f]{16}$/)
  })

  test('a trace that was not chosen is sent nowhere, here and wherever it goes on', async () => {
    await using collector = await openCollector()
    const sampler = {
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0',
    }
    const tracer = await openTo(collector, sampler)
    const told = tracer.span('not chosen', {}, ({ traceparent = '' }) => traceparent)
    assert.match(told, /-00$/)
    tracer.span('goes on', { parent: told }, () => undefined)
    tracer.span('chosen elsewhere', { parent: NAMED }, () => undefined)
    await tracer[Symbol.asyncDispose]()
    assert.deepEqual(
      collector.spans.map(({ name }) => name),
      ['chosen elsewhere'],
    )
  })

  test('what is no traceparent begins a trace', async () => {
    await using collector = await openCollector()
    const tracer = await openTo(collector)
    const others = ['', 'x', NAMED.replace('00', 'ff'), NAMED.replace(/a/g, '0'), `${NAMED}-more`]
    for (const parent of others) tracer.span('work', { parent }, () => undefined)
    await tracer[Symbol.asyncDispose]()
    const spans = await collector.until((all) => all.length === others.length)
    assert.ok(spans.every(({ parentSpanId }) => parentSpanId === ''))
    assert.equal(new Set(spans.map(({ traceId }) => traceId)).size, others.length)
  })

  test('the collector gets the headers that it asks for', async () => {
    await using collector = await openCollector()
    const headers = { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20x1,x-team=desk' }
    const tracer = await openTo(collector, headers)
    tracer.span('work', {}, () => undefined)
    await tracer[Symbol.asyncDispose]()
    assert.equal(collector.headers['authorization'], 'Bearer x1')
    assert.equal(collector.headers['x-team'], 'desk')
  })

  for (const [how, status] of [
    ['refuses', 503],
    ['never answers', null],
  ] as const)
    test(`a collector that ${how} costs spans and nothing else, and holds up no end`, async () => {
      await using collector = await openCollector()
      collector.answer(status)
      const bounds = { OTEL_EXPORTER_OTLP_TIMEOUT: '300', OTEL_BSP_MAX_QUEUE_SIZE: '10' }
      const tracer = await openTo(collector, { ...bounds, LOG_LEVEL: 'silent' })
      const done = Array.from({ length: 1_000 }, (_, n) => tracer.span('work', {}, () => n))
      assert.equal(done.length, 1_000)
      const from = performance.now()
      await tracer[Symbol.asyncDispose]()
      await tracer[Symbol.asyncDispose]()
      // Far from the seconds that it tries where nobody says how long.
      assert.ok(performance.now() - from < 5_000)
      assert.equal(collector.spans.length, 0)
      assert.equal(
        tracer.span('later', {}, () => 'done'),
        'done',
      )
    })
})
