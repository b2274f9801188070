import assert from 'node:assert/strict'
import { test } from 'node:test'
import { busEvents, createLogger } from '@colophon/runtime'
import { createMetrics } from '@colophon/runtime/metrics'

test('what the bus meets is counted and logged, late answers for whoever asks for details only', async () => {
  const lines: string[] = []
  const stream = { write: (line: string) => void lines.push(line) }
  const metrics = createMetrics({ service: 'test', version: '0.0.0' })
  const events = busEvents(metrics, createLogger({ service: 'test', level: 'info', stream }))
  const lost = { kind: 'disconnected', address: '127.0.0.1:4150', reason: 'gone' }
  events.onEvent(lost)
  for (let n = 0; n < 3; n += 1) events.onEvent({ ...lost, kind: 'answer_late' })
  const logged = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  assert.deepEqual(
    logged.map(({ msg, kind, address }) => [msg, kind, address]),
    [['bus event', 'disconnected', '127.0.0.1:4150']],
  )
  const shown = await metrics.exposition()
  assert.match(shown, /colophon_bus_events_total\{[^}]*kind="answer_late"[^}]*\} 3/)
  assert.match(shown, /colophon_bus_events_total\{[^}]*kind="disconnected"[^}]*\} 1/)
})
