import { ColophonError } from '../errors/errors.ts'
import { withoutPath, withPath } from '../record/changed-path.ts'
import { getPath, isPresent } from '../record/path.ts'
import type { FieldValue, Provenance, ProvenanceMap } from '../record/provenance.ts'
import {
  givenEntry,
  unfit,
  type Decision,
  type DecisionContext,
  type Subject,
} from './decision-subject.ts'
import type { DecisionAction, FieldDecision, FieldState } from './decisions.ts'
import { isWithin, statesOf, withEntries, type DecidedRecord } from './field-state.ts'
import { checkedValue, evidenceOf } from './given-value.ts'
import { acceptedEntry, humanEntry, nearestEntry, uncertainEntry } from './human-entry.ts'
import { add, move, removeItem } from './list-decisions.ts'
import { schemaAt, type SchemaPlace } from './schema-at.ts'

/** What one decision did: the states are those of `state`, the path or the outermost list that it stands in. */
export interface FieldChange {
  path: string
  state: string
  action: DecisionAction
  from: FieldState
  to: FieldState
  why: string | null
}

const entriesWithin = (provenance: ProvenanceMap, whole: string): [string, Provenance][] =>
  Object.entries(provenance).filter(([path]) => isWithin(path, whole))

/** What stands around a path inside of a list has to be there: nothing is added to a list by naming a place behind its end. */
function assertThere(record: DecidedRecord, { path, list, item }: SchemaPlace): void {
  if (list === null || item === null || getPath(record.data, item) !== undefined) return
  const items = getPath(record.data, list)
  const count = Array.isArray(items) ? items.length : 0
  throw new ColophonError(
    'review.invalid_path',
    `There is no ${path}: ${list} has ${count} items. Use "add" for another one`,
  )
}

function assertFree(
  { fixed = [] }: DecisionContext['profile'],
  { path, action }: FieldDecision,
): void {
  if (action !== 'accept' && fixed.includes(path))
    throw unfit(`${path} says which record this is: it can only be accepted`)
}

/** The proposal that goes away stays beside the field, unless it is the person's own or is there already. */
function rivalsWith({ record, actor, place: { path } }: Subject): FieldValue[] {
  const value = getPath(record.data, path)
  const provenance = nearestEntry(record.provenance, path)
  if (!isPresent(value) || provenance === undefined || provenance.source === actor)
    return [...record.rivals]
  const entries = Array.isArray(value)
    ? value.flatMap((_, index) => record.provenance[`${path}.${index}`] ?? [])
    : []
  const isWhole = Array.isArray(value) && entries.length === value.length
  const displaced = { path, value, provenance, ...(isWhole && { items: entries }) }
  const known = JSON.stringify(displaced)
  const isKnown = record.rivals.some((rival) => JSON.stringify(rival) === known)
  return isKnown ? [...record.rivals] : [...record.rivals, displaced]
}

/** The record with this value at the path, or with none. */
function withValue(subject: Subject, value: unknown, entries: ProvenanceMap): DecidedRecord {
  const { record, place } = subject
  const { path } = place
  return {
    data: value === undefined ? withoutPath(record.data, path) : withPath(record.data, path, value),
    provenance: withEntries(record.provenance, path, entries),
    rivals: rivalsWith(subject),
  }
}

function accept(subject: Subject, action: 'accept'): DecidedRecord {
  const { record, place } = subject
  const { path } = place
  const proposed = nearestEntry(record.provenance, path)
  const isSaid = isPresent(getPath(record.data, path)) || saysNothing(record.provenance[path])
  if (proposed === undefined || !isSaid)
    throw unfit(`${path} has no value to accept: correct it, or say that it is not there`)
  const entries = entriesWithin(record.provenance, path)
  const all = entries.some(([each]) => each === path)
    ? entries
    : [[path, proposed] as const, ...entries]
  const accepted = all.map(
    ([each, entry]) => [each, acceptedEntry(subject, action, entry)] as const,
  )
  return {
    ...record,
    provenance: withEntries(record.provenance, path, Object.fromEntries(accepted)),
  }
}

const saysNothing = (entry: Provenance | undefined): boolean =>
  entry?.status === 'not_in_document' || entry?.status === 'illegible'

/** Items that stay as they were keep where they came from. */
function keptItems(subject: Subject, items: readonly unknown[]): ProvenanceMap {
  const { record, place } = subject
  const { path } = place
  const before = getPath(record.data, path)
  const known = Array.isArray(before) ? before.map((item) => JSON.stringify(item)) : []
  const kept: ProvenanceMap = {}
  for (const [index, item] of items.entries()) {
    const was = known.indexOf(JSON.stringify(item))
    if (was < 0) continue
    known[was] = ''
    for (const [each, entry] of entriesWithin(record.provenance, `${path}.${was}`))
      kept[`${path}.${index}${each.slice(`${path}.${was}`.length)}`] = acceptedEntry(
        subject,
        'accept',
        entry,
      )
  }
  return kept
}

