import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bandInWords, bandsOf, dollars, errorInWords } from '../src/behaviour/money.ts'
import { queryOf, readFilter } from '../src/behaviour/places.ts'

test('amounts are rounded to be read, and small ones keep the digits that say something', () => {
  for (const [exact, shown] of [
    ['0.00', '$0.00'],
    ['1234.565', '$1,234.57'],
    ['999.999', '$1,000.00'],
    ['0.004500000001', '$0.0045'],
    ['0.000000000001', '$0.000000000001'],
    ['0.015', '$0.02'],
    ['-2.5', '−$2.50'],
  ] as const)
    assert.equal(dollars(exact), shown)
})

test('each document is in one band, whatever it cost', () => {
  const costs = ['0.00', '0.000000000001', '0.001', '0.4999', '0.50', '12.00']
  const bands = bandsOf(costs)
  assert.equal(
    bands.reduce((sum, { documents }) => sum + documents, 0),
    costs.length,
  )
  assert.deepEqual(bands.filter(({ documents }) => documents > 0).map(bandInWords), [
    'nothing',
    'below $0.001',
    '$0.001 to $0.005',
    '$0.25 to $0.5',
    '$0.5 and more',
  ])
})

test('what an estimate was off by is told with its sign', () => {
  assert.deepEqual([0.104, -0.5, 0.001, null].map(errorInWords), ['+10 %', '−50 %', '0 %', '–'])
})

test('a filter comes back from its address as it was', () => {
  const filter = { from: '2026-01-01', document_id: 'box 1/a&b.txt', agent: 'x' }
  assert.deepEqual(readFilter(queryOf(filter)), filter)
})
