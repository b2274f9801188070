import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { documentRecord } from '@colophon/testkit'
import { outputRecord } from '../../src/write/output-record.ts'

suite('outputRecord', () => {
  test('leaves out what only the machine needs, and the text of the source', () => {
    const document = documentRecord()
    const before = structuredClone(document)
    const out = outputRecord(document)
    const left = Object.keys(document).filter((name) => !(name in out))
    assert.deepEqual(left.sort(), ['dispatch', 'lease', 'next_at', 'traceparent'])
    assert.deepEqual(out.source, {
      pages: [{ number: 1, start: 0, end: 8 }],
      ocr: {},
      facts: { box: 3 },
    })
    assert.deepEqual(out.enriched_data, document.enriched_data)
    assert.deepEqual(document, before)
  })
})
