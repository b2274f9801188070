import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { NewDocument } from '@colophon/domain'
import { lettersProfile } from '../../src/letters/profile.ts'
import fc from 'fast-check'
import { documentOfItem, itemOfDocument, type ItemPosition } from '@colophon/formats/read'

const PLACE: ItemPosition = {
  where: 'line 1',
  origin: {
    where: 'lines',
    stem: 'doc',
    idFrom: { kind: 'text', formerDigits: 24 },
    file: undefined,
  },
  rules: {
    source: lettersProfile.source,
    maxTextBytes: 100_000,
    collection: 'letters',
    idPrefix: '',
  },
  position: 1,
}
const read = (form: unknown): NewDocument => documentOfItem(form, PLACE)
const again = (document: NewDocument): NewDocument =>
  read(JSON.parse(JSON.stringify(itemOfDocument(document, lettersProfile.source))))

suite('a document in the form it is submitted in', () => {
  test('is read again as the same document', () => {
    const text = fc
      .array(fc.constantFrom('Dear Mary', '\f', '\n', 'é', '📜', ' '), { maxLength: 8 })
      .map((parts) => `x${parts.join('')}`)
    const form = fc.record(
      {
        id: fc.constantFrom('a', 'box 1/b'),
        former_id: fc.constant('a-12345678'),
        language: fc.constantFrom('de', 'en-GB'),
        collection_id: fc.constant('papers'),
        source: fc.record({ box: fc.nat(), ocr_provider: fc.constant('tesseract') }),
        ocr_confidence: fc.double({ min: 0, max: 1, noNaN: true }),
        file: fc.record(
          {
            path: fc.constant('letters/a.txt'),
            name: fc.constant('a.txt'),
            format: fc.constant('text/plain'),
            machine: fc.constant('tower'),
          },
          { requiredKeys: ['path', 'name', 'format'] },
        ),
      },
      { requiredKeys: [] },
    )
    const body = fc.oneof(
      fc.record({ text }),
      fc.record({ pages: fc.array(text, { minLength: 1, maxLength: 4 }) }),
      fc.record({ pages: text.map((each) => [{ text: each, number: 7 }, each]) }),
    )
    fc.assert(
      fc.property(form, body, (rest, given) => {
        const document = read({ ...rest, ...given })
        assert.deepEqual(again(document), document)
      }),
    )
  })

  test('names the file it was read from only when it is told in full', () => {
    const file = { path: 'letters/a.txt', name: 'a.txt', format: 'text/plain' }
    assert.deepEqual(read({ text: 'Dear Mary', file }).source.file, file)
    for (const other of ['a.txt', null, { path: 'a.txt' }, { ...file, name: 'a\u0000' }]) {
      assert.equal(read({ text: 'Dear Mary', file: other }).source.file, undefined)
    }
  })
})
