import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { holdDocument, TruthLines, type Truth } from '../../src/evaluation/index.ts'
import { PROFILE, recordOf, SPEC } from './documents.ts'

function read(...lines: string[]): Truth {
  const all = new TruthLines('maps', SPEC)
  for (const [n, line] of lines.entries()) all.add(line, n + 1)
  return all.read()
}

const line = (id: string, fields: Record<string, unknown>, more = {}): string =>
  JSON.stringify({ document_id: id, profile: 'maps', revision: 1, fields, ...more })
const title = (value: unknown, status = 'corrected') => ({ title: { status, value } })

suite('truth lines', () => {
  test('each bad line is named without a word of it, and the rest goes on', () => {
    const { documents, problems } = read(
      '{"document_id": secret',
      line('a', title('Ash')),
      '',
      '{"id": "b", "text": "secret"}',
      line('c', { title: { status: 'secret', value: 'x' } }),
      line('d', { '__proto__.title': { status: 'corrected', value: 'secret' } }),
      line('e', title('Elm')),
    )
    assert.deepEqual(
      documents.map(({ document_id: id }) => id),
      ['a', 'e'],
    )
    assert.deepEqual(
      problems.map((problem) => problem.line),
      [1, 4, 5, 6],
    )
    assert.doesNotMatch(JSON.stringify(problems), /secret/)
    assert.equal(({} as { title?: string }).title, undefined)
  })

  test('the later revision of a document holds, wherever it stands', () => {
    const [old, now] = [line('a', title('Ash')), line('a', title('Elm'), { revision: 2 })]
    for (const lines of [
      [old, now],
      [now, old, now],
    ]) {
      const { documents, problems } = read(...lines)
      assert.deepEqual(problems, [])
      assert.deepEqual(documents[0]?.fields['title'], [{ forms: ['Elm'] }])
    }
  })

  test('two lines that contradict each other are both named, and neither counts', () => {
    const { documents, problems } = read(line('a', title('Ash')), line('a', title('Elm')))
    assert.deepEqual(documents, [])
    assert.deepEqual(
      problems.map((problem) => problem.line),
      [1, 2],
    )
  })

  test('the order of lines changes nothing but the numbers of those that are bad', () => {
    const lines = fc.array(
      fc.constantFrom(
        ...['not JSON', line('a', title('Ash')), line('b', title('Elm'))],
        ...[line('b', title('Fir'), { revision: 3 }), line('c', title(null, 'not_in_document'))],
        line('c', title('Ash')),
      ),
      { maxLength: 8 },
    )
    fc.assert(
      fc.property(lines, (all) => {
        const [there, back] = [read(...all), read(...all.toReversed())]
        assert.deepEqual(back.documents, there.documents)
        assert.equal(back.problems.length, there.problems.length)
      }),
    )
  })

  test('that nothing stands there is known; that a value is wrong, unsure or illegible says not what is right', () => {
    const { documents, open } = read(
      line('a', title(null, 'not_in_document')),
      line('b', title(null, 'rejected')),
      line('c', title('Ash', 'uncertain')),
      line('d', title(null, 'illegible')),
      line('e', title('Ash', 'confirmed')),
    )
    const known = documents.map(({ fields }) => fields['title'])
    assert.deepEqual(known, [[], undefined, undefined, undefined, [{ forms: ['Ash'] }]])
    assert.equal(open, 3)
    const [empty] = documents
    assert.ok(empty)
    const judge = { profile: PROFILE, spec: SPEC }
    const held = holdDocument(judge, empty, recordOf('a', { title: 'Fir', places: ['Elm'] }))
    assert.deepEqual(
      held.fields.map(({ field, wrong }) => [field, wrong]),
      [['title', ['Fir']]],
    )
  })

  test('a decision on one item of a list says nothing of the list', () => {
    const places = { status: 'corrected', value: ['Ash'] }
    const { documents } = read(
      line('a', { 'places.0': { status: 'confirmed', value: 'Ash' } }),
      line('b', { places, 'places.0': { status: 'corrected', value: 'Ash' } }),
    )
    assert.deepEqual(
      documents.map(({ fields }) => fields['places']),
      [undefined, [{ forms: ['Ash'] }]],
    )
  })

  test('lines of other profiles are passed over and counted', () => {
    const { documents, others } = read(line('a', title('Ash'), { profile: 'letters' }))
    assert.deepEqual([documents.length, others], [0, 1])
  })
})
