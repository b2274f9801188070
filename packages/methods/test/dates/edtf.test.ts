import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expandYear } from '../../src/dates/century.ts'
import { isoWeekday, toEdtf, toIso } from '../../src/dates/edtf.ts'
import { republicanToIso } from '../../src/dates/republican.ts'
import { readWrittenDates } from '../../src/dates/written-date.ts'

function first(text: string) {
  const date = readWrittenDates(text)[0]
  assert.ok(date)
  return date
}

test('writes ISO dates as fine as the text is', () => {
  assert.equal(toIso(first('3 May 1820'), 1820), '1820-05-03')
  assert.equal(toIso(first('May 1820'), 1820), '1820-05')
  assert.equal(toIso(first('3 May'), null), null)
  assert.equal(toIso(first('29 Feb 1821'), 1821), '1821-02')
})

test('writes EDTF for hedged and partial dates', () => {
  assert.equal(toEdtf(first('[about June 22, 1835]'), 1835), '1835-06-22~')
  assert.equal(toEdtf(first('12 April 1819?'), 1819), '1819-04-12?')
  assert.equal(toEdtf(first('12 April'), null), 'XXXX-04-12')
  assert.equal(toEdtf(first('Wednesday'), null), null)
})

test('knows the weekday of a date', () => {
  assert.equal(isoWeekday('1799-06-04'), 2)
  assert.equal(isoWeekday('1799-06'), undefined)
})

test('converts the republican calendar inside its years', () => {
  assert.equal(republicanToIso(1, 1, 1), '1792-09-22')
  assert.equal(republicanToIso(8, 2, 18), '1799-11-09')
  assert.equal(republicanToIso(15, 1, 1), undefined)
})

test('finds the century of a short year', () => {
  const year = (text: string): number | null => expandYear(first(text), text)
  assert.equal(year('June 11th. 16. We were married in 1809.'), 1816)
  assert.equal(year('14. V. 97'), 1897)
  assert.equal(year('12. 7. 10'), 1910)
  assert.equal(year('21. 12. 912'), 1912)
  assert.equal(year('20. Mai 02. Ich telephonire morgen.'), 1902)
  assert.equal(year('24/5/78'), 1978)
  assert.equal(year('Augst 26th 47'), 1847)
})
