import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { lettersProfile } from '@colophon/profiles/letters'
import fc from 'fast-check'
import { machineRecord, type JudgedRecord } from '../../src/evaluation/index.ts'
import { ColophonError } from '../../src/errors/errors.ts'
import { getPath } from '../../src/record/path.ts'
import { applyDecision } from '../../src/review/apply-decision.ts'
import type { FieldDecision } from '../../src/review/decisions.ts'
import type { DecidedRecord } from '../../src/review/field-state.ts'
import { undoFields } from '../../src/review/undo.ts'
import { aLetter, context, decisions, SENDER } from '../review/decided.ts'
import { stated } from '../record/letter-record.ts'

interface Event {
  path: string
  action: string
  from: unknown
  to: unknown
}

/** A record and the events of what people did to it, those that could be done. */
function decided(wanted: readonly FieldDecision[], start = aLetter()) {
  let record = start
  const events: Event[] = []
  for (const decision of wanted) {
    try {
      const { record: after, change } = applyDecision(record, decision, context())
      const { path, action, from, to } = change
      events.push({ path, action: `field.${action}`, from, to })
      record = after
    } catch (thrown) {
      assert.ok(thrown instanceof ColophonError, String(thrown))
    }
  }
  return { record, events: JSON.parse(JSON.stringify(events)) as Event[] }
}

const judged = ({ data, provenance }: DecidedRecord): JudgedRecord => ({
  ...{ document_id: 'a', enriched_data: data, provenance },
})
const machineOf = (record: DecidedRecord, events: readonly Event[]) =>
  machineRecord(lettersProfile, judged(record), events)

/** Without objects that have nothing in them: a decision may leave those it made. */
function filled(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, filled(inner)] as const)
  const left = entries.filter(([, inner]) => inner !== undefined)
  return left.length === 0 ? undefined : Object.fromEntries(left)
}

suite('the record of the machine', () => {
  test('is what it was, whatever people decided since', () => {
    fc.assert(
      fc.property(fc.array(decisions, { minLength: 1, maxLength: 8 }), (wanted) => {
        const { record, events } = decided(wanted)
        const { enriched_data: data, provenance } = machineOf(record, events)
        assert.deepEqual(filled(data), filled(aLetter().data))
        assert.deepEqual(provenance, aLetter().provenance)
      }),
    )
  })

  test('is not changed where nobody decided', () => {
    const record = judged(aLetter())
    assert.equal(machineRecord(lettersProfile, record, []), record)
  })

  const correct = (value: string): FieldDecision => ({ action: 'correct', path: SENDER, value })
  const senderOf = ({ enriched_data: data }: JudgedRecord) => getPath(data, SENDER)

  test('is that of after an undo, when somebody decides again on another answer of the machine', () => {
    const first = decided([correct('Ann')])
    const [undone] = undoFields(lettersProfile, first.record, first.events).undone
    assert.ok(undone)
    const back = { ...undone, action: 'field.undone' }
    const again = aLetter()
    const later = { ...again, data: { ...again.data }, provenance: { ...again.provenance } }
    const document = { ...(later.data['document'] as object) }
    later.data['document'] = { ...document, correspondence: { sender: { name: 'Read anew' } } }
    const second = decided([correct('Eva')], later)
    const events = [...first.events, back, ...second.events]
    assert.equal(senderOf(machineOf(second.record, events)), 'Read anew')
  })

  test('keeps what stands there of a text that came after the decision', () => {
    const { events } = decided([correct('Ann')])
    const fresh = aLetter()
    const other = { ...fresh, provenance: { ...fresh.provenance } }
    // Somebody decided on another field of the new text.
    other.provenance['content.summary'] = stated({ source: 'human:eva', tool: 'accept' })
    assert.equal(senderOf(machineOf(other, events)), getPath(fresh.data, SENDER))
  })
})
