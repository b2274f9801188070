import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { JobCounts } from '@colophon/domain'
import { manualClock } from '@colophon/testkit'
import { createRateMeter } from '../../src/api/rate.ts'

const counts = (completed: number, queued: number): JobCounts => ({
  total: completed + queued,
  queued,
  processing: 0,
  completed,
  failed: 0,
  cancelled: 0,
  auto_approved: completed,
  to_review: 0,
})

function meterAt(createdAt: string) {
  const clock = manualClock(Date.parse(createdAt))
  const meter = createRateMeter(clock)
  return { clock, observe: (of: JobCounts) => meter.observe({ id: 'job_1', createdAt }, of) }
}
test('a clock that goes back takes the rate away for a moment only', () => {
  const { clock, observe } = meterAt(CREATED)
  clock.advance(60_000)
  observe(counts(10, 100))
  clock.advance(-86_400_000)
  assert.equal(observe(counts(20, 90)).documents_per_hour, null)
  clock.advance(60_000)
  assert.equal(observe(counts(30, 80)).documents_per_hour, 600)
})

const CREATED = '2026-01-01T00:00:00.000Z'

test('a job that rested overnight is measured by what it does now', () => {
  const { clock, observe } = meterAt(CREATED)
  clock.advance(12 * 3_600_000)
  assert.ok((observe(counts(120, 120)).documents_per_hour ?? 0) <= 10)
  clock.advance(60_000)
  const { documents_per_hour, eta } = observe(counts(130, 110))
  assert.equal(documents_per_hour, 600)
  assert.equal(eta, new Date(clock.now() + 11 * 60_000).toISOString())
})

test('documents sent round again start the measurement again', () => {
  const { clock, observe } = meterAt(CREATED)
  clock.advance(60_000)
  observe(counts(10, 0))
  clock.advance(60_000)
  observe(counts(0, 10))
  clock.advance(60_000)
  assert.equal(observe(counts(1, 9)).documents_per_hour, 60)
})

test('nothing done, or nothing left, has no estimate', () => {
  const { clock, observe } = meterAt(CREATED)
  assert.deepEqual(observe(counts(0, 5)), { done: 0, documents_per_hour: null, eta: null })
  clock.advance(60_000)
  assert.equal(observe(counts(5, 0)).eta, null)
})
