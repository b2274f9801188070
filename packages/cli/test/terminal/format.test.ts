import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { formatCount, formatDuration, formatRate } from '../../src/terminal/format.ts'

const S = 1000
const M = 60 * S
const H = 60 * M

suite('formatting for the terminal', () => {
  test('durations', () => {
    const cases: [number, string][] = [
      [0, '0 ms'],
      [340.4, '340 ms'],
      [999.7, '1.0 s'],
      [4200, '4.2 s'],
      [9960, '10 s'],
      [59.6 * S, '1 min 00 s'],
      [3 * M + 5 * S, '3 min 05 s'],
      [H - 1, '1 h 00 min'],
      [2 * H + 14 * M, '2 h 14 min'],
      [24 * H - 1, '1 d 0 h'],
      [76 * H, '3 d 4 h'],
      [-1, '-'],
      [NaN, '-'],
      [Infinity, '-'],
    ]
    for (const [ms, expected] of cases) assert.equal(formatDuration(ms), expected)
  })

  test('counts', () => {
    assert.deepEqual([0, 999, 1000, 1234567].map(formatCount), ['0', '999', '1,000', '1,234,567'])
  })

  test('rates', () => {
    const rates = [0, NaN, 1234.4, 84.2, 2.54, 0.4, 1 / 600]
    assert.deepEqual(rates.map(formatRate), ['-', '-', '1,234/s', '84/s', '2.5/s', '24/min', '6/h'])
  })
})
