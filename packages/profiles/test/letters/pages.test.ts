import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { joinPages, pagesOfText } from '../../src/letters/pages.ts'

const slices = (text: string) => pagesOfText(text).map(({ start, end }) => text.slice(start, end))

suite('pages', () => {
  test('a text without form feeds is one page', () => {
    assert.deepEqual(pagesOfText('Dear Sir'), [{ number: 1, start: 0, end: 8 }])
    assert.deepEqual(pagesOfText(''), [{ number: 1, start: 0, end: 0 }])
  })

  test('form feeds part pages; one at the end begins none', () => {
    assert.deepEqual(slices('one\ftwo 🙂\fthree'), ['one', 'two 🙂', 'three'])
    assert.deepEqual(slices('one\f\fthree\f\n'), ['one', '', 'three'])
    assert.deepEqual(slices('one\f'), ['one'])
  })

  test('pages put together are found again at their offsets', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 8 }), { minLength: 1, maxLength: 8 }),
        (parts) => {
          const { text, pages } = joinPages(parts.map((part) => ({ text: part })))
          assert.deepEqual(
            pages.map(({ start, end }) => text.slice(start, end)),
            parts,
          )
          assert.deepEqual(
            pages.map(({ number }) => number),
            parts.map((_, index) => index + 1),
          )
        },
      ),
    )
  })
})
