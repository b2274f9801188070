import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { ColophonError } from '@colophon/domain'
import { busContract } from '@colophon/testkit'
import { openBus } from '../../src/bus/open.ts'

suite('bus contract: local', () => {
  busContract((_, { messageTimeoutMs }) =>
    openBus(`local:?message_timeout_ms=${String(messageTimeoutMs)}`),
  )
})

test('the messages of a local bus die with its process', async () => {
  await using bus = await openBus('local:')
  assert.equal(bus.retention, 'process')
})

test('an unknown scheme names those that are known', async () => {
  await assert.rejects(openBus('amqp://user:secret@host'), (thrown: ColophonError) => {
    assert.equal(thrown.code, 'config.unknown_scheme')
    assert.match(thrown.message, /local:/)
    assert.doesNotMatch(thrown.message, /secret/)
    return true
  })
})

for (const value of ['0', '-1', 'soon', '1.5', '']) {
  test(`a message timeout of "${value}" is refused`, async () => {
    await assert.rejects(
      openBus(`local:?message_timeout_ms=${value}`),
      (thrown: ColophonError) => thrown.code === 'config.invalid',
    )
  })
}

test('messages of one consumer come in the order they were published', async () => {
  await using bus = await openBus('local:')
  const bodies = Array.from({ length: 25_000 }, (_, n) => String(n))
  const received: string[] = []
  await using _subscription = bus.subscribe({
    topic: 'order',
    channel: 'channel',
    maxInFlight: 16,
    handler: (delivery) => {
      received.push(delivery.body)
      setImmediate(() => {
        delivery.finish()
      })
    },
  })
  await bus.publish('order', bodies.slice(0, 15_000))
  await bus.publish('order', bodies.slice(15_000))
  while (received.length < bodies.length) await new Promise((resolve) => setImmediate(resolve))
  assert.deepEqual(received, bodies)
})
