import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { csvTable, plainText, type Cell } from '../../src/write/csv-table.ts'

/** The cells of a row as a program reads them. */
const readRows = (csv: string): string[][] => parse(csv, { relax_column_count: false })

/** One cell as it is written to a file, read back. */
function written(cell: Cell, isId?: true): string {
  const { row } = csvTable<Cell>([
    { name: 'cell', of: (value) => value, ...(isId && { isId }) },
    { name: 'end', of: () => 'end' },
  ])
  const [[text = ''] = []] = readRows(row(cell))
  return text
}

const SIGNS = ['=', '+', '-', '@', '＝', '＋', '－', '＠']
const HARD = [
  ...SIGNS,
  '"',
  ',',
  ';',
  "'",
  '\r',
  '\n',
  '\t',
  ' ',
  '0',
  '7',
  '.',
  'e',
  'a',
  'ü',
  '🙂',
]
const hardText = fc.string({ unit: fc.constantFrom(...HARD), maxLength: 12 })
const text = fc.oneof(hardText, fc.string({ unit: 'grapheme', maxLength: 20 }))

const isNumber = (part: string): boolean => /^-\d+(?:\.\d+)?"?$/.test(part)
const startsAFormula = (part: string): boolean =>
  SIGNS.some((sign) => part.replace(/^[\s"]+/, '').startsWith(sign)) && !isNumber(part)

suite('CSV', () => {
  test('is read by a program as it was written, whatever the cells hold', () => {
    const rows = fc.array(fc.array(text, { minLength: 3, maxLength: 3 }), { minLength: 1 })
    const table = csvTable<string[]>([
      { name: 'id', of: (row) => row[0], isId: true },
      { name: 'b', of: (row) => row[1] },
      { name: 'c', of: (row) => row[2] },
    ])
    fc.assert(
      fc.property(rows, (given) => {
        const back = readRows(table.header + given.map(table.row).join(''))
        assert.deepEqual(back.shift(), ['id', 'b', 'c'])
        assert.deepEqual(
          back.map((row) => row.map(plainText)),
          given,
        )
      }),
      { numRuns: 500 },
    )
  })

  test('starts no formula, in no cell and no part of one', () => {
    fc.assert(
      fc.property(text, fc.array(text), (plain, parts) => {
        for (const cell of [written(plain), written(plain, true), written(parts)]) {
          assert.doesNotMatch(cell, /^[\t\r\n]/)
          for (const part of cell.split(/[;\t\r\n]/)) assert.ok(!startsAFormula(part), cell)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('nor where a spreadsheet parts cells at semicolons and knows no quotes within a line', () => {
    const { row } = csvTable<string>([
      { name: 'a', of: () => 'first' },
      { name: 'b', of: (value) => value },
    ])
    fc.assert(
      fc.property(text, (value) => {
        for (const part of row(value).split(/[;\t\r\n]/)) assert.ok(!startsAFormula(part), value)
      }),
      { numRuns: 500 },
    )
  })

  test('quotes where any spreadsheet would part a cell', () => {
    const { row } = csvTable<Cell>([{ name: 'cell', of: (value) => value }])
    assert.equal(row('a;b'), '"a;b"\r\n')
    assert.equal(row('a\tb'), '"a\tb"\r\n')
    assert.equal(row('a,b'), '"a,b"\r\n')
    assert.equal(row('say "x"'), '"say ""x"""\r\n')
    assert.equal(row('plain words'), 'plain words\r\n')
  })

  test('has one cell for a list, each part of it safe', () => {
    assert.equal(written(['=1', 'b', '＋2', '@c']), "'=1;b;'＋2;'@c")
    assert.equal(written(['Vienna; Austria', 'York']), 'Vienna, Austria;York')
    assert.equal(written([]), '')
  })

  test('leaves numbers numbers, and nothing where there is nothing', () => {
    assert.equal(written(-1.5), '-1.5')
    assert.equal(written('-1.50'), '-1.50')
    assert.equal(written(true), 'true')
    assert.equal(written(null), '')
    assert.equal(written(undefined), '')
  })
})

suite('ids in a spreadsheet', () => {
  const MISREAD = [
    ...['007', '00', '1862-03-04', '1-2', '3/4', '12.5', '1,000', '1e5', '2E-3', '50 %'],
    ...['12345678901234567', 'MAR-5', 'dec1', '3 März', '12:30', '5 p', 'TRUE', 'falsch', '+49'],
  ]
  const READ_WELL = ['0', '7', '1874', '123456789012345', 'letter-007', 'a1', '0a', 'box 3', '']

  for (const id of MISREAD)
    test(`${id} is text there, and comes back`, () => {
      assert.equal(written(id, true), `'${id}`)
      assert.equal(plainText(`'${id}`), id)
    })

  test('others stand as they are', () => {
    for (const id of READ_WELL) assert.equal(written(id, true), id)
  })

  test('what is no id stays a date or a number there', () => {
    for (const value of ['1862-03-04', '1874', '0.85']) assert.equal(written(value), value)
  })

  test('an id that begins with an apostrophe of its own comes back with it', () => {
    for (const id of ["'007", "''1e5", "'=1", "'tis"])
      assert.equal(plainText(written(id, true)), id)
  })
})
