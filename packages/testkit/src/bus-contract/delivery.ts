import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Delivery } from '@colophon/domain'
import { aTopic, eventually, openInbox } from './inbox.ts'
import type { OpenSubjectBus } from './subject.ts'

const BODIES = Array.from({ length: 50 }, (_, n) => JSON.stringify({ n, text: 'é 😀\n' }))

export function deliveryCases(open: OpenSubjectBus): void {
  test('an open bus answers', async (t) => {
    const bus = await open(t)
    await bus.ping()
  })

  test('each channel of a topic gets each message once', async (t) => {
    const bus = await open(t)
    const topic = aTopic()
    const inboxes = ['one', 'two'].map((channel) => openInbox(bus, topic, { channel }))
    await sleep(50)
    await bus.publish(topic, BODIES)
    for (const inbox of inboxes) await inbox.received(BODIES.length)
    await sleep(50)
    for (const inbox of inboxes) {
      assert.deepEqual(inbox.bodies().sort(), [...BODIES].sort())
      assert.ok(inbox.deliveries.every((one) => one.topic === topic && one.attempts === 1))
    }
  })

  test('consumers of one channel share its messages', async (t) => {
    const bus = await open(t)
    const topic = aTopic()
    const inboxes = [openInbox(bus, topic), openInbox(bus, topic)]
    await bus.publish(topic, BODIES)
    const all = () => inboxes.flatMap((inbox) => inbox.bodies())
    await eventually(() => all().length >= BODIES.length, 'all messages')
    await sleep(50)
    assert.deepEqual(all().sort(), [...BODIES].sort())
  })

  test('topics are apart', async (t) => {
    const bus = await open(t)
    const [topic, other] = [aTopic(), aTopic()]
    const inbox = openInbox(bus, topic)
    await bus.publish(other, ['not ours'])
    await bus.publish(topic, ['ours'])
    await inbox.received(1)
    await sleep(50)
    assert.deepEqual(inbox.bodies(), ['ours'])
  })

  test('what was published before there is a channel waits for the first one', async (t) => {
    const bus = await open(t)
    const topic = aTopic()
    await bus.publish(topic, BODIES)
    const inbox = openInbox(bus, topic)
    await inbox.received(BODIES.length)
    assert.deepEqual(inbox.bodies().sort(), [...BODIES].sort())
  })

  test('no more are in flight than asked for', async (t) => {
    const bus = await open(t)
    const topic = aTopic()
    const open_: Delivery[] = []
    const inbox = openInbox(bus, topic, { maxInFlight: 3, answer: (one) => open_.push(one) })
    await bus.publish(topic, BODIES)
    for (let done = 0; done < BODIES.length; done += 1) {
      await eventually(() => open_.length > 0, 'the next delivery')
      if (done % 10 === 0) await sleep(20)
      assert.ok(open_.length <= 3)
      open_.shift()?.finish()
    }
    assert.equal(inbox.deliveries.length, BODIES.length)
  })

  test('a handler never runs within publish or within an answer', async (t) => {
    const bus = await open(t)
    const topic = aTopic()
    let busy = false
    const inbox = openInbox(bus, topic, {
      answer: (delivery) => {
        assert.equal(busy, false)
        busy = true
        if (delivery.attempts === 1) delivery.requeue(0)
        else delivery.finish()
        busy = false
      },
    })
    busy = true
    const published = bus.publish(topic, BODIES)
    busy = false
    await published
    await inbox.received(2 * BODIES.length)
  })

  test('publishing nothing is fine', async (t) => {
    const bus = await open(t)
    await bus.publish(aTopic(), [])
  })
}
