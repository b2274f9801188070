import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { carryHumanValues, mergeFields, type MergeResult } from '../../src/record/merge.ts'
import { getPath } from '../../src/record/path.ts'
import type { FieldValue } from '../../src/record/provenance.ts'
import { stated } from './letter-record.ts'

const empty = (): MergeResult => ({ data: {}, provenance: {}, rivals: [] })
const human = stated({ source: 'human:eva', confidence: 1 })
const field = (path: string, value: unknown, more: Partial<FieldValue> = {}): FieldValue => ({
  path,
  value,
  provenance: stated(),
  ...more,
})

const OPTIONS = { text: 'My dear Mary,' }

const PATHS = ['a.x', 'a.y', 'a.y.z', 'b', 'b.list', 'c.deep.leaf', 'c.deep']
const aPath = fc.constantFrom(...PATHS)

suite('merging an agent’s values', () => {
  test('a value and its provenance stand at its path', () => {
    const record = empty()
    mergeFields(record, [field('document.date.creation_date', '1864-05-03')], OPTIONS)
    assert.deepEqual(record.data, { document: { date: { creation_date: '1864-05-03' } } })
    assert.deepEqual(Object.keys(record.provenance), ['document.date.creation_date'])
  })

  test('no agent ever changes what a person decided, nor a part of it, nor what holds it', () => {
    fc.assert(
      fc.property(
        aPath,
        fc.array(fc.tuple(aPath, fc.oneof(fc.string(), fc.integer())), { maxLength: 12 }),
        (at, calls) => {
          const record = empty()
          const leaf = { kept: true }
          const source = {
            a: { x: leaf, y: { z: leaf } },
            b: { list: leaf },
            c: { deep: { leaf } },
          }
          carryHumanValues(record, source, { [at]: human })
          const before = structuredClone(getPath(record.data, at))
          mergeFields(
            record,
            calls.map(([path, value]) => field(path, value)),
            OPTIONS,
          )
          assert.deepEqual(getPath(record.data, at), before)
          assert.equal(record.provenance[at]?.source, 'human:eva')
        },
      ),
    )
  })

  test('what an agent proposes against a person is kept as a rival', () => {
    const record = empty()
    carryHumanValues(record, { content: { summary: 'Eva’s' } }, { 'content.summary': human })
    const proposal = field('content.summary', 'The agent’s')
    mergeFields(record, [proposal], OPTIONS)
    assert.deepEqual(record.rivals, [proposal])
    assert.deepEqual(record.data, { content: { summary: 'Eva’s' } })
  })

  test('a person’s “there is none” keeps an agent from filling the field', () => {
    const record = empty()
    const none = stated({ source: 'human:eva', status: 'not_in_document', evidence: null })
    carryHumanValues(record, {}, { 'content.closing': none })
    mergeFields(record, [field('content.closing', 'Yours')], OPTIONS)
    assert.equal(getPath(record.data, 'content.closing'), undefined)
    assert.deepEqual(record.provenance['content.closing'], none)
  })

  test('of a group an agent fills what nobody decided, and takes nothing back', () => {
    const record = empty()
    const none = stated({ source: 'human:eva', status: 'not_in_document', evidence: null })
    carryHumanValues(record, { a: { x: 'Eva’s' } }, { 'a.x': human, 'a.z': none })
    const proposal = field('a', { x: 'other', y: 'new', z: 'invented' })
    mergeFields(record, [proposal], OPTIONS)
    assert.deepEqual(record.data, { a: { x: 'Eva’s', y: 'new' } })
    assert.deepEqual(record.rivals, [proposal])
    assert.deepEqual(record.provenance['a.z'], none)
    assert.deepEqual(proposal.value, { x: 'other', y: 'new', z: 'invented' })
  })

  test('each item of a list has a provenance of its own, beside the list’s', () => {
    const record = empty()
    const items = [stated({ confidence: 0.5 }), stated({ confidence: 0.6 })]
    mergeFields(record, [field('analysis.keywords', ['ice', 'skates'], { items })], OPTIONS)
    assert.deepEqual(
      ['analysis.keywords', 'analysis.keywords.0', 'analysis.keywords.1'].map(
        (path) => record.provenance[path]?.confidence,
      ),
      [0.9, 0.5, 0.6],
    )
  })

  test('a model’s value whose quote does not stand in the text is a rival, whichever agent let it pass', () => {
    const ofModel = (evidence: ReturnType<typeof stated>['evidence'], more = {}) =>
      stated({ source: 'ollama:one', model: 'one', evidence, ...more })
    const stands = { quote: 'Mary', start: 8, end: 12, match: 'exact' as const }
    for (const [evidence, kept] of [
      [stands, true],
      [null, false],
      [{ ...stands, start: 7, end: 11 }, false],
      [{ ...stands, quote: 'Ruth' }, false],
      [{ ...stands, match: 'none' as const }, false],
    ] as const) {
      const record = empty()
      mergeFields(record, [field('a.x', 'Mary', { provenance: ofModel(evidence) })], OPTIONS)
      assert.deepEqual(
        [getPath(record.data, 'a.x'), record.rivals.length],
        kept ? ['Mary', 0] : [undefined, 1],
      )
    }
    const record = empty()
    const items = [ofModel(stands), ofModel(null, { status: 'inferred', reason: 'so it says' })]
    mergeFields(record, [field('a.x', ['Mary', 'Ruth'], { items })], OPTIONS)
    assert.deepEqual([record.data, record.rivals.length], [{ a: { x: ['Mary'] } }, 1])
  })

  test('of a list only the items of models go whose quotes do not stand in the text', () => {
    const ofModel = (evidence: ReturnType<typeof stated>['evidence'], confidence = 0.9) =>
      stated({ source: 'ollama:one', model: 'one', evidence, confidence })
    const stands = { quote: 'Mary', start: 8, end: 12, match: 'exact' as const }
    const value = ['ice', 'Ruth', 'Mary', 'Eve']
    const items = [stated({ confidence: 0.6 }), ofModel(null), ofModel(stands, 0.5), ofModel(null)]
    const list = field('a.x', value, { items, provenance: stated({ confidence: 0.7 }) })
    const record = empty()
    mergeFields(record, [list], OPTIONS)
    assert.deepEqual(record.data, { a: { x: ['ice', 'Mary'] } })
    const entries = Object.entries(record.provenance)
    assert.deepEqual(
      entries.map(([path, { source, confidence }]) => [path, source, confidence]),
      [
        ['a.x', 'rules', 0.55],
        ['a.x.0', 'rules', 0.6],
        ['a.x.1', 'ollama:one', 0.5],
      ],
    )
    assert.deepEqual(
      record.rivals.map(({ path, value: gone, items: theirs }) => [path, gone, theirs?.length]),
      [['a.x', ['Ruth', 'Eve'], 2]],
    )

    const whole = empty()
    const [first, ...rest] = [ofModel(null), ofModel(stands)] as const
    mergeFields(
      whole,
      [
        field('a.x', ['Ruth', 'Mary'], { items: [first, ...rest], provenance: first }),
        field('b', ['Ruth'], { items: [first], provenance: stated() }),
        field('c.deep', ['Ruth', 'Mary'], { items: [first], provenance: stated() }),
      ],
      OPTIONS,
    )
    assert.deepEqual(whole.data, { a: { x: ['Mary'] } })
    assert.deepEqual(whole.provenance['a.x']?.evidence, stands)
    assert.deepEqual(
      whole.rivals.map(({ value: gone }) => gone),
      [['Ruth'], ['Ruth'], ['Ruth', 'Mary']],
    )
  })

  test('a null value leaves no value behind, only its provenance', () => {
    const record = empty()
    mergeFields(
      record,
      [field('content.closing', null, { provenance: stated({ status: 'not_in_document' }) })],
      OPTIONS,
    )
    assert.deepEqual(record.data, {})
    assert.equal(record.provenance['content.closing']?.status, 'not_in_document')
  })
})

