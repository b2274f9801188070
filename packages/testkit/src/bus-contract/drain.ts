import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ColophonError } from '@colophon/domain'
import { aTopic, eventually, openInbox } from './inbox.ts'
import type { OpenSubjectBus } from './subject.ts'

export function drainCases(open: OpenSubjectBus): void {
  test('a paused consumer gets nothing new and can answer what it has', async (t) => {
    const bus = await open(t)
    const topic = aTopic()
    const inbox = openInbox(bus, topic, { maxInFlight: 1, answer: () => undefined })
    await bus.publish(topic, ['a', 'b'])
    const [first] = await inbox.received(1)
    inbox.pause()
    first?.finish()
    await sleep(200)
    assert.equal(inbox.deliveries.length, 1)
    const other = openInbox(bus, topic)
    await other.received(1)
    assert.deepEqual([...inbox.bodies(), ...other.bodies()].sort(), ['a', 'b'])
  })

  test('closing a subscription waits for what is in flight and takes nothing new', async (t) => {
    const bus = await open(t)
    const topic = aTopic()
    const inbox = openInbox(bus, topic, { maxInFlight: 2, answer: () => undefined })
    // One by one: a bus of two servers divides messages and what may be in flight between them.
    for (const body of ['a', 'b', 'c', 'd']) await bus.publish(topic, [body])
    const deliveries = await inbox.received(2)
    let closed = false
    const closing = inbox[Symbol.asyncDispose]().then(() => {
      closed = true
    })
    await sleep(50)
    assert.equal(closed, false)
    deliveries[0]?.finish()
    deliveries[1]?.requeue(0)
    await closing
    assert.equal(inbox.deliveries.length, 2)
    await inbox[Symbol.asyncDispose]()
    const other = openInbox(bus, topic)
    await other.received(3)
    await sleep(50)
    const returned = deliveries[1]?.body ?? ''
    assert.deepEqual(other.bodies().sort(), [returned, 'c', 'd'].sort())
  })

  test('closing the bus closes its subscriptions, and may be done twice', async (t) => {
    const bus = await open(t)
    const topic = aTopic()
    const inbox = openInbox(bus, topic, {
      answer: (delivery) => {
        setTimeout(() => {
          delivery.finish()
        }, 100)
      },
    })
    await bus.publish(topic, ['a'])
    await inbox.received(1)
    await Promise.all([bus[Symbol.asyncDispose](), bus[Symbol.asyncDispose]()])
    await bus[Symbol.asyncDispose]()
  })

  test('a closed bus says so', async (t) => {
    const bus = await open(t)
    await bus[Symbol.asyncDispose]()
    const unavailable = (thrown: ColophonError) => thrown.code === 'bus.unavailable'
    await assert.rejects(bus.ping(), unavailable)
    await assert.rejects(bus.publish(aTopic(), ['a']), unavailable)
  })

  test('a consumer that comes later takes over where another has left', async (t) => {
    const bus = await open(t)
    const topic = aTopic()
    const first = openInbox(bus, topic, { maxInFlight: 1 })
    await bus.publish(topic, ['a'])
    await first.received(1)
    await first[Symbol.asyncDispose]()
    await bus.publish(topic, ['b', 'c'])
    const second = openInbox(bus, topic)
    await second.received(2)
    await eventually(() => second.deliveries.length === 2, 'both')
    assert.deepEqual(second.bodies(), ['b', 'c'])
  })
}
