import type { Profile } from '../profile.ts'
import type { AuditEvent } from './audit.ts'
import { isInState, stateOf, statesOf, withState, type DecidedRecord } from './field-state.ts'
import { schemaAt } from './schema-at.ts'
import { fieldEvent, isFieldEvent, type UndoneField } from './undo.ts'

type Schema = Pick<Profile, 'schema' | 'fields'>

/** The record as it was before these events, which are all that people did to it since, in their order. */
export function recordBefore(
  profile: Schema,
  record: DecidedRecord,
  events: readonly Pick<AuditEvent, 'action' | 'path' | 'from' | 'to'>[],
): DecidedRecord {
  let at = record
  for (const event of events.filter(isFieldEvent).toReversed()) {
    const { state, from, to } = fieldEvent(profile, event)
    at = withState(at, state, { left: to, wanted: from })
  }
  return at
}

/** Fields, and whatever else has a value or had one, each at the path whose state is put back; parts go with their whole. */
function statePaths(profile: Schema, records: readonly DecidedRecord[]): string[] {
  const paths = [
    ...profile.fields.map(({ path }) => path),
    ...records.flatMap(({ provenance }) => Object.keys(provenance)),
  ].map((path) => listAt(profile, path))
  const all = new Set(paths)
  return [...all].filter((path) => !hasWholeIn(all, path))
}

/** A path of an older schema is taken as it is. */
function listAt(profile: Schema, path: string): string {
  try {
    return schemaAt(profile, path).list ?? path
  } catch {
    return path
  }
}

function hasWholeIn(all: ReadonlySet<string>, path: string): boolean {
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1))
    if (all.has(path.slice(0, dot))) return true
  return false
}

/** Makes the record what a version of it was: a new record, and what changed, field by field. */
export function restoreVersion(
  profile: Schema,
  record: DecidedRecord,
  version: DecidedRecord,
): { record: DecidedRecord; restored: UndoneField[] } {
  let at = record
  const restored: UndoneField[] = []
  for (const path of statePaths(profile, [record, version])) {
    const wanted = { ...stateOf(version, path), order: Object.keys(version.provenance) }
    if (isInState(at, path, wanted)) continue
    const before = at
    at = withState(at, path, { left: stateOf(at, path), wanted })
    restored.push({ path, ...statesOf(before, at, path) })
  }
  return { record: at, restored }
}