suite('starting a new run', () => {
  test('only what a person decided is carried over', () => {
    const record = empty()
    const data = { content: { summary: 'old', closing: 'Eva’s' } }
    carryHumanValues(record, data, { 'content.summary': stated(), 'content.closing': human })
    assert.deepEqual(record.data, { content: { closing: 'Eva’s' } })
    assert.deepEqual(Object.keys(record.provenance), ['content.closing'])
  })

  test('a list in which a person corrected one item is carried whole and stays a list', () => {
    const record = empty()
    const people = [{ name: 'Ada' }, { name: 'Bob' }]
    const provenance = {
      'analysis.people': stated(),
      'analysis.people.0': stated(),
      'analysis.people.1.name': human,
      'analysis.keywords': stated(),
    }
    carryHumanValues(record, { analysis: { people, keywords: ['ice'] } }, provenance)
    mergeFields(record, [field('analysis.people', [{ name: 'Robert' }])], OPTIONS)
    assert.deepEqual(record.data, { analysis: { people } })
    assert.equal(record.rivals.length, 1)
    assert.equal(record.provenance['analysis.people.1.name'], human)
    assert.ok(!('analysis.keywords' in record.provenance))
  })

  test('the carried value is a copy: the earlier record does not change with the new one', () => {
    const earlier = { analysis: { keywords: ['ice'] } }
    const record = empty()
    carryHumanValues(record, earlier, { 'analysis.keywords': human })
    ;(getPath(record.data, 'analysis.keywords') as string[]).push('snow')
    assert.deepEqual(earlier.analysis.keywords, ['ice'])
  })
})
