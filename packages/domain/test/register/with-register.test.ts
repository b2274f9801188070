import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  getPath,
  withoutRegister,
  withRegister,
  type ProposedValue,
  type Provenance,
  type RegisterSource,
} from '../../src/index.ts'

const TEXT = 'Dear Ann,\n\nThe parcel came.\n\nM. H.'
const PATH = 'writer.name'

const read = (over: Partial<Provenance> = {}): Provenance => ({
  status: 'stated',
  confidence: 0.5,
  source: 'rules',
  agent: 'a',
  tool: 't',
  evidence: { quote: 'M. H.', start: 29, end: 34, match: 'exact' },
  definition_hash: 'd',
  at: '2026-01-01T00:00:00.000Z',
  ...over,
})

const aDocument = (over: Partial<RegisterSource> = {}): RegisterSource => ({
  document_id: 'one',
  enriched_data: { writer: { name: 'M. H.' }, note: 'x' },
  provenance: { [PATH]: read() },
  rivals: [],
  source: { text: TEXT, pages: [{ number: 1, start: 0, end: TEXT.length }], ocr: {}, facts: {} },
  ...over,
})

const aProposal = (over: Partial<ProposedValue> = {}): ProposedValue => ({
  document_id: 'one',
  path: PATH,
  value: 'Mary Holt',
  kind: 'initials',
  status: 'inferred',
  confidence: 0.9,
  reason: 'M. H. is Mary Holt in other letters',
  evidence: { start: 29, end: 34 },
  supports: [
    { kind: 'document', document_id: 'two', path: PATH, quote: 'Mary Holt', start: 5, end: 14 },
  ],
  ...over,
})

const context = { spec: { follow: () => [] }, at: '2026-02-01T00:00:00.000Z', definition: 'r1' }

const laidInto = (
  document: RegisterSource,
  proposals: readonly ProposedValue[],
): RegisterSource => {
  const changed = withRegister(document, proposals, context)
  return changed === null ? document : { ...document, ...changed, enriched_data: changed.data }
}

test('a proposal stands in the record with the words of its own document and those it rests on', () => {
  const document = laidInto(aDocument(), [aProposal()])
  assert.equal(getPath(document.enriched_data, PATH), 'Mary Holt')
  const entry = document.provenance[PATH]
  assert.equal(entry?.source, 'register')
  assert.equal(entry.evidence?.quote, 'M. H.')
  assert.deepEqual(entry.supports, aProposal().supports)
  assert.deepEqual(
    document.rivals.map(({ value }) => value),
    ['M. H.'],
  )
})

test('the same proposals a second time, at another time, change nothing', () => {
  const once = laidInto(aDocument(), [aProposal()])
  const later = { ...context, at: '2027-01-01T00:00:00.000Z' }
  assert.equal(withRegister(once, [aProposal()], later), null)
  assert.equal(withRegister(aDocument(), [], context), null)
})

test('what the document itself had comes back when the proposal goes', () => {
  const once = laidInto(aDocument(), [aProposal()])
  const back = withRegister(once, [], context)
  assert.ok(back !== null)
  assert.deepEqual(back.data, aDocument().enriched_data)
  assert.deepEqual(back.provenance, aDocument().provenance)
  assert.deepEqual(back.rivals, [])
})

test('a value where the document had none goes without a trace but the object around it', () => {
  const bare = aDocument({ enriched_data: { writer: {}, note: 'x' }, provenance: {} })
  const once = laidInto(bare, [aProposal()])
  assert.equal(getPath(once.enriched_data, PATH), 'Mary Holt')
  assert.deepEqual(withoutRegister(once).data, bare.enriched_data)
})

test('a value of a person stays', () => {
  const decided = aDocument({ provenance: { [PATH]: read({ source: 'human:ann' }) } })
  assert.equal(withRegister(decided, [aProposal()], context), null)
})

test('values that follow stand on the same ground, and go with it', () => {
  const follow = () => [{ path: 'note', value: 'y' }]
  const noted = aDocument({ provenance: { [PATH]: read(), note: read() } })
  const changed = withRegister(noted, [aProposal()], { ...context, spec: { follow } })
  assert.ok(changed !== null)
  assert.equal(changed.data['note'], 'y')
  const after = { ...noted, ...changed, enriched_data: changed.data }
  assert.deepEqual(withoutRegister(after).data, noted.enriched_data)
})
