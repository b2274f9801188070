import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { formatTable } from '../../src/terminal/table.ts'

suite('formatTable', () => {
  test('sets columns in line, without spaces at line ends', () => {
    const rows = [
      ['documents', '421', ''],
      ['  to review', '7', 'see the desk'],
    ]
    assert.equal(
      formatTable(rows, { align: ['left', 'right'] }),
      'documents    421\n  to review    7  see the desk\n',
    )
  })

  test('is nothing for no rows, and takes rows of different lengths', () => {
    assert.equal(formatTable([]), '')
    assert.equal(formatTable([['a'], ['bb', 'c'], []]), 'a\nbb  c\n\n')
  })

  test('cuts long cells and keeps each cell on its line', () => {
    const table = formatTable(
      [
        ['x'.repeat(100_000), 'b'],
        ['one\r\ntwo\u001b[2J', 'd'],
      ],
      { maxCellWidth: 10 },
    )
    assert.equal(table, 'xxxxxxxxx…  b\none two […  d\n')
  })

  test('counts a letter and its accent as one', () => {
    assert.equal(
      formatTable([
        ['e\u0301', '|'],
        ['🙂', '|'],
        ['ab', '|'],
      ]),
      'e\u0301   |\n🙂   |\nab  |\n',
    )
  })
})
