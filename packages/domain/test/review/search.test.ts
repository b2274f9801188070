import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DocumentSearch, foldText, originalOffset, parseSearch } from '@colophon/domain'

const documentOf = (text: string, enriched_data: Record<string, unknown> | null = null) => ({
  source: { text, pages: [], ocr: {}, facts: {} },
  enriched_data,
})

const excerpts = (typed: string, ...of: Parameters<typeof documentOf>) =>
  new DocumentSearch(parseSearch(typed)).excerpts(documentOf(...of))

const marked = (typed: string, ...of: Parameters<typeof documentOf>) =>
  excerpts(typed, ...of).map(({ path, text, start, end }) => [path, text.slice(start, end)])

test('what a person types becomes words: quotes keep them together, a star leaves the last one open', () => {
  const word = (...words: string[]) => ({ words, prefix: false })
  const cases: [string, ReturnType<typeof parseSearch>][] = [
    ['Été Straße', [word('ete'), word('straße')]],
    ['"New York" hoff*', [word('new', 'york'), { words: ['hoff'], prefix: true }]],
    ['»Neue Gasse« "cut', [word('neue', 'gasse'), word('cut')]],
    ['"new yor*" O’Brien', [{ words: ['new', 'yor'], prefix: true }, word('o', 'brien')]],
    ['w* é* wo*', [word('w'), word('e'), { words: ['wo'], prefix: true }]],
    ['* " - !', []],
    ['', []],
  ]
  for (const [typed, terms] of cases) assert.deepEqual(parseSearch(typed), terms, typed)
  assert.equal(parseSearch('a '.repeat(100)).length, 16)
})

test('an excerpt marks the words that were found, as they stand in the text', () => {
  const text = `${'x'.repeat(500)} ä̈ß 🌲🌲 Die MÜLLERIN und Mu\u0308ller-Meyer gru\u0308\u00dfen. ${'y'.repeat(500)}`
  assert.deepEqual(marked('muller', text), [[null, 'Mu\u0308ller']])
  assert.deepEqual(marked('mullerin grußen', text), [
    [null, 'MÜLLERIN'],
    [null, 'gru\u0308\u00dfen'],
  ])
  assert.deepEqual(marked('"muller meyer"', text), [[null, 'Mu\u0308ller-Meyer']])
  assert.deepEqual(marked('mull*', text), [[null, 'MÜLLERIN']])
  const [found] = excerpts('die', text)
  assert.ok(found && found.text.length < 300 && found.text.includes('MÜLLERIN'))
})

test('values are shown before the text, with their paths; long ones that the text holds are not shown twice', () => {
  const text = `Dear John, ${'the road to Boston is long and '.repeat(8)}John stays.`
  const data = { people: [{ name: 'John Kean' }], content: { body: text.slice(5) }, born: 1816 }
  assert.deepEqual(marked('john', text, data), [
    ['people.0.name', 'John'],
    [null, 'John'],
  ])
  assert.deepEqual(marked('1816', text, data), [['born', '1816']])
  assert.ok(new DocumentSearch(parseSearch('kean boston 1816')).matches(documentOf(text, data)))
  assert.ok(!new DocumentSearch(parseSearch('kean paris')).matches(documentOf(text, data)))
})

const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      'a',
      'É',
      'e\u0301',
      'İ',
      'ß',
      '🌲',
      '𐐀',
      '\u0301',
      ' ',
      '\n',
      'ſ',
      'Σ',
      '\ud800',
      'ﬁ',
    ),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 200,
})

test('a place in folded text is that of the same letter in the text', () => {
  fc.assert(
    fc.property(anyText, anyText, anyText, (before, _, behind) => {
      const text = `${before} needle ${'Ä '.repeat(50)}${behind}`.repeat(40)
      const folded = foldText(text)
      for (let at = folded.indexOf('needle'); at >= 0; at = folded.indexOf('needle', at + 1)) {
        const start = originalOffset(text, at)
        const end = originalOffset(text, at + 'needle'.length)
        assert.equal(foldText(text.slice(start, end)), 'needle')
      }
    }),
    { numRuns: 10 },
  )
})

test('whatever is typed and searched, an excerpt lies within its text and is no half of a character', () => {
  fc.assert(
    fc.property(anyText, anyText, (typed, text) => {
      const search = new DocumentSearch(parseSearch(typed))
      for (const found of search.excerpts(documentOf(text, { value: text }))) {
        assert.ok(found.start >= 0 && found.start < found.end && found.end <= found.text.length)
        assert.ok(text.includes(found.text))
        assert.ok(
          !/^[\udc00-\udfff]/.test(found.text) ||
            /[^\ud800-\udbff]$/.test(text.split(found.text)[0] ?? ''),
        )
      }
    }),
  )
})
