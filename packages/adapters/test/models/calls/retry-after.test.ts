import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { readRetryAfterMs } from '../../../src/models/calls/retry-after.ts'

const NOW = Date.parse('2026-11-20T10:00:00Z')
const HOUR_MS = 3_600_000

suite('retry-after', () => {
  const cases: readonly (readonly [Record<string, string>, number | undefined])[] = [
    [{}, undefined],
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after-ms': '250', 'retry-after': '7' }, 250],
    [{ 'retry-after': 'Fri, 20 Nov 2026 10:00:30 GMT' }, 30_000],
    // A date in the past, nonsense and less than nothing say nothing; weeks are cut to an hour.
    [{ 'retry-after': 'Fri, 20 Nov 2026 09:00:00 GMT' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '-5' }, undefined],
    [{ 'retry-after': '2147483' }, HOUR_MS],
    [{ 'retry-after-ms': '2147483647' }, HOUR_MS],
    [{ 'retry-after': 'Fri, 27 Nov 2026 10:00:00 GMT' }, HOUR_MS],
  ]
  for (const [headers, expected] of cases)
    test(`${JSON.stringify(headers)} is ${expected ?? 'nothing'}`, () => {
      assert.equal(readRetryAfterMs(new Headers(headers), NOW), expected)
    })
})
