import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from '@colophon/runtime'
import { LOG_SETTINGS } from '@colophon/runtime/settings'
import { openTracer } from '@colophon/runtime/tracing'
import { openCollector } from '@colophon/testkit'
import { z } from 'zod'
import { anEvent, endpointTo, put, receiver, rig } from './rig.ts'

test('each attempt is a trace of its own, which the other side can go on with', async (t) => {
  await using collector = await openCollector()
  const [taken, refused] = [await receiver(t), await receiver(t)]
  refused.answer = (response) => response.writeHead(503).end()
  const endpoints = [endpointTo(taken.url), endpointTo(refused.url, { name: 'other' })]
  const { store, deliver, deliverer } = await rig(t, endpoints)
  const tracer = await openTracer(
    readConfig(z.object(LOG_SETTINGS), { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }),
    { service: 'coordinator', version: '0' },
  )
  await put(store, anEvent('one'))
  await put(store, anEvent('two'), 'other')
  await deliver(deliverer({ tracer }))
  await tracer[Symbol.asyncDispose]()
  const told = collector.spans.map(({ traceId, spanId, attributes, failed }) => ({
    endpoint: attributes['colophon.endpoint'],
    traceparent: `00-${traceId}-${spanId}-01`,
    failed,
  }))
  const arrived = (at: typeof taken): unknown => at.arrived[0]?.headers['traceparent']
  assert.deepEqual(
    told.toSorted((a, b) => String(a.endpoint).localeCompare(String(b.endpoint))),
    [
      { endpoint: 'default/catalogue', traceparent: arrived(taken), failed: null },
      { endpoint: 'default/other', traceparent: arrived(refused), failed: 'webhook.not_taken' },
    ],
  )
})
