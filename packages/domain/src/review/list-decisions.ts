import { withPath } from '../record/changed-path.ts'
import { getPath } from '../record/path.ts'
import type { ProvenanceMap } from '../record/provenance.ts'
import { givenEntry, unfit, type Decision, type Subject } from './decision-subject.ts'
import type { DecisionAction } from './decisions.ts'
import type { DecidedRecord } from './field-state.ts'
import { checkedValue } from './given-value.ts'
import { humanEntry } from './human-entry.ts'
import {
  itemsMoved,
  placesMoved,
  placesWith,
  placesWithout,
  withItemsMoved,
  type Places,
} from './list-items.ts'
import { schemaAt } from './schema-at.ts'

/** The list as a person left it: what it rests on stays, and that they changed it. */
function withList(
  subject: Subject,
  list: string,
  { items, places, action, more = {} }: ListChange,
): DecidedRecord {
  const moved = withItemsMoved(subject.record, list, places)
  const before = moved.provenance[list]
  const entry = humanEntry(subject, action, {
    status: before?.status === 'stated' ? 'stated' : 'inferred',
    evidence: before?.evidence ?? null,
    reason: 'items of the list were changed',
  })
  return {
    data: withPath(moved.data, list, items),
    provenance: { ...moved.provenance, [list]: entry, ...more },
    rivals: moved.rivals,
  }
}

interface ListChange {
  items: unknown[]
  places: Places
  action: DecisionAction
  /** Entries of new items. */
  more?: ProvenanceMap
}

const listOf = ({ record }: Subject, path: string): unknown[] => {
  const list = getPath(record.data, path)
  return Array.isArray(list) ? (list as unknown[]) : []
}

export function add(subject: Subject, decision: Decision<'add'>): DecidedRecord {
  const { place, profile, source } = subject
  const { path } = place
  const items = listOf(subject, path)
  const { at = items.length } = decision
  if (at > items.length) throw unfit(`${path} has ${items.length} items: none can be at ${at}`)
  const itemPath = `${path}.${at}`
  const itemPlace = { ...schemaAt(profile, itemPath), path: itemPath }
  const value = checkedValue({ profile, text: source.text }, itemPlace, decision.value)
  return withList(subject, path, {
    items: items.toSpliced(at, 0, value),
    places: placesWith(at),
    action: 'add',
    more: { [itemPath]: givenEntry(subject, decision) },
  })
}

function itemOf({ place: { path, item } }: Subject): { list: string; index: number } {
  if (item !== path) throw unfit(`${path} is no item of a list`)
  const dot = path.lastIndexOf('.')
  return { list: path.slice(0, dot), index: Number(path.slice(dot + 1)) }
}

export function removeItem(
  subject: Subject,
  { action }: { action: DecisionAction },
): DecidedRecord {
  const { list, index } = itemOf(subject)
  const places = placesWithout(index)
  return withList(subject, list, {
    items: itemsMoved(listOf(subject, list), places),
    places,
    action,
  })
}

export function move(subject: Subject, { to }: Decision<'move'>): DecidedRecord {
  const { list, index } = itemOf(subject)
  const items = listOf(subject, list)
  if (to >= items.length) throw unfit(`${list} has ${items.length} items: none can be at ${to}`)
  const places = placesMoved(index, to)
  return withList(subject, list, { items: itemsMoved(items, places), places, action: 'move' })
}
