import type { Profile } from '../profile.ts'
import type { AuditEvent } from './audit.ts'
import type { FieldState } from './decisions.ts'
import { isInState, statesOf, withState, type DecidedRecord } from './field-state.ts'
import { statePath } from './schema-at.ts'

type StateEvent = Pick<AuditEvent, 'action' | 'path' | 'from' | 'to'>

/** Actions on a field begin with it: `field.correct`, `field.undone`. Their `from` and `to` are states of the field. */
export const FIELD_ACTION = 'field.'

export const isFieldEvent = ({ action, path }: Pick<AuditEvent, 'action' | 'path'>): boolean =>
  path !== null && action.startsWith(FIELD_ACTION)

/** What an event says of a field, and the path whose states those are. */
export function fieldEvent(
  profile: Pick<Profile, 'schema' | 'fields'>,
  { path, from, to }: StateEvent,
): { path: string; state: string; from: FieldState; to: FieldState } {
  const at = path ?? ''
  return { path: at, state: statePath(profile, at), from: from as FieldState, to: to as FieldState }
}

export interface UndoneField {
  path: string
  from: FieldState
  to: FieldState
}

export interface UndoOfFields {
  record: DecidedRecord
  undone: UndoneField[]
  /** Paths that somebody changed since. */
  conflicts: string[]
}

/**
 * Takes back the decisions of one change on one document, the last first. A field that is not what the change left is
 * left as it is, with all that the change did to it before.
 */
export function undoFields(
  profile: Pick<Profile, 'schema' | 'fields'>,
  record: DecidedRecord,
  events: readonly StateEvent[],
): UndoOfFields {
  let at = record
  const undone: UndoneField[] = []
  const conflicts = new Set<string>()
  const blocked = new Set<string>()
  for (const event of events.toReversed()) {
    const { path, state, from, to } = fieldEvent(profile, event)
    if (blocked.has(state) || !isInState(at, state, to)) {
      blocked.add(state)
      conflicts.add(path)
      continue
    }
    const before = at
    at = withState(at, state, { left: to, wanted: from })
    undone.push({ path, ...statesOf(before, at, state) })
  }
  return { record: at, undone, conflicts: [...conflicts] }
}
