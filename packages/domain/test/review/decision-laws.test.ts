import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { lettersProfile } from '@colophon/profiles/letters'
import fc from 'fast-check'
import { ColophonError } from '../../src/errors/errors.ts'
import { carryHumanValues, mergeFields, type MergeResult } from '../../src/record/merge.ts'
import { getPath } from '../../src/record/path.ts'
import { applyDecision, applyDecisions, type FieldChange } from '../../src/review/apply-decision.ts'
import type { FieldDecision } from '../../src/review/decisions.ts'
import { isWithin, type DecidedRecord } from '../../src/review/field-state.ts'
import { undoFields } from '../../src/review/undo.ts'
import { recordBefore, restoreVersion } from '../../src/review/version.ts'
import { aLetter, context, decisions, PEOPLE, SENDER, TEXT } from './decided.ts'
import { stated } from '../record/letter-record.ts'

/** What was possible of some decisions. */
function decideAll(wanted: readonly FieldDecision[]) {
  const changes: FieldChange[] = []
  const records = [aLetter()]
  for (const decision of wanted) {
    try {
      const { record, change } = applyDecision(records.at(-1) ?? aLetter(), decision, context())
      records.push(record)
      changes.push(change)
    } catch (thrown) {
      assert.ok(thrown instanceof ColophonError, String(thrown))
    }
  }
  return { changes, records, last: records.at(-1) ?? aLetter() }
}

const eventsOf = (changes: readonly FieldChange[]) =>
  changes.map(({ path, action, from, to }) => ({ path, action: `field.${action}`, from, to }))
/** As events come back from a store. */
const stored = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T
/** Proposals are shown field by field: their order counts within one. */
const rivalsOf = ({ rivals }: DecidedRecord) =>
  rivals.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
const bytes = ({ data, provenance }: DecidedRecord) => JSON.stringify([data, provenance])

suite('whatever is decided', () => {
  const sequences = fc.array(decisions, { minLength: 1, maxLength: 8 })

  test('no record is changed in place, and every record fits the schema', () => {
    fc.assert(
      fc.property(sequences, (wanted) => {
        const before = bytes(aLetter())
        const { records } = decideAll(wanted)
        assert.equal(bytes(records[0] ?? aLetter()), before)
        for (const record of records) {
          const parsed = lettersProfile.schema.safeParse(record.data)
          assert.ok(parsed.success, JSON.stringify(parsed.error?.issues))
          assert.deepEqual(JSON.parse(JSON.stringify(record)), record)
        }
      }),
    )
  })

  test('every item that has an entry is there', () => {
    fc.assert(
      fc.property(sequences, (wanted) => {
        const { last } = decideAll(wanted)
        for (const path of Object.keys(last.provenance).filter((each) => /\.\d+/.test(each)))
          assert.notEqual(getPath(last.data, path.replace(/(\.\d+).*$/, '$1')), undefined, path)
      }),
    )
  })

  test('undo restores it byte for byte, and undoing that brings it back', () => {
    fc.assert(
      fc.property(sequences, (wanted) => {
        const { changes, last } = decideAll(wanted)
        const undo = undoFields(lettersProfile, last, stored(eventsOf(changes)))
        assert.deepEqual(undo.conflicts, [])
        assert.equal(bytes(undo.record), bytes(aLetter()))
        assert.deepEqual(rivalsOf(undo.record), rivalsOf(aLetter()))
        const events = undo.undone.map((each) => ({ ...each, action: 'field.undone' }))
        const redo = undoFields(lettersProfile, undo.record, stored(events))
        assert.deepEqual(redo.conflicts, [])
        assert.equal(bytes(redo.record), bytes(last))
        assert.deepEqual(rivalsOf(redo.record), rivalsOf(last))
      }),
    )
  })

  test('another run changes nothing that a person said', () => {
    fc.assert(
      fc.property(sequences, (wanted) => {
        const { changes, last } = decideAll(wanted)
        const again: MergeResult = { data: {}, provenance: {}, rivals: [] }
        carryHumanValues(again, last.data, last.provenance)
        const { data, provenance } = aLetter()
        const fields = Object.entries(provenance)
          .filter(([path]) => !/\.\d+/.test(path))
          .map(([path, entry]) => ({ path, value: getPath(data, path), provenance: entry }))
        const group = { path: 'metadata.ami_metadata', value: { year: '1900', series: 'A' } }
        const all = [...fields, { ...group, provenance: stated() }]
        mergeFields(again, all, { text: TEXT })
        for (const { state } of changes) {
          assert.deepEqual(getPath(again.data, state), getPath(last.data, state), state)
          for (const path of Object.keys(last.provenance).filter((each) => isWithin(each, state)))
            assert.deepEqual(again.provenance[path], last.provenance[path], path)
        }
      }),
    )
  })

  test('every version can be looked at again, and be restored', () => {
    fc.assert(
      fc.property(sequences, fc.nat(8), (wanted, at) => {
        const { changes, records, last } = decideAll(wanted)
        const kept = Math.min(at, changes.length)
        const version = recordBefore(lettersProfile, last, stored(eventsOf(changes.slice(kept))))
        assert.equal(bytes(version), bytes(records[kept] ?? aLetter()))
        const { record, restored } = restoreVersion(lettersProfile, last, version)
        assert.equal(bytes(record), bytes(version))
        const events = restored.map((each) => ({ ...each, action: 'field.restored' }))
        assert.equal(bytes(undoFields(lettersProfile, record, stored(events)).record), bytes(last))
      }),
    )
  })
})

test('undo leaves a field that somebody changed since, and takes back the others', () => {
  const first = applyDecisions(
    aLetter(),
    [
      { action: 'correct', path: SENDER, value: 'First' },
      { action: 'correct', path: 'content.summary', value: 'A summary.' },
      { action: 'remove', path: `${PEOPLE}.0` },
    ],
    context(),
  )
  const later = applyDecisions(
    first.record,
    [
      { action: 'correct', path: SENDER, value: 'Second' },
      { action: 'accept', path: `${PEOPLE}.0.name` },
    ],
    context({ actor: 'human:tom' }),
  )
  const undo = undoFields(lettersProfile, later.record, stored(eventsOf(first.changes)))
  assert.deepEqual(undo.conflicts.toSorted(), [`${PEOPLE}.0`, SENDER])
  assert.deepEqual(
    undo.undone.map(({ path }) => path),
    ['content.summary'],
  )
  assert.equal(getPath(undo.record.data, SENDER), 'Second')
  assert.equal(
    getPath(undo.record.data, 'content.summary'),
    getPath(aLetter().data, 'content.summary'),
  )
})
