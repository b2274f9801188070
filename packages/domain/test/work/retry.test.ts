import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { backoffMs } from '../../src/work/retry.ts'

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

suite('backoff', () => {
  test('a wait is never negative, never above the cap, and below base × 4^(attempt − 1)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000 }), random, (attempt, draw) => {
        const wait = backoffMs(attempt, draw, { baseMs: 100, capMs: 5_000 })
        assert.ok(Number.isInteger(wait) && wait >= 0 && wait < 5_000)
        assert.ok(wait < 100 * 4 ** Math.max(0, attempt - 1))
      }),
    )
  })

  test('the whole range up to the ceiling is used, so that workers do not come back together', () => {
    assert.equal(backoffMs(3, 0, { baseMs: 1_000, capMs: 60_000 }), 0)
    assert.equal(backoffMs(3, 0.5, { baseMs: 1_000, capMs: 60_000 }), 8_000)
    assert.equal(backoffMs(3, 0.999_999, { baseMs: 1_000, capMs: 60_000 }), 15_999)
  })

  test('by default the first wait is at most two seconds, and none is over five minutes', () => {
    assert.ok(backoffMs(1, 0.999_999) < 2_000)
    assert.ok(backoffMs(50, 0.999_999) < 300_000)
  })
})
