import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { extractDates } from '../../../../src/letters/rules/content/index.ts'

function datesOf(text: string, year?: number): string[] {
  return extractDates(text, { language: 'en', ...(year === undefined ? {} : { year }) }).map(
    ({ value }) => value.date,
  )
}

test('full dates in three languages', () => {
  assert.deepEqual(datesOf('Dear Sir\nYour letter of the 4th May 1811 came today.'), ['1811-05-04'])
  assert.deepEqual(datesOf('Lieber Freund!\nIhr Brief vom 12. März 1790 kam an.'), ['1790-03-12'])
  assert.deepEqual(datesOf('Monsieur,\nvotre lettre du 3 février 1805 est arrivée.'), [
    '1805-02-03',
  ])
})

test('a date without year takes the year of the letter as an inference, or stays open', () => {
  const text = 'My dear friend\nWe leave on the first of June for the sea.'
  assert.deepEqual(datesOf(text), ['XXXX-06-01'])
  const [date] = extractDates(text, { language: 'en', year: 1825 })
  assert.equal(date?.value.date, '1825-06-01')
  assert.equal(date.status, 'inferred')
})

test('a bare year needs a word before it', () => {
  assert.deepEqual(datesOf('Dear Sir\nIt was published in 1832 and 1500 copies were sold.'), [
    '1832',
  ])
})

test('never throws and the spans hold what is displayed', () => {
  const part = fc.constantFrom(
    'May',
    '3',
    '1801',
    'the',
    '4th',
    'of',
    'Juli',
    '12.',
    '🕯',
    '\r\n',
    '1/2',
    'in',
    '1799',
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 80 }), (parts) => {
      const text = parts.join(' ')
      for (const { evidence } of extractDates(text, { language: 'en', year: 1800 })) {
        assert.ok(evidence && evidence.start < evidence.end && evidence.end <= text.length)
      }
    }),
  )
})
