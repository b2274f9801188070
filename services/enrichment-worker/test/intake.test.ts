import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PRIORITIES, type Delivery, type Priority } from '@colophon/domain'
import { Intake } from '../src/intake.ts'

const delivery = (topic: string): Delivery => ({
  topic,
  body: '',
  attempts: 1,
  touch: () => undefined,
  finish: () => undefined,
  requeue: () => undefined,
})

const fill = (intake: Intake, counts: Record<Priority, number>): void => {
  for (const priority of PRIORITIES) {
    for (let n = 0; n < counts[priority]; n++) intake.add(priority, delivery(priority))
  }
}

const takeAll = (intake: Intake): string[] => {
  const taken: string[] = []
  for (let next = intake.take(); next !== undefined; next = intake.take()) taken.push(next.topic)
  return taken
}

test('of any ten in a row six are high, three normal and one low while all have work', () => {
  const intake = new Intake()
  fill(intake, { high: 600, normal: 300, low: 100 })
  const taken = takeAll(intake)
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
      const intake = new Intake()
      fill(intake, counts)
      const taken = takeAll(intake)
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
