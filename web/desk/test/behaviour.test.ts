import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { clashes, defaultKeys } from '@colophon/web-shared/keys'
import { ACTIONS } from '../src/behaviour/keys.ts'
import { editorOf, namingPart, parseTyped, schemaAt, type Schema } from '../src/behaviour/schema.ts'
import { lineAt, lineNumberAt, linesOf } from '../src/behaviour/source-text.ts'
import { fittedSpan, placeOf, wordsOf } from '../src/behaviour/spans.ts'
import { supportOf } from '../src/behaviour/support.ts'
import { parseObject, textsOf } from '../src/behaviour/typed-object.ts'

suite('lines of a text', () => {
  test('any text is the lines it is shown in, joined by what ends them', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\r\n', '😀') }), (text) => {
        const shown = linesOf(text, [])
          .map(({ start, end, number }) => (number === null ? '' : '\n') + text.slice(start, end))
          .join('')
          .slice(1)
        assert.equal(shown, text.replaceAll('\r\n', '\n'))
      }),
    )
  })

  test('a line of a million characters is shown in parts of one number, no character cut', () => {
    const text = `first\n${'😀'.repeat(500_000)}\nlast`
    const lines = linesOf(text, [])
    assert.ok(lines.length > 200)
    assert.equal(lines.filter(({ number }) => number !== null).length, 3)
    for (const { start } of lines) assert.doesNotMatch(text.charAt(start), /[\udc00-\udfff]/)
    assert.equal(lineNumberAt(lines, 500_000), 2)
    assert.equal(lineNumberAt(lines, text.length - 1), 3)
  })

  test('pages are told where they begin, and only where there are several', () => {
    const text = 'one\ntwo\n\nthree'
    const pages = [
      { number: 1, start: 0 },
      { number: 2, start: 9 },
    ]
    assert.deepEqual(
      linesOf(text, pages).map(({ page }) => page),
      [1, null, null, 2],
    )
    assert.ok(linesOf(text, pages.slice(0, 1)).every(({ page }) => page === null))
  })

  test('the line of an offset holds it', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\n') }), fc.nat(), (text, seed) => {
        const offset = text.length === 0 ? 0 : seed % text.length
        const lines = linesOf(text, [])
        const line = lines[lineAt(lines, offset)]
        assert.ok(line !== undefined && line.start <= offset && offset <= line.end + 1)
      }),
    )
  })
})

suite('selected words', () => {
  test('have no blanks around them and no half of a character', () => {
    const text = '  to 😀 Ada  '
    assert.deepEqual(fittedSpan(text, { start: 0, end: text.length }), { start: 2, end: 11 })
    // From the middle of one to the middle of the same.
    assert.deepEqual(fittedSpan(text, { start: 6, end: 6 }), null)
    assert.deepEqual(fittedSpan(text, { start: 6, end: 8 }), { start: 5, end: 7 })
    assert.equal(fittedSpan('   ', { start: 0, end: 3 }), null)
  })

  test('become one line, and a word that the line’s end parted becomes whole', () => {
    const text = 'Chairs can be admit-\nted by the\n  Mews only'
    assert.equal(
      wordsOf(text, { start: 0, end: text.length }),
      'Chairs can be admitted by the Mews only',
    )
  })

  test('of a value are found where they stand nearest', () => {
    const text = 'Ada … Ada … Ada'
    assert.deepEqual(placeOf(text, 'Ada', 7), { start: 6, end: 9 })
    assert.equal(placeOf(text, 'Bea', 0), null)
  })
})

suite('what supports a value', () => {
  const subject = {
    ...{ text: 'To Ada, 4th February 1862', value: 'Ada', editor: { kind: 'text' } as const },
    ...{ selected: null, known: null, external: '' },
  }
  test('is what was selected, else where the text has it', () => {
    assert.deepEqual(supportOf(subject), { evidence: { start: 3, end: 6 } })
    const selected = { start: 0, end: 6 }
    assert.deepEqual(supportOf({ ...subject, selected }), { evidence: selected })
  })

  test('of a date are the words that stood for it, since it is not written as itself', () => {
    const known = { start: 8, end: 25 }
    const date = { ...subject, value: '1862-02-04', editor: { kind: 'date' } as const, known }
    assert.deepEqual(supportOf(date), { evidence: known })
    assert.equal(supportOf({ ...date, editor: { kind: 'text' } }), null)
  })

  test('is what the person says, once they say something', () => {
    assert.equal(supportOf({ ...subject, value: 'Bea' }), null)
    const said = supportOf({ ...subject, value: 'Bea', external: ' the envelope ' })
    assert.deepEqual(said, { external: 'the envelope' })
  })
})

const SCHEMA: Schema = {
  type: 'object',
  properties: {
    kind: { type: 'string', enum: ['soup', 'cake'] },
    day: { type: 'string', pattern: '^\\d{4}(-\\d{2}(-\\d{2})?)?$' },
    servings: { type: 'integer', minimum: 1 },
    cooks: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name'],
        properties: { role: { type: 'string' }, name: { type: 'string' }, age: { type: 'number' } },
      },
    },
  },
}
const editor = (path: string) => editorOf(schemaAt(SCHEMA, path))

suite('editors', () => {
  test('fit what the schema has at a path, items of lists too', () => {
    assert.equal(editor('kind').kind, 'choice')
    assert.equal(editor('day').kind, 'date')
    assert.equal(editor('cooks').kind, 'list')
    assert.equal(editor('cooks.3.name').kind, 'text')
    assert.equal(editor('nothing.here').kind, 'other')
    const item = editor('cooks.0')
    assert.ok(item.kind === 'object')
    assert.equal(namingPart(item.parts), 'name')
  })

  test('take what is of the kind, and say what is wrong with the rest', () => {
    const parse = (path: string, text: string) =>
      parseTyped(editor(path), text, schemaAt(SCHEMA, path))
    assert.deepEqual(parse('servings', ' 4 '), { ok: true, value: 4 })
    assert.deepEqual(parse('day', '1862-02'), { ok: true, value: '1862-02' })
    for (const [path, text] of [
      ['servings', '1.5'],
      ['servings', '0'],
      ['servings', 'four'],
      ['day', '1862-02-30'],
      ['day', '4 Feb 1862'],
      ['kind', 'stew'],
      ['kind', ''],
    ] as const) {
      assert.equal(parse(path, text).ok, false, `${path} ${text}`)
    }
  })

  test('an object keeps what has no input, loses what was emptied, and needs what is required', () => {
    const item = editor('cooks.0')
    assert.ok(item.kind === 'object')
    const before = { name: 'Ada', role: 'cook', tags: ['a'] }
    const texts = { ...textsOf(before), role: ' ', age: '40' }
    assert.deepEqual(parseObject(item.parts, texts, before), {
      ok: true,
      value: { name: 'Ada', tags: ['a'], age: 40 },
    })
    assert.equal(parseObject(item.parts, { ...texts, name: '' }, before).ok, false)
  })
})

test('the keys of the desk are each something else on their page', () => {
  assert.deepEqual(clashes(ACTIONS, defaultKeys(ACTIONS)), [])
})
