import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import fc from 'fast-check'
import { openBus } from '@colophon/adapters/bus'
import { PRIORITIES, TOPICS, WORKER_CHANNEL, type Delivery, type Priority } from '@colophon/domain'
import { eventually, skipWithout, startNsqd } from '@colophon/testkit'
import { WeightedQueue } from '../src/weighted-queue.ts'

const delivery = (topic: string): Delivery => ({
  topic,
  body: '',
  attempts: 1,
  touch: () => undefined,
  finish: () => undefined,
  requeue: () => undefined,
})

const fill = (queue: WeightedQueue, counts: Record<Priority, number>): void => {
  for (const priority of PRIORITIES) {
    for (let n = 0; n < counts[priority]; n++) queue.add(priority, delivery(priority))
  }
}

const takeAll = (queue: WeightedQueue): string[] => {
  const taken: string[] = []
  for (let next = queue.take(); next !== undefined; next = queue.take()) taken.push(next.topic)
  return taken
}

test('of any ten in a row six are high, three normal and one low while all have work', () => {
  const queue = new WeightedQueue()
  fill(queue, { high: 600, normal: 300, low: 100 })
  const taken = takeAll(queue)
  for (let from = 0; from + 10 <= taken.length; from += 10) {
    const ten = taken.slice(from, from + 10)
    assert.deepEqual(
      PRIORITIES.map((priority) => ten.filter((each) => each === priority).length),
      [6, 3, 1],
    )
  }
})

test('nothing is lost or starved, whatever waits', () => {
  const amount = fc.integer({ min: 0, max: 60 })
  fc.assert(
    fc.property(fc.record({ high: amount, normal: amount, low: amount }), (counts) => {
      const queue = new WeightedQueue()
      fill(queue, counts)
      const taken = takeAll(queue)
      for (const priority of PRIORITIES) {
        assert.equal(taken.filter((each) => each === priority).length, counts[priority])
      }
      // Whoever waits is served within ten turns.
      for (const priority of PRIORITIES.filter((each) => counts[each] > 0)) {
        assert.ok(taken.indexOf(priority) < 10)
      }
    }),
  )
})

interface Counted extends Delivery {
  touched: number
  requeued: number
}

function counted(topic: string): Counted {
  const delivery: Counted = {
    ...{ topic, body: '', attempts: 1, touched: 0, requeued: 0 },
    touch: () => (delivery.touched += 1),
    finish: () => undefined,
    requeue: () => (delivery.requeued += 1),
  }
  return delivery
}

/** A queue whose timer is moved by the test; `performance.now` is the real one. */
function withTimers(t: TestContext): void {
  t.mock.timers.enable({ apis: ['setInterval'] })
}

test('what waits is touched, what was taken is not', (t) => {
  withTimers(t)
  const queue = new WeightedQueue({ renewMs: 100 })
  const [first, second] = [counted('high'), counted('low')]
  queue.add('high', first)
  queue.add('low', second)
  t.mock.timers.tick(200)
  assert.deepEqual([first.touched, second.touched], [2, 2])
  assert.equal(queue.take(), first)
  t.mock.timers.tick(200)
  assert.deepEqual([first.touched, second.touched], [2, 4])
  assert.deepEqual(queue.drain(), [second])
  t.mock.timers.tick(200)
  assert.deepEqual([first.touched, second.touched], [2, 4])
})

test('touching starts again with the next delivery after a rest', (t) => {
  withTimers(t)
  const queue = new WeightedQueue({ renewMs: 100 })
  queue.add('low', counted('low'))
  queue.take()
  t.mock.timers.tick(100)
  const later = counted('low')
  queue.add('low', later)
  t.mock.timers.tick(100)
  assert.equal(later.touched, 1)
})

test('what waits for too long is sent back once and not handed out any more', (t) => {
  withTimers(t)
  const queue = new WeightedQueue({ renewMs: 100, giveBackMs: -1 })
  const old = counted('normal')
  queue.add('normal', old)
  t.mock.timers.tick(300)
  assert.deepEqual([old.requeued, old.touched], [1, 0])
  assert.equal(queue.take(), undefined)
})

test('six, three and one of ten also from two nsqds', { skip: skipWithout('nsqd') }, async (t) => {
  const nsqds = await Promise.all([startNsqd(t), startNsqd(t)])
  const bus = await openBus(`nsq+nsqd://${nsqds.map(({ address }) => address).join(',')}`)
  t.after(() => bus[Symbol.asyncDispose]())
  for (const priority of PRIORITIES) {
    const bodies = Array.from({ length: 400 }, (_, n) => String(n))
    await bus.publish(TOPICS[priority], bodies)
  }
  const queue = new WeightedQueue()
  const started: string[] = []
  const inWork = new Set<Delivery>()
  const enough = 500
  const fillUp = (): void => {
    while (started.length < enough && inWork.size < 16) {
      const next = queue.take()
      if (next === undefined) return
      started.push(next.topic)
      inWork.add(next)
      setTimeout(() => {
        next.finish()
        inWork.delete(next)
        fillUp()
      }, 10)
    }
  }
  const subscriptions = PRIORITIES.map((priority) =>
    bus.subscribe({
      topic: TOPICS[priority],
      channel: WORKER_CHANNEL,
      // Half as much again as is in work: with no more, an urgent topic runs dry between two deliveries.
      maxInFlight: 24,
      handler: (delivery) => {
        queue.add(priority, delivery)
        fillUp()
      },
    }),
  )
  await eventually(() => started.length >= enough && inWork.size === 0, 'the work')
  for (const subscription of subscriptions) subscription.pause()
  for (const delivery of queue.drain()) delivery.requeue(0)
  const settled = started.slice(100)
  const shares = PRIORITIES.map(
    (priority) => settled.filter((topic) => topic === TOPICS[priority]).length / settled.length,
  )
  // A machine that stalls may skew some of it; served by turns, all three would have a third.
  for (const [index, wanted] of [0.6, 0.3, 0.1].entries()) {
    assert.ok(Math.abs((shares[index] ?? 0) - wanted) < 0.08, shares.join(' '))
  }
})
