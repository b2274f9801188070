import assert from 'node:assert/strict'
import { setImmediate as turn } from 'node:timers/promises'
import { suite, test } from 'node:test'
import type { FieldDecision, ReviewConflict } from '@colophon/domain'
import { withDecisions } from '../src/behaviour/decide.ts'
import { arrange, fieldsOf, inOrder, neighbour, nextOpen } from '../src/behaviour/field-list.ts'
import { Saver, type Sent } from '../src/behaviour/saver.ts'
import { keeper } from './keeper.ts'

const accept = (path: string): FieldDecision => ({ action: 'accept', path })
const correct = (path: string, value: unknown): FieldDecision => ({
  ...{ action: 'correct', path, value, external: 'known' },
})
const kept = (revision: number) =>
  ({ kind: 'kept', decided: { document: { revision } } }) as unknown as Sent

function rig(answers: Sent[], browser = keeper()) {
  const sent: [string, number][] = []
  const told: string[] = []
  const waiting: (() => void)[] = []
  const saver = new Saver(
    {
      ...{ task: 'rev_1', me: 'ada', keeper: browser, nowMs: () => 5 },
      send(decision, revision) {
        sent.push([decision.path, revision])
        return Promise.resolve(answers.shift() ?? { kind: 'away' })
      },
      onKept: (_decided, { path }) => told.push(`kept ${path}`),
      onRefused: ({ path }, message) => told.push(`refused ${path}: ${message}`),
      onMerged: () => told.push('merged'),
      later: (_ms, then) => {
        waiting.push(then)
        return () => undefined
      },
    },
    1,
  )
  /** Lets the time come for which it waits. */
  const wait = async (): Promise<void> => {
    waiting.shift()?.()
    await turn()
  }
  return { saver, sent, told, browser, wait }
}

const conflict = (changes: object[], yours: FieldDecision[]): Sent => ({
  kind: 'conflict',
  conflict: {
    ...{ code: 'review.revision_conflict', detail: '', yours },
    theirs: { revision: 7, changes },
  } as unknown as ReviewConflict,
})

suite('saving', () => {
  test('sends one decision after the other, each on the revision that the one before left', async () => {
    const { saver, sent, told } = rig([kept(2), kept(3)])
    saver.decide(accept('a'), 1)
    saver.decide(accept('b'), 1)
    await turn()
    assert.deepEqual(sent, [
      ['a', 1],
      ['b', 2],
    ])
    assert.deepEqual(told, ['kept a', 'kept b'])
    assert.deepEqual(saver.snapshot().state, { kind: 'saved', atMs: 5 })
  })

  test('a server that is away is asked again, and nothing is lost by a reload meanwhile', async () => {
    const before = rig([{ kind: 'away' }])
    before.saver.decide(accept('a'), 1)
    await turn()
    assert.equal(before.saver.snapshot().state.kind, 'away')
    before.saver.close()
    const after = rig([{ kind: 'away' }, kept(2)], before.browser)
    after.saver.resume()
    await turn()
    await after.wait()
    assert.deepEqual(after.sent, [
      ['a', 1],
      ['a', 1],
    ])
    assert.deepEqual(after.told, ['kept a'])
    assert.deepEqual(rig([], before.browser).saver.snapshot().pending.decisions, [])
  })

  test('a hold that has run out keeps all until it is back', async () => {
    const { saver, told } = rig([{ kind: 'not-held' }, kept(2), kept(3)])
    saver.decide(accept('a'), 1)
    await turn()
    assert.equal(saver.snapshot().state.kind, 'not-held')
    assert.equal(saver.snapshot().pending.decisions.length, 1)
    saver.resume()
    await turn()
    assert.deepEqual(told, ['kept a'])
  })

  test('what is refused goes, with its reason, and the rest is sent', async () => {
    const { saver, told } = rig([{ kind: 'refused', message: 'no date', fix: '' }, kept(2)])
    saver.decide(correct('a', 'x'), 1)
    saver.decide(accept('b'), 1)
    await turn()
    assert.deepEqual(told, ['refused a: no date', 'kept b'])
  })

  test('where others decided on something else, yours is sent again by itself', async () => {
    const theirs = [{ actor: 'human:bea', path: 'b', to: {} }]
    const { saver, sent, told } = rig([conflict(theirs, []), kept(8)])
    saver.decide(accept('a'), 1)
    await turn()
    assert.deepEqual(sent.at(-1), ['a', 7])
    assert.deepEqual(told, ['merged', 'kept a'])
  })

  test('where they decided on the same, the person is asked, and what they choose is sent', async () => {
    const theirs = [{ actor: 'human:bea', path: 'a.0', to: {} }]
    const { saver, sent } = rig([conflict(theirs, []), kept(8)])
    const yours = accept('a')
    saver.decide(yours, 1)
    await turn()
    assert.equal(saver.snapshot().state.kind, 'conflict')
    // Nothing more goes out until they have chosen, and nothing is lost.
    saver.decide(accept('b'), 1)
    await turn()
    assert.equal(sent.length, 1)
    saver.settle([yours], 7)
    await turn()
    assert.deepEqual(sent.at(-1), ['a', 7])
  })

  test('a decision whose answer got lost is not made twice', async () => {
    const theirs = [{ actor: 'human:ada', path: 'a', to: { value: 'x' } }]
    const { saver, sent } = rig([{ kind: 'away' }, conflict(theirs, []), kept(8)])
    saver.decide(correct('a', 'x'), 1)
    await turn()
    saver.resume()
    await turn()
    assert.equal(sent.length, 2)
    assert.deepEqual(saver.snapshot().pending, { revision: 7, decisions: [] })
  })
})

