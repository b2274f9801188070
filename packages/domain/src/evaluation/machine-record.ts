import { withPath, withoutPath } from '../record/changed-path.ts'
import { isHuman, type ProvenanceMap } from '../record/provenance.ts'
import type { Profile } from '../profile.ts'
import type { AuditEvent } from '../review/audit.ts'
import type { FieldState } from '../review/decisions.ts'
import { isWithin } from '../review/field-state.ts'
import { fieldEvent, isFieldEvent } from '../review/undo.ts'
import type { JudgedRecord } from './held-document.ts'

type Event = Pick<AuditEvent, 'action' | 'path' | 'from' | 'to'>

const humanIn = (entries: ProvenanceMap): boolean => Object.values(entries).some(isHuman)

/** By the path whose state they tell: what a field was before the people who have decided on it as it stands. */
function statesBefore(
  profile: Pick<Profile, 'schema' | 'fields'>,
  events: readonly Event[],
): Map<string, FieldState> {
  const before = new Map<string, FieldState>()
  for (const event of events.filter(isFieldEvent)) {
    const { state, from, to } = fieldEvent(profile, event)
    if (!humanIn(from.provenance)) before.set(state, from)
    // Taken back: whoever decides next decides on the machine's value again.
    if (!humanIn(to.provenance)) before.delete(state)
  }
  return before
}

/**
 * The record as agents and registers left it, before people decided: with what stood at each path when somebody first
 * decided on it. `events` are those of the document, oldest first. What people did before there were such events stays.
 */
export function machineRecord<R extends JudgedRecord>(
  profile: Pick<Profile, 'schema' | 'fields'>,
  record: R,
  events: readonly Event[],
): R {
  if (record.enriched_data === null || !humanIn(record.provenance)) return record
  let [data, provenance] = [record.enriched_data, record.provenance]
  for (const [path, state] of statesBefore(profile, events)) {
    const [own, others] = partition(provenance, path)
    // Of a text that was replaced since: nobody decided on what stands there now.
    if (!humanIn(own)) continue
    data = state.value === undefined ? withoutPath(data, path) : withPath(data, path, state.value)
    provenance = { ...others, ...state.provenance }
  }
  return { ...record, enriched_data: data, provenance }
}

/** Entries of what lies at the path, and all others. */
function partition(provenance: ProvenanceMap, path: string): [ProvenanceMap, ProvenanceMap] {
  const entries = Object.entries(provenance)
  return [
    Object.fromEntries(entries.filter(([at]) => isWithin(at, path))),
    Object.fromEntries(entries.filter(([at]) => !isWithin(at, path))),
  ]
}
