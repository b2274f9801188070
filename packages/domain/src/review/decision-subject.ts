import { ColophonError } from '../errors/errors.ts'
import type { Profile } from '../profile.ts'
import type { Source } from '../record/document.ts'
import type { Provenance } from '../record/provenance.ts'
import type { DecisionAction, FieldDecision } from './decisions.ts'
import type { DecidedRecord } from './field-state.ts'
import { evidenceOf } from './given-value.ts'
import { humanEntry, type Decider } from './human-entry.ts'
import type { SchemaPlace } from './schema-at.ts'

export interface DecisionContext extends Decider {
  profile: Profile
  source: Pick<Source, 'text' | 'pages'>
}

export type Decision<A extends DecisionAction> = Extract<FieldDecision, { action: A }>
/** A decision is on a place of a record. */
export interface Subject extends DecisionContext {
  record: DecidedRecord
  place: SchemaPlace
}

export const unfit = (message: string): ColophonError =>
  new ColophonError('review.invalid_decision', message)

/** The entry of what a person gave: with the words that say so, or what they know it from. */
export function givenEntry(
  subject: Subject,
  { action, evidence, external }: Decision<'correct' | 'add'>,
): Provenance {
  return humanEntry(subject, action, {
    status: evidence === undefined ? 'inferred' : 'stated',
    evidence: evidence === undefined ? null : evidenceOf(subject.source, evidence),
    reason: external,
  })
}