const FORMS = ['a', 'b', 'c'].map((path) => ({
  ...{ path, label: path.toUpperCase(), section: 'All', required: true },
  ...{ extracted: true, fixed: false, bulk: false },
}))
const VIEW = {
  document: {
    enriched_data: { a: 'x', b: ['y'] },
    provenance: {},
    rivals: [{ path: 'a', value: 'z' }],
  },
  fields: [
    { path: 'a', standing: 'proposed', issues: ['low_confidence'] },
    { path: 'b', standing: 'proposed', issues: [] },
    { path: 'b.0', standing: 'proposed', issues: ['ungrounded'] },
    { path: 'c', standing: 'open', issues: [] },
  ],
} as unknown as Parameters<typeof fieldsOf>[0]

suite('the list of fields', () => {
  test('has those that ask first, items of lists with their list, and what is empty last', () => {
    const arranged = arrange(fieldsOf(VIEW, FORMS), new Set())
    assert.deepEqual(
      arranged.open.map(({ path }) => path),
      ['a', 'b'],
    )
    assert.deepEqual(
      arranged.empty.map(({ path }) => path),
      ['c'],
    )
  })

  test('goes from one that asks to the next, and round', () => {
    const fields = inOrder(arrange(fieldsOf(VIEW, FORMS), new Set()))
    assert.equal(nextOpen(fields, 'a')?.path, 'b')
    assert.equal(nextOpen(fields, 'b')?.path, 'a')
    assert.equal(neighbour(fields, 'c', 1)?.path, 'c')
    assert.equal(neighbour(fields, 'c', -1)?.path, 'b')
  })

  test('shows a decision before the server has confirmed it', () => {
    const shown = withDecisions(VIEW, [
      correct('c', 'new'),
      { action: 'choose', path: 'a', rival: 0 },
    ])
    const fields = fieldsOf(shown, FORMS)
    assert.deepEqual(
      fields.map(({ value, standing, open }) => [value, standing, open]),
      [
        ['z', 'corrected', false],
        [['y'], 'proposed', true],
        ['new', 'corrected', false],
      ],
    )
    const without = fieldsOf(withDecisions(VIEW, [{ action: 'not_in_document', path: 'a' }]), FORMS)
    assert.equal(without[0]?.value, undefined)
  })
})
