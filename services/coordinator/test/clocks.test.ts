import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ClockWatch } from '../src/clock-watch.ts'
import { LeaseWatch } from '../src/lease-watch.ts'

const LEASE_MS = 60_000
const lease = (token: string, until: number) => ({
  tenant_id: 'default',
  document_id: `document of ${token}`,
  token,
  until: new Date(until).toISOString(),
})

test('a lease has run out when it was seen unrenewed for its time, whatever times are written in it', () => {
  const step = fc.record({
    passed: fc.integer({ min: 0, max: 2 * LEASE_MS }),
    renewed: fc.boolean(),
    until: fc.integer({ min: 0, max: 4e12 }),
  })
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), (steps) => {
      let elapsed = 0
      const watch = new LeaseWatch(LEASE_MS, () => elapsed)
      let held = lease('a', 1)
      let seenSince: number | null = null
      for (const { passed, renewed, until } of steps) {
        elapsed += passed
        const next = lease('a', until)
        if (renewed && next.until !== held.until) {
          held = next
          seenSince = null
        }
        seenSince ??= elapsed
        const hasRunOut: boolean = elapsed - seenSince >= LEASE_MS
        assert.deepEqual(watch.runOut([held]), hasRunOut ? [held] : [])
      }
    }),
  )
})

test('a lease that was given up in between is watched from its beginning again', () => {
  let elapsed = 0
  const watch = new LeaseWatch(LEASE_MS, () => elapsed)
  watch.runOut([lease('a', 1), lease('b', 1)])
  elapsed += LEASE_MS
  assert.deepEqual(watch.runOut([lease('b', 1)]), [lease('b', 1)])
  assert.deepEqual(watch.runOut([lease('a', 1)]), [])
})

test('a clock that was set is told once, by how much, and one that is trimmed is not', () => {
  const time = { clock: 1e12, elapsed: 5 }
  const watch = new ClockWatch(
    () => time.clock,
    () => time.elapsed,
  )
  const pass = (clock: number, elapsed = clock): number => {
    time.clock += clock
    time.elapsed += elapsed
    return watch.jump()
  }
  assert.equal(pass(3_600_000), 0)
  assert.equal(pass(1_400, 1_000), 0)
  assert.equal(pass(-86_400_000, 0), -86_400_000 + 400)
  assert.equal(pass(10_000), 0)
  assert.equal(pass(7_000, 1_000), 6_000)
  assert.equal(pass(1), 0)
})
