import { lettersProfile } from '@colophon/profiles/letters'
import fc from 'fast-check'
import type { DecisionContext } from '../../src/review/decision-subject.ts'
import type { FieldDecision } from '../../src/review/decisions.ts'
import type { DecidedRecord } from '../../src/review/field-state.ts'
import { aRecord, stated } from '../record/letter-record.ts'

export const TEXT =
  'Boston, 3 May 1864\n\nMy dear Mary 🙂,\n\nMr. Low and Ann Harrow send love.\n\nJohn'
export const SENDER = 'document.correspondence.sender.name'
export const PEOPLE = 'analysis.people'

export const context = (overrides: Partial<DecisionContext> = {}): DecisionContext => ({
  profile: lettersProfile,
  source: { text: TEXT, pages: [{ number: 1, start: 0, end: TEXT.length }] },
  actor: 'human:eva',
  at: '2026-02-01T09:00:00.000Z',
  ...overrides,
})

const person = (name: string, more: object = {}) => ({ name, role: 'mentioned', ...more })

/** A letter with a list of people, each with an entry of their own, and proposals beside the sender. */
export function aLetter(): DecidedRecord {
  const { data, provenance } = aRecord(
    { [PEOPLE]: [person('Mary'), person('Mr. Low', { title: 'Mr.' }), person('Ann Harrow')] },
    {
      [`${PEOPLE}.0`]: stated({ confidence: 0.6 }),
      [`${PEOPLE}.1`]: stated({ source: 'haiku', model: 'haiku' }),
      [`${PEOPLE}.2`]: stated(),
      'analysis.keywords.0': stated(),
    },
  )
  const rivals = [
    { path: SENDER, value: 'J. Harrow', provenance: stated({ source: 'haiku', model: 'haiku' }) },
    { path: SENDER, value: null, provenance: stated({ status: 'not_in_document' }) },
    { path: `${PEOPLE}.1.name`, value: 'Low', provenance: stated() },
  ]
  return { data, provenance, rivals }
}

const paths = fc.constantFrom(
  ...[SENDER, 'document.date.creation_date', 'document.date.sent_date', 'content.summary'],
  ...['document.correspondence.sender.contact_info.fax', 'document.physical_attributes.pages'],
  ...['analysis.keywords', 'analysis.keywords.0', PEOPLE, `${PEOPLE}.0`, `${PEOPLE}.2`],
  ...[`${PEOPLE}.1.name`, `${PEOPLE}.1.title`, `${PEOPLE}.0.context`, 'analysis.events'],
  ...['metadata.ami_metadata', 'metadata.ami_metadata.year', 'document.correspondence.sender'],
)
const values = fc.oneof(
  fc.constantFrom('1864-05-03', 'Ann', 12, 'x', '', null, true),
  fc.constantFrom(person('Ann'), [person('Ann')], ['love', 'peace'], [], { year: '1864' }),
  fc.constant({ name: 'A feast' }),
)
const spans = fc.record({ start: fc.nat(60), end: fc.nat(60) })
const given = {
  value: values,
  evidence: fc.option(spans, { nil: undefined }),
  external: fc.option(fc.constant('known from the register'), { nil: undefined }),
}

/** Decisions that may or may not be possible. */
export const decisions: fc.Arbitrary<FieldDecision> = fc.oneof(
  fc.record({ action: fc.constant('accept' as const), path: paths }),
  fc.record({ action: fc.constant('correct' as const), path: paths, ...given }),
  fc.record({ action: fc.constant('choose' as const), path: paths, rival: fc.nat(3) }),
  fc.record({ action: fc.constant('reject' as const), path: paths }),
  fc.record({ action: fc.constant('not_in_document' as const), path: paths }),
  fc.record({ action: fc.constant('illegible' as const), path: paths }),
  fc.record({ action: fc.constant('uncertain' as const), path: paths }),
  fc.record({ action: fc.constant('add' as const), path: paths, at: fc.nat(3), ...given }),
  fc.record({ action: fc.constant('remove' as const), path: paths }),
  fc.record({ action: fc.constant('move' as const), path: paths, to: fc.nat(3) }),
)
