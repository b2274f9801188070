import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import type { HistoryEvent, RecordVersion } from '@colophon/domain'
import { compared, excerptOf, markedPair } from '../src/behaviour/compare.ts'
import { eventInWords, stepsOf, versionsOf, whyInWords } from '../src/behaviour/history.ts'

const event = (of: Partial<HistoryEvent>): HistoryEvent => ({
  ...{ n: 1, at: '1862-02-04T10:00:00.000Z', actor: 'human:anna', action: 'field.correct' },
  ...{ path: 'sender', from: null, to: null, why: null, revision: 3, change_id: null, hash: null },
  ...of,
})

const state = (value?: unknown): object => ({
  ...(value === undefined ? {} : { value }),
  provenance: {},
  keys: [],
})

const said = (of: Partial<HistoryEvent>): string => eventInWords(event(of), () => 'Sender')

suite('an event in words', () => {
  test('says what was and what is, whether it holds states or bare values', () => {
    const expected = 'Sender changed from “Miss W.” to “Augusta Wetherby”'
    assert.equal(said({ from: state('Miss W.'), to: state('Augusta Wetherby') }), expected)
    assert.equal(said({ action: 'changed', from: 'Miss W.', to: 'Augusta Wetherby' }), expected)
  })

  test('tells setting, taking out, undoing and restoring apart', () => {
    assert.equal(said({ from: state(), to: state('Ada') }), 'Sender set to “Ada”')
    assert.equal(said({ from: state('Ada'), to: state() }), 'Sender changed: “Ada” taken out')
    assert.equal(
      said({ action: 'field.undone', from: state('Ada'), to: state('Bea') }),
      'Sender put back from “Ada” to “Bea”',
    )
    assert.equal(
      said({ action: 'field.restored', from: state(), to: state('Bea') }),
      'Sender restored to “Bea”',
    )
    assert.equal(said({ from: state('Ada'), to: state('Ada') }), 'Sender decided, still “Ada”')
  })

  test('names statements on a field and decisions on the whole, and has words for those to come', () => {
    assert.equal(said({ action: 'field.illegible' }), 'Sender is illegible')
    assert.equal(said({ action: 'task.approved', path: null }), 'Approved')
    assert.equal(said({ action: 'task.requested', path: null }), 'A look was asked for')
    assert.equal(said({ action: 'commented' }), 'Commented: Sender')
    assert.equal(said({ action: 'task.sent_away', path: null }), 'Task sent away')
  })

  test('gives reasons of a run in words, those of people as they are, and names of changes never', () => {
    assert.equal(
      whyInWords({ actor: 'rule:routing', why: 'low_confidence check_failed:sum_is_right' }),
      'a value is doubtful, check failed: sum is right',
    )
    assert.equal(whyInWords({ actor: 'human:anna', why: 'low_confidence' }), 'low_confidence')
    assert.equal(whyInWords({ actor: 'human:anna', why: 'undo of chg_1' }), '')
  })
})

test('events of one change are one step, latest first, and a comment makes no version', () => {
  const events = [
    event({ n: 1, revision: 2, actor: 'rule:routing', action: 'sent_to_review' }),
    event({ n: 2, at: '1862-02-05T10:00:00.000Z' }),
    event({ n: 3, at: '1862-02-05T10:00:00.000Z', path: 'place' }),
    event({ n: 4, at: '1862-02-06T10:00:00.000Z', action: 'commented' }),
  ]
  assert.deepEqual(
    stepsOf(events).map((step) => step.events.map(({ n }) => n)),
    [[4], [2, 3], [1]],
  )
  assert.deepEqual(versionsOf(events), [3, 2])
})

suite('two versions', () => {
  test('are whole on both sides, whatever is marked', () => {
    const words = fc
      .array(fc.constantFrom('a', 'b', 'dear', ' ', '\n', '\u{1F58B}'))
      .map((of) => of.join(''))
    fc.assert(
      fc.property(words, words, (one, other) => {
        const [left, right] = markedPair(one, other)
        assert.equal(left.before + left.changed + left.after, one)
        assert.equal(right.before + right.changed + right.after, other)
        assert.equal(left.before, right.before)
        assert.equal(left.after, right.after)
        if (one === other) assert.equal(left.changed, '')
      }),
    )
  })

  test('are cut to what changed and what stands around it where they are long, and say how much is left out', () => {
    const long = 'dear '.repeat(200_000)
    const [left, right] = markedPair(`${long}Miss Wetherby ${long}`, `${long}Augusta ${long}`)
    assert.deepEqual([left.changed, right.changed], ['Miss Wetherby', 'Augusta'])
    const excerpt = excerptOf(left)
    assert.match(
      `${excerpt.before}|${excerpt.changed}|${excerpt.after}`,
      /^….* \|Miss Wetherby\| .*…$/,
    )
    const shown = excerpt.before.length + excerpt.changed.length + excerpt.after.length - 2
    assert.equal(shown + excerpt.left, 2_000_014)
    const [text] = markedPair('\u{1F58B}'.repeat(5_000), '')
    const cut = excerptOf(text)
    assert.ok(cut.changed.isWellFormed() && cut.left > 0)
    assert.deepEqual(excerptOf({ before: 'Dear ', changed: 'Ada', after: '' }).left, 0)
  })

  test('mark the words between what both begin and end with', () => {
    const [left, right] = markedPair('to Miss Wetherby, Penrith', 'to Augusta Wetherby, Penrith')
    assert.deepEqual([left.changed, right.changed], ['Miss', 'Augusta'])
  })

  test('differ in a value, or in who it is from', () => {
    const entry = (source: string) => ({ source }) as RecordVersion['provenance'][string]
    const older = {
      enriched_data: { sender: { name: 'Ada' }, place: 'Penrith', year: 1862 },
      provenance: { 'sender.name': entry('rules'), place: entry('rules') },
    }
    const newer = {
      enriched_data: { sender: { name: 'Ada' }, place: 'Kendal', year: 1862 },
      provenance: { 'sender.name': entry('human:anna'), place: entry('human:anna') },
    }
    const fields = ['sender.name', 'place', 'year', 'note'].map((path) => ({ path, label: path }))
    assert.deepEqual(
      compared(older, newer, fields).map(({ path, differs }) => [path, differs]),
      [
        ['sender.name', true],
        ['place', true],
        ['year', false],
      ],
    )
  })
})
