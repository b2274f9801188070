import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { lettersProfile } from '@colophon/profiles/letters'
import { ColophonError } from '../../src/errors/errors.ts'
import { getPath } from '../../src/record/path.ts'
import { applyDecision } from '../../src/review/apply-decision.ts'
import type { FieldDecision } from '../../src/review/decisions.ts'
import type { DecidedRecord } from '../../src/review/field-state.ts'
import { qualityOf, standingOf } from '../../src/review/standing.ts'
import { aLetter, context, PEOPLE, SENDER, TEXT } from './decided.ts'

const decide = (decision: FieldDecision, record = aLetter()) =>
  applyDecision(record, decision, context()).record

const refusal = (decision: FieldDecision): string => {
  try {
    decide(decision)
    return 'done'
  } catch (thrown) {
    assert.ok(thrown instanceof ColophonError, String(thrown))
    assert.ok(thrown.fix.length > 10 && thrown.status === 422)
    return thrown.code
  }
}
const span = (words: string) => {
  const start = TEXT.indexOf(words)
  return { start, end: start + words.length }
}
const names = (record: DecidedRecord) =>
  (getPath(record.data, PEOPLE) as { name: string }[]).map(({ name }) => name)

suite('a person’s decision', () => {
  test('a correction has the words that were selected, and who made it', () => {
    const evidence = span('John')
    const record = decide({ action: 'correct', path: SENDER, value: 'John Harrow jr.', evidence })
    assert.equal(getPath(record.data, SENDER), 'John Harrow jr.')
    assert.deepEqual(record.provenance[SENDER], {
      ...{ status: 'stated', confidence: 1, source: 'human:eva', agent: null, tool: 'correct' },
      evidence: { quote: 'John', ...evidence, page: 1, match: 'exact' },
      ...{ definition_hash: '', at: '2026-02-01T09:00:00.000Z' },
    })
    const [, , , rival] = record.rivals
    assert.equal(rival?.value, 'John Harrow', 'what the rules said stays beside it')
  })

  test('what says which record it is can be accepted, and nothing else', () => {
    const path = 'metadata.id'
    assert.equal(
      refusal({ action: 'correct', path, value: 'x', external: 'y' }),
      'review.invalid_decision',
    )
    assert.equal(refusal({ action: 'reject', path }), 'review.invalid_decision')
    assert.equal(refusal({ action: 'not_in_document', path }), 'review.invalid_decision')
    assert.equal(refusal({ action: 'accept', path }), 'done')
  })

  test('what no words say is inferred, and from where', () => {
    const external = 'Register of 1864'
    const record = decide({ action: 'correct', path: SENDER, value: 'X. Y.', external })
    const { status, reason, evidence } = record.provenance[SENDER] ?? {}
    assert.deepEqual([status, reason, evidence], ['inferred', external, null])
  })

  test('accepting keeps value, evidence and whose proposal it was', () => {
    const before = aLetter()
    const record = decide({ action: 'accept', path: SENDER })
    const { evidence, reason, source } = record.provenance[SENDER] ?? {}
    assert.deepEqual(evidence, before.provenance[SENDER]?.evidence)
    assert.deepEqual([source, reason], ['human:eva', 'proposed by rules, structure-agent'])
    assert.deepEqual(record.data, before.data)
    assert.equal(standingOf(record, SENDER), 'confirmed')
  })

  test('accepting a list accepts its items, each with its own evidence', () => {
    const record = decide({ action: 'accept', path: PEOPLE })
    const sources = [0, 1, 2].map((n) => record.provenance[`${PEOPLE}.${n}`]?.source)
    assert.deepEqual(sources, ['human:eva', 'human:eva', 'human:eva'])
    assert.match(record.provenance[`${PEOPLE}.1`]?.reason ?? '', /haiku/)
  })

  test('a rival that is chosen becomes the value, and the value a rival', () => {
    const record = decide({ action: 'choose', path: SENDER, rival: 0 })
    assert.equal(getPath(record.data, SENDER), 'J. Harrow')
    assert.deepEqual(
      record.rivals.filter(({ path }) => path === SENDER).map(({ value }) => value),
      ['J. Harrow', null, 'John Harrow'],
    )
    const none = decide({ action: 'choose', path: SENDER, rival: 1 })
    assert.equal(standingOf(none, SENDER), 'not_in_document')
  })

  test('what is rejected stays beside the field; what is not there or cannot be read is settled', () => {
    const quality = (record: DecidedRecord) =>
      qualityOf(
        lettersProfile,
        {
          source: { text: TEXT, pages: [], ocr: {}, facts: {} },
          agents: {},
          quality_metrics: null,
        },
        record,
        new Date('2026-02-01'),
      )
    const rejected = decide({ action: 'reject', path: SENDER, why: 'is the recipient' })
    assert.equal(getPath(rejected.data, SENDER), undefined)
    assert.equal(standingOf(rejected, SENDER), 'rejected')
    assert.ok(quality(rejected).metrics.missing_fields.includes(SENDER))
    for (const action of ['not_in_document', 'illegible'] as const) {
      const record = decide({ action, path: SENDER })
      assert.equal(standingOf(record, SENDER), action)
      assert.ok(!quality(record).metrics.missing_fields.includes(SENDER))
    }
  })

  test('what is settled is not flagged any more, however sure it is and whatever a check says', () => {
    const document = {
      source: { text: TEXT, pages: [], ocr: {}, facts: {} },
      ...{ agents: {}, quality_metrics: null },
    }
    const flagged = (record: DecidedRecord) =>
      qualityOf(lettersProfile, document, record, new Date('2026-02-01')).flagged.map(
        ({ path }) => path,
      )
    const date = 'document.date.creation_date'
    const wrong = decide({ action: 'correct', path: date, value: '1990' })
    assert.ok(!flagged(wrong).includes(date))
    const item = `${PEOPLE}.1`
    assert.ok(flagged(aLetter()).includes(item), 'the text has no such quote')
    assert.ok(!flagged(decide({ action: 'uncertain', path: item })).includes(item))
  })

  test('items of a list keep what belongs to them when others come, go or move', () => {
    const removed = decide({ action: 'remove', path: `${PEOPLE}.0` })
    assert.deepEqual(names(removed), ['Mr. Low', 'Ann Harrow'])
    assert.equal(removed.provenance[`${PEOPLE}.0`]?.source, 'haiku')
    assert.equal(removed.rivals.at(-1)?.path, `${PEOPLE}.0.name`)
    const moved = decide({ action: 'move', path: `${PEOPLE}.1`, to: 2 })
    assert.deepEqual(names(moved), ['Mary', 'Ann Harrow', 'Mr. Low'])
    assert.equal(moved.provenance[`${PEOPLE}.2`]?.source, 'haiku')
    const value = { name: 'John', role: 'sender' }
    const added = decide({ action: 'add', path: PEOPLE, at: 1, value, evidence: span('John') })
    assert.deepEqual(names(added), ['Mary', 'John', 'Mr. Low', 'Ann Harrow'])
    assert.equal(added.provenance[`${PEOPLE}.1`]?.evidence?.quote, 'John')
    assert.equal(added.provenance[`${PEOPLE}.2`]?.source, 'haiku')
    const corrected = decide({
      action: 'correct',
      path: PEOPLE,
      value: [value, ...(getPath(aLetter().data, PEOPLE) as unknown[])],
    })
    assert.match(corrected.provenance[`${PEOPLE}.2`]?.reason ?? '', /haiku/)
    assert.equal(corrected.provenance[`${PEOPLE}.0`], undefined)
  })

  test('what cannot be is refused, and says what to do', () => {
    const correct = (path: string, value: unknown, more = {}) =>
      refusal({ action: 'correct', path, value, ...more })
    for (const path of ['document.nothing', 'content', 'document.correspondence.sender', 'x'])
      assert.equal(correct(path, 'x'), 'review.invalid_path', path)
    for (const path of [`${PEOPLE}.3`, `${PEOPLE}.-1`, `${PEOPLE}.first`, `${PEOPLE}.9.name`])
      assert.equal(correct(path, { name: 'A', role: 'sender' }), 'review.invalid_path', path)
    assert.equal(correct('__proto__.x', 'x'), 'review.invalid_path')
    assert.equal(correct(`${SENDER}.constructor`, 'x'), 'review.invalid_path')
    for (const [path, value] of [
      ['document.date.creation_date', 'in May'],
      ['document.physical_attributes.pages', 1.5],
      ['metadata.document_type', 'poem'],
      [PEOPLE, 'Mary'],
      [`${PEOPLE}.0`, { name: 'Mary' }],
      [`${PEOPLE}.0`, { name: 'Mary', role: 'sender', age: 4 }],
      [SENDER, '  '],
      [SENDER, 'unknown'],
      [SENDER, null],
      [SENDER, 'x'.repeat(1_000_000)],
    ] as const)
      assert.equal(correct(path, value), 'review.invalid_value', path)
    const smiley = TEXT.indexOf('🙂')
    for (const evidence of [
      { start: 0, end: TEXT.length + 1 },
      { start: 4, end: 4 },
      { start: 9, end: 4 },
      { start: smiley + 1, end: smiley + 4 },
      { start: 0, end: smiley + 1 },
    ])
      assert.equal(correct(SENDER, 'John', { evidence }), 'review.invalid_evidence')
    const low = `${PEOPLE}.1`
    for (const decision of [
      { action: 'accept', path: 'content.postscript' },
      { action: 'choose', path: SENDER, rival: 2 },
      { action: 'reject', path: 'content.postscript' },
      { action: 'reject', path: `${low}.name` },
      { action: 'not_in_document', path: `${low}.role` },
      { action: 'illegible', path: low },
      { action: 'uncertain', path: 'content.postscript' },
      { action: 'remove', path: SENDER },
      { action: 'move', path: low, to: 3 },
      { action: 'add', path: PEOPLE, at: 4, value: { name: 'A', role: 'sender' } },
    ] as const)
      assert.equal(refusal(decision), 'review.invalid_decision', decision.action)
  })

  test('a refusal says what is expected, and nothing of what was sent', () => {
    const message = (path: string, value: unknown) => {
      try {
        decide({ action: 'correct', path, value })
        return ''
      } catch (thrown) {
        return (thrown as Error).message
      }
    }
    assert.match(message('document.date.creation_date', 'secret'), /YYYY-MM-DD/)
    assert.match(message('metadata.document_type', 'secret'), /one of "letter", "memo"/)
    assert.match(message('document.physical_attributes.pages', 0), /a whole number from 1/)
    assert.match(message(`${PEOPLE}.0`, { name: 'secret', role: 'x' }), /people\.0\.role.*"sender"/)
    assert.match(message('analysis.subjects', ['secret']), /analysis\.subjects\.0 has to be one of/)
    for (const value of ['secret', { secret: 1 }, ['secret']])
      assert.ok(!message('document.languages.0', value).includes('secret'))
  })

  test('the text itself may be as long as it is', () => {
    const text = 'A long letter. '.repeat(20_000)
    const long = context({ source: { text, pages: [] } })
    const decision = { action: 'correct', path: 'content.body', value: [text] } as const
    const { record } = applyDecision(aLetter(), decision, long)
    assert.deepEqual(getPath(record.data, 'content.body'), [text])
    const summary = { ...decision, path: 'content.summary', value: text }
    assert.throws(() => applyDecision(aLetter(), summary, long), /too large/)
  })
})
