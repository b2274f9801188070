import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anEvent, endpointTo, receiver, rig } from './rig.ts'

const DAY_MS = 86_400_000

test('what was delivered is removed after a month, what was given up never, and without an endpoint all of it', async (t) => {
  const target = await receiver(t)
  const endpoints = [endpointTo(target.url), endpointTo('http://127.0.0.1:9/', { name: 'gone' })]
  const { clock, store, deliver, deliverer, listed } = await rig(t, endpoints)
  const at = new Date(clock.now()).toISOString()
  for (const [id, endpoint] of [
    ['taken', 'catalogue'],
    ['lost', 'gone'],
  ] as const)
    await store.outbox.share(anEvent(id, { at }), [endpoint])
  await deliver()
  const [lost] = await listed('gone')
  assert.ok(lost?.state === 'pending')
  const attempts = lost.attempts + 1
  assert.ok(await store.outbox.settle({ ...lost, state: 'dead', attempts }))
  clock.advance(29 * DAY_MS)
  await deliver()
  assert.equal((await listed()).length, 2)
  clock.advance(DAY_MS + 1)
  // Each hour, by whoever makes a round, whether it knows of an endpoint or not.
  await deliver(deliverer({ owner: 'enrich', endpoints: [] }))
  assert.deepEqual(
    (await listed()).map(({ event_id, state }) => [event_id, state]),
    [['lost', 'dead']],
  )
})
