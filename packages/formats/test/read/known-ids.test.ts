import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aDocument } from '@colophon/testkit'
import fc from 'fast-check'
import { KnownIds } from '../../src/read/index.ts'

test('of any documents each that has an id of one before is found, and whether its text is the same', () => {
  const document = fc.record({ id: fc.nat(30).map(String), text: fc.constantFrom('One', 'Two') })
  fc.assert(
    fc.property(fc.array(document, { maxLength: 60 }), (documents) => {
      const known = new KnownIds('numbered')
      const before = new Map<string, { text: string; first: number }>()
      for (const { id, text } of documents) {
        const found = before.get(id) ?? { text: null, first: before.size }
        const as = found.text === null ? 'new' : found.text === text ? 'same' : 'other'
        assert.deepEqual(known.add(aDocument({ document_id: id, text })), {
          as,
          first: found.first,
        })
        if (found.text === null) before.set(id, { text, first: found.first })
      }
    }),
  )
})

test('a long stream costs some bytes a document, and all its ids are known to its end', () => {
  const known = new KnownIds()
  const template = aDocument()
  const document = (n: number) => ({ ...template, document_id: `box ${n}/${'x'.repeat(150)}` })
  const before = process.memoryUsage()
  const count = 100_000
  for (let n = 0; n < count; n += 1) assert.equal(known.add(document(n)).as, 'new')
  const grown = process.memoryUsage().arrayBuffers - before.arrayBuffers
  assert.ok(grown / count < 64, `${grown / count} bytes a document`)
  for (let n = 0; n < count; n += 997) assert.equal(known.add(document(n)).as, 'same')
})
