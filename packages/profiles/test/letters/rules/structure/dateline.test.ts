import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  readStructure,
  type StructureHints,
} from '../../../../src/letters/rules/structure/index.ts'

const body =
  '\n\nYour letter of the 4th March came this morning and was read with pleasure by us all.\n\n'

function dated(text: string, hints: StructureHints = {}) {
  const { date, placeSent } = readStructure(text, hints)
  return {
    date: date.creationDate?.value ?? null,
    display: date.display?.value ?? null,
    place: placeSent?.value ?? null,
  }
}

const heads: [string, string | null, string, string | null][] = [
  ['Norwich August 24th, 1820.\nDear Sir', '1820-08-24', 'August 24th, 1820', 'Norwich'],
  [
    'Wien, XVI. Ottogasse. 114. 13. Juli 09.\nSehr geehrter Herr!',
    '1909-07-13',
    '13. Juli 09',
    'Wien',
  ],
  ['à Tours ce 31 d’Octobre 1760.\nMonsieur,', '1760-10-31', 'ce 31 d’Octobre 1760', 'Tours'],
  ['July 1st 1821. Ashford Cross\nDear Sir', '1821-07-01', 'July 1st 1821', 'Ashford Cross'],
  [
    "Alton's Town\nIreland\nApril 10th, 1830\nDear Sir",
    '1830-04-10',
    'April 10th, 1830',
    "Alton's Town",
  ],
  ['Hull\nMay 8\n1817\nMy dear Brother', '1817-05-08', 'May 8 1817', 'Hull'],
  ['Wednesday Evening.\nMy dear Kate', null, 'Wednesday Evening', null],
  ['York [about June 22, 1835]\nDear Sir', '1835-06-22', '[about June 22, 1835]', null],
]

for (const [head, date, display, place] of heads) {
  test(`reads the dateline of "${head.replaceAll('\n', ' / ')}"`, () => {
    const found = dated(`${head}${body}Yours truly\nA. Pell`)
    assert.equal(found.date, date)
    assert.equal(found.display, display)
    if (place !== null) assert.equal(found.place, place)
  })
}

test('reads a dateline at the foot', () => {
  assert.deepEqual(dated(`Lieber Karl,${body}Dein\nPaul\n\nWien 9. 3. 99.`, { language: 'de' }), {
    date: '1899-03-09',
    display: '9. 3. 99',
    place: 'Wien',
  })
})

test('does not date a letter by a date in its text', () => {
  assert.equal(
    dated(`Dear Sir\n\nYours of the 4th March 1801 came this morning.\n\nYours truly\nA. Pell`)
      .date,
    null,
  )
})

test('borrows the year of a frank and says so', () => {
  const { date } = readStructure(
    `December 10th.\n\nMy dear friend${body}Ever yours\nA. Pell\n\nReading December 12 1819\nSir W. Elton Bart`,
  )
  assert.equal(date.creationDate?.value, '1819-12-10')
  assert.equal(date.creationDate.status, 'inferred')
  assert.equal(date.precision, 'inferred')
})

test('gives EDTF and weekday', () => {
  const { date } = readStructure(`Tuesday 4th June 1799\n\nDear Sir${body}Yours truly\nA. Pell`)
  assert.equal(date.edtf, '1799-06-04')
  assert.equal(date.weekday?.value, 'Tuesday')
  assert.equal(date.precision, 'exact')
})

test('settles day and month by the language', () => {
  assert.equal(
    dated(`4/5/78\n\nLieber Karl,${body}Dein Paul`, { language: 'de' }).date,
    '1978-05-04',
  )
  assert.equal(dated(`4/5/78\n\nDear Karl,${body}Love, Paul`, { language: 'en' }).date, '1978')
})
