import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readWrittenDates } from '../../src/dates/written-date.ts'

/** "1820-08-24 Thu" style summary of the first date read. */
function read(text: string): string | null {
  const date = readWrittenDates(text)[0]
  if (!date) return null
  const parts = [date.year ?? '?', date.month ?? '?', date.day ?? '?'].join('-')
  return date.weekday ? `${parts} w${date.weekday.number}` : parts
}

const forms: [string, string][] = [
  ['Norwich August 24th, 1820.', '1820-8-24'],
  ['den 3. Mai 1834', '1834-5-3'],
  ['d. 3ten May 1811', '1811-5-3'],
  ['April 4.th 1810', '1810-4-4'],
  ['le 4 mars 1823', '1823-3-4'],
  ['ce 15 Janvier 1761', '1761-1-15'],
  ['ce 31 d’Octobre 1760', '1760-10-31'],
  ['26. 1. 1924', '1924-1-26'],
  ['21. 12. 912', '912-12-21'],
  ['14. V. 97', '97-5-14'],
  ['5./VIII. 00', '0-8-5'],
  ['8/5 93', '93-5-8'],
  ['1915-04-02', '1915-4-2'],
  ['4 8bre 1790', '1790-10-4'],
  ['the 7th 7ber 1688', '1688-9-7'],
  ['Jany 3rd 1822', '1822-1-3'],
  ['Decr 26 [1821]', '1821-12-26'],
  ['Feb y 25 1818', '1818-2-25'],
  ['1818 Feb y 25', '1818-2-25'],
  ['July 18,1826.', '1826-7-18'],
  ['May 28th1822', '1822-5-28'],
  ['Monday morning July 25, 1834', '1834-7-25 w1'],
  ['Freitag 6/3', '?-3-6 w5'],
  ['Wednesday Evening', '?-?-? w3'],
  ['12 floréal an IX', '1801-5-2'],
  ['le 3 vendémiaire an 10', '1801-9-25'],
  ['the fourth of March, eighteen hundred and twelve', '1812-3-4'],
  ['le premier avril mil huit cent vingt', '1820-4-1'],
  ['August twenty five 1820', '1820-8-25'],
  ['13. Juli 09.', '9-7-13'],
  ['31 Aout/11 Septem. 1767', '1767-9-11'],
  ['May 8\n1817', '1817-5-8'],
  ['Mai 1906', '1906-5-?'],
]

for (const [text, expected] of forms) {
  test(`reads "${text.replace('\n', ' / ')}"`, () => {
    assert.equal(read(text), expected)
  })
}

test('sees through misread figures and letters', () => {
  assert.equal(read('0ct l0th l826'), '1826-10-10')
  assert.equal(read('Augnst 3d 18l4'), '1814-8-3')
})

test('takes no everyday words for months and no amounts for dates', () => {
  assert.deepEqual(readWrittenDates('you may 4 march on'), [])
  assert.deepEqual(readWrittenDates('paid 4..6..0 and £3.10.5'), [])
  assert.deepEqual(
    readWrittenDates('the 31 February 1820').map(({ day }) => day),
    [],
  )
})

test('does not take the hour for a short year', () => {
  assert.equal(read('May 3d 12 o clock'), '?-5-3')
})

test('notes the hedge of an editor', () => {
  assert.equal(readWrittenDates('[about June 22, 1835]')[0]?.hedge, 'approximate')
  assert.equal(readWrittenDates('12 April [1819]')[0]?.hedge, 'supplied')
  assert.equal(readWrittenDates('12 April 1819?')[0]?.hedge, 'uncertain')
})

test('leaves 4/5/78 open', () => {
  assert.equal(readWrittenDates('4/5/78')[0]?.ambiguous, true)
  assert.equal(readWrittenDates('24/5/78')[0]?.ambiguous, undefined)
})
