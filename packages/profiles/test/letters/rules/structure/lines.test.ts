import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readLines } from '../../../../src/letters/rules/structure/lines.ts'

test('reads lines over every kind of break and leaves stray marks out', () => {
  const text = 'Dear Sir\r\n\r\n_ _\r\n  body \fend'
  const lines = readLines(text)
  assert.deepEqual(
    lines.map((line) => [line.text, line.afterGap, text.slice(line.start, line.end)]),
    [
      ['Dear Sir', true, 'Dear Sir'],
      ['body', true, 'body'],
      ['end', true, 'end'],
    ],
  )
})
