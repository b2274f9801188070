import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { aTopic, eventually, openInbox } from './inbox.ts'
import type { OpenSubjectBus } from './subject.ts'

const TIMEOUT_MS = 1000

export function redeliveryCases(open: OpenSubjectBus): void {
  test('a requeued message comes again after its delay, and counts its attempts', async (t) => {
    const bus = await open(t)
    const topic = aTopic()
    const at: number[] = []
    const inbox = openInbox(bus, topic, {
      answer: (delivery) => {
        at.push(performance.now())
        if (delivery.attempts < 3) delivery.requeue(delivery.attempts === 1 ? 300 : 0)
        else delivery.finish()
      },
    })
    await bus.publish(topic, ['again'])
    await inbox.received(3)
    await sleep(100)
    assert.deepEqual(
      inbox.deliveries.map((delivery) => delivery.attempts),
      [1, 2, 3],
    )
    assert.ok((at[1] ?? 0) - (at[0] ?? 0) >= 250)
  })

  test('a delayed message does not hold up the others', async (t) => {
    const bus = await open(t)
    const topic = aTopic()
    const inbox = openInbox(bus, topic, {
      maxInFlight: 1,
      answer: (delivery) => {
        if (delivery.attempts === 1 && delivery.body === 'slow') delivery.requeue(200)
        else delivery.finish()
      },
    })
    await bus.publish(topic, ['slow', 'a', 'b'])
    await inbox.received(4)
    assert.deepEqual(inbox.bodies(), ['slow', 'a', 'b', 'slow'])
  })

  test('a message nobody answers comes again after the message timeout', async (t) => {
    const bus = await open(t, { messageTimeoutMs: TIMEOUT_MS })
    const topic = aTopic()
    const inbox = openInbox(bus, topic, {
      maxInFlight: 1,
      answer: (delivery) => {
        if (delivery.attempts === 2) delivery.finish()
      },
    })
    const start = performance.now()
    await bus.publish(topic, ['forgotten'])
    await inbox.received(2)
    assert.ok(performance.now() - start >= TIMEOUT_MS * 0.9)
    // A late answer of the first delivery changes nothing any more.
    inbox.deliveries[0]?.requeue(0)
    inbox.deliveries[0]?.finish()
    await sleep(200)
    assert.equal(inbox.deliveries.length, 2)
  })

  test('what a dead consumer held goes to another after the message timeout', async (t) => {
    const bus = await open(t, { messageTimeoutMs: TIMEOUT_MS })
    const topic = aTopic()
    const dead = openInbox(bus, topic, { maxInFlight: 3, answer: () => undefined })
    await bus.publish(topic, ['a', 'b', 'c'])
    await eventually(() => dead.deliveries.length > 0, 'a delivery')
    dead.pause()
    const other = openInbox(bus, topic)
    const all = ['a', 'b', 'c']
    await eventually(() => all.every((body) => other.bodies().includes(body)), 'all three')
    assert.ok(other.deliveries.every(({ attempts }) => attempts <= 2))
  })

  test('a late answer does not answer for the next delivery of the message', async (t) => {
    const bus = await open(t, { messageTimeoutMs: TIMEOUT_MS })
    const topic = aTopic()
    const inbox = openInbox(bus, topic, {
      answer: (delivery) => {
        if (delivery.attempts === 2) inbox.deliveries[0]?.finish()
        if (delivery.attempts === 3) delivery.finish()
      },
    })
    await bus.publish(topic, ['slow'])
    await inbox.received(3)
    assert.deepEqual(
      inbox.deliveries.map(({ attempts }) => attempts),
      [1, 2, 3],
    )
  })

  test('what is published twice is delivered twice', async (t) => {
    const bus = await open(t)
    const topic = aTopic()
    const inbox = openInbox(bus, topic)
    await bus.publish(topic, ['same', 'same'])
    await bus.publish(topic, ['same'])
    await inbox.received(3)
    assert.ok(inbox.deliveries.every(({ body, attempts }) => body === 'same' && attempts === 1))
  })

  test('a touched message stays with its consumer', async (t) => {
    const bus = await open(t, { messageTimeoutMs: TIMEOUT_MS })
    const topic = aTopic()
    const inbox = openInbox(bus, topic, { answer: () => undefined })
    await bus.publish(topic, ['long work'])
    const [delivery] = await inbox.received(1)
    for (let n = 0; n < 5; n++) {
      await sleep(TIMEOUT_MS / 3)
      delivery?.touch()
    }
    assert.equal(inbox.deliveries.length, 1)
    delivery?.finish()
    await sleep(TIMEOUT_MS * 1.3)
    assert.equal(inbox.deliveries.length, 1)
  })

  test('a poison message can be sent back a few times and then ended', async (t) => {
    const bus = await open(t)
    const topic = aTopic()
    const ended: string[] = []
    const inbox = openInbox(bus, topic, {
      answer: (delivery) => {
        if (delivery.body === 'poison' && delivery.attempts < 5) {
          delivery.requeue(10)
          return
        }
        ended.push(delivery.body)
        delivery.finish()
      },
    })
    await bus.publish(topic, ['a', 'poison', 'b'])
    await inbox.received(7)
    await sleep(100)
    assert.deepEqual(ended.sort(), ['a', 'b', 'poison'])
    assert.equal(inbox.deliveries.length, 7)
  })

  test('only the first answer counts', async (t) => {
    const bus = await open(t)
    const topic = aTopic()
    const inbox = openInbox(bus, topic, {
      maxInFlight: 1,
      answer: (delivery) => {
        delivery.finish()
        delivery.requeue(0)
        delivery.finish()
        delivery.touch()
      },
    })
    await bus.publish(topic, ['a', 'b'])
    await inbox.received(2)
    await sleep(100)
    assert.deepEqual(inbox.bodies(), ['a', 'b'])
  })
}
