import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvLine } from '../src/csv.ts'

test('cells are quoted where RFC 4180 asks for it', () => {
  assert.equal(
    csvLine(['a', 1, true, null, 'b,c', 'say "x"', 'two\nlines']),
    'a,1,true,,"b,c","say ""x""","two\nlines"\r\n',
  )
})

test('text that a spreadsheet would run is made text; amounts stay amounts', () => {
  assert.equal(csvLine(['=1+1', '@x', '-x', '-1.50']), `'=1+1,'@x,'-x,-1.50\r\n`)
})