function correct(subject: Subject, decision: Decision<'correct'>): DecidedRecord {
  const { place, profile, source } = subject
  const value = checkedValue({ profile, text: source.text }, place, decision.value)
  const items = Array.isArray(value) ? keptItems(subject, value) : {}
  return withValue(subject, value, { [place.path]: givenEntry(subject, decision), ...items })
}

function choose(subject: Subject, { rival: index }: Decision<'choose'>): DecidedRecord {
  const { record, place, profile, source } = subject
  const { path } = place
  const rival = record.rivals.filter((each) => each.path === path)[index]
  if (rival === undefined) throw unfit(`${path} has no proposal number ${index} beside it`)
  const isNone = rival.value === null || rival.value === undefined
  if (isNone) assertRemovable(place)
  const value = isNone
    ? undefined
    : checkedValue({ profile, text: source.text }, place, rival.value)
  const entries = Object.fromEntries([
    [path, acceptedEntry(subject, 'choose', rival.provenance)],
    ...(rival.items ?? []).map((item, at) => [
      `${path}.${at}`,
      acceptedEntry(subject, 'choose', item),
    ]),
  ]) as ProvenanceMap
  return withValue(subject, value, entries)
}

/** An item without a part that it needs is none. */
function assertRemovable({ path, item, optional }: SchemaPlace): void {
  if (item === path || (item !== null && !optional))
    throw unfit(`${path} is needed where it stands: correct it, or remove the item of the list`)
}

function takeAway(
  subject: Subject,
  decision: Decision<'reject' | 'not_in_document' | 'illegible'>,
): DecidedRecord {
  const { record, place, source } = subject
  const { path } = place
  const { action } = decision
  if (place.item === path && action !== 'illegible') return removeItem(subject, decision)
  assertRemovable(place)
  if (action === 'reject') {
    if (!isPresent(getPath(record.data, path)) && record.provenance[path] === undefined)
      throw unfit(`${path} has nothing that could be rejected`)
    const entry = {
      status: 'uncertain',
      evidence: null,
      reason: decision.why,
      confidence: 0,
    } as const
    return withValue(subject, undefined, { [path]: humanEntry(subject, action, entry) })
  }
  const span = action === 'illegible' ? decision.evidence : undefined
  const evidence = span === undefined ? null : evidenceOf(source, span)
  const entry = humanEntry(subject, action, { status: action, evidence })
  return withValue(subject, undefined, { [path]: entry })
}

function uncertain(subject: Subject): DecidedRecord {
  const { record, place } = subject
  const { path } = place
  const proposed = nearestEntry(record.provenance, path)
  if (proposed === undefined || !isPresent(getPath(record.data, path)))
    throw unfit(`${path} has no value that could be uncertain`)
  const entries = Object.fromEntries(entriesWithin(record.provenance, path))
  const entry = uncertainEntry(subject, proposed)
  return {
    ...record,
    provenance: withEntries(record.provenance, path, { ...entries, [path]: entry }),
  }
}

function decided(subject: Subject, decision: FieldDecision): DecidedRecord {
  switch (decision.action) {
    case 'accept':
      return accept(subject, decision.action)
    case 'correct':
      return correct(subject, decision)
    case 'choose':
      return choose(subject, decision)
    case 'uncertain':
      return uncertain(subject)
    case 'add':
      return add(subject, decision)
    case 'remove':
      return removeItem(subject, decision)
    case 'move':
      return move(subject, decision)
    default:
      return takeAway(subject, decision)
  }
}

const whyOf = (decision: FieldDecision): string | null =>
  ('why' in decision ? decision.why : undefined) ??
  ('external' in decision ? decision.external : undefined) ??
  null

/**
 * The record with one decision of a person in it, as a new record. Throws `review.invalid_path`, `review.invalid_value`,
 * `review.invalid_evidence` and `review.invalid_decision`; then nothing has changed.
 */
export function applyDecision(
  record: DecidedRecord,
  decision: FieldDecision,
  context: DecisionContext,
): { record: DecidedRecord; change: FieldChange } {
  const place = schemaAt(context.profile, decision.path)
  assertThere(record, place)
  assertFree(context.profile, decision)
  const after = decided({ ...context, record, place }, decision)
  const state = place.list ?? place.path
  const { path, action } = decision
  const states = statesOf(record, after, state)
  return { record: after, change: { path, state, action, ...states, why: whyOf(decision) } }
}

/** Several decisions, each on what those before it left. */
export function applyDecisions(
  record: DecidedRecord,
  decisions: readonly FieldDecision[],
  context: DecisionContext,
): { record: DecidedRecord; changes: FieldChange[] } {
  const changes: FieldChange[] = []
  let at = record
  for (const decision of decisions) {
    const applied = applyDecision(at, decision, context)
    at = applied.record
    changes.push(applied.change)
  }
  return { record: at, changes }
}
