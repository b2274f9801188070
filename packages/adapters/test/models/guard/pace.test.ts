import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { createPace } from '../../../src/models/guard/pace.ts'

const MINUTE_MS = 60_000

/** When calls start that all want to as early as they may, after pauses of these lengths. */
function startsOf(perMinute: number, pausesMs: readonly number[]): number[] {
  const pace = createPace(perMinute)
  let now = 0
  return pausesMs.map((pauseMs) => {
    now += pauseMs
    now += pace.waitMs(now)
    pace.take(now)
    return now
  })
}

suite('the pace of calls', () => {
  test('no minute sees more starts than the limit, whenever calls come', () => {
    const pauses = fc.array(fc.oneof(fc.constant(0), fc.nat(5_000), fc.nat(90_000)), {
      maxLength: 200,
    })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 120 }), pauses, (perMinute, pausesMs) => {
        const starts = startsOf(perMinute, pausesMs)
        for (const [index, start] of starts.entries()) {
          const next = starts[index + perMinute]
          // Sums of fractions of milliseconds are exact to a millionth only.
          if (next !== undefined)
            assert.ok(next - start >= MINUTE_MS - 1e-6, `${perMinute}: ${start}, ${next}`)
        }
      }),
    )
  })

  test('who comes seldom never waits', () => {
    assert.deepEqual(startsOf(6, [0, 20_000, 20_000, 20_000]), [0, 20_000, 40_000, 60_000])
  })

  test('a full minute’s calls are let through within about a minute', () => {
    const starts = startsOf(
      60,
      Array.from({ length: 60 }, () => 0),
    )
    assert.ok((starts.at(-1) ?? Infinity) <= MINUTE_MS)
    assert.deepEqual(starts.slice(0, 6), [0, 0, 0, 0, 0, 0])
  })

  test('without a limit nobody waits', () => {
    const pace = createPace(undefined)
    for (let call = 0; call < 1_000; call += 1) {
      assert.equal(pace.waitMs(0), 0)
      pace.take(0)
    }
  })
})
