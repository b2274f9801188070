import { containersOf, withoutPath, withPath } from '../record/changed-path.ts'
import type { MergeResult } from '../record/merge.ts'
import { getPath, type Tree } from '../record/path.ts'
import type { FieldValue, ProvenanceMap } from '../record/provenance.ts'
import type { FieldState } from './decisions.ts'

/** A record as decisions change it; each makes a new one. */
export type DecidedRecord = Readonly<MergeResult>

/** Whether a path is this one or lies within it. */
export const isWithin = (path: string, whole: string): boolean =>
  path === whole || path.startsWith(`${whole}.`)

const within = (provenance: ProvenanceMap, whole: string): ProvenanceMap =>
  Object.fromEntries(Object.entries(provenance).filter(([path]) => isWithin(path, whole)))

export const rivalsWithin = (rivals: readonly FieldValue[], whole: string): FieldValue[] =>
  rivals.filter(({ path }) => isWithin(path, whole))

/** The state of a path that is no part of a list. */
export function stateOf({ data, provenance }: DecidedRecord, path: string): FieldState {
  const value = getPath(data, path)
  return {
    ...(value !== undefined && { value }),
    provenance: within(provenance, path),
    keys: containersOf(data, path).map((container) => Object.keys(container)),
  }
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

const sameEntries = (a: ProvenanceMap, b: ProvenanceMap): boolean =>
  isSame(Object.keys(a).toSorted(), Object.keys(b).toSorted()) &&
  Object.keys(a).every((path) => isSame(a[path], b[path]))

/** Whether the record is at this path what the state says: its value and where that came from, byte for byte. */
export function isInState(record: DecidedRecord, path: string, state: FieldState): boolean {
  const present = stateOf(record, path)
  return isSame(present.value, state.value) && sameEntries(present.provenance, state.provenance)
}

/** The states before and after a change, each with the order and the rivals that it has to be put back with. */
export function statesOf(
  before: DecidedRecord,
  after: DecidedRecord,
  path: string,
): { from: FieldState; to: FieldState } {
  const [from, to] = [stateOf(before, path), stateOf(after, path)]
  const [keys, newKeys] = [Object.keys(before.provenance), Object.keys(after.provenance)]
  if (!isSame(keys, newKeys)) {
    from.order = keys
    to.order = newKeys
  }
  const [rivals, newRivals] = [before.rivals, after.rivals].map((all) => rivalsWithin(all, path))
  if (rivals !== undefined && newRivals !== undefined && !isSame(rivals, newRivals)) {
    from.rivals = rivals
    to.rivals = newRivals
  }
  return { from, to }
}

/** An object with its keys in the order that is named; those that are not named come last, as they were. */
function inOrder<T>(
  object: Readonly<Record<string, T>>,
  order: readonly string[],
): Record<string, T> {
  const named = order.filter((key) => Object.hasOwn(object, key))
  if (isSame(named, Object.keys(object))) return object
  const known = new Set(named)
  const rest = Object.keys(object).filter((key) => !known.has(key))
  return Object.fromEntries([...named, ...rest].map((key) => [key, object[key] as T]))
}

/** The tree with the value of the state at the path, and the objects around it as they were then. */
function dataWith(data: Tree, path: string, { value, keys }: FieldState): Tree {
  let tree = value === undefined ? withoutPath(data, path) : withPath(data, path, value)
  const steps = path.split('.')
  for (let depth = steps.length - 1; depth > 0; depth--) {
    const at = steps.slice(0, depth).join('.')
    const container = getPath(tree, at)
    if (container === undefined) continue
    const order = keys[depth]
    // It was not there, and nothing is in it that came later.
    if (order === undefined && value === undefined && isSame(container, {}))
      tree = withoutPath(tree, at)
    else if (order !== undefined) tree = withPath(tree, at, inOrder(container as Tree, order))
  }
  return inOrder(tree, keys[0] ?? [])
}

/** Provenance with these entries, and no others, at a path and within it; those that were there keep their place. */
export function withEntries(
  provenance: ProvenanceMap,
  path: string,
  entries: ProvenanceMap,
): ProvenanceMap {
  const kept = Object.entries(provenance).filter(
    ([each]) => !isWithin(each, path) || Object.hasOwn(entries, each),
  )
  return Object.fromEntries([...kept, ...Object.entries(entries)])
}

function provenanceWith(provenance: ProvenanceMap, path: string, state: FieldState): ProvenanceMap {
  const placed = withEntries(provenance, path, state.provenance)
  return state.order === undefined ? placed : inOrder(placed, state.order)
}

/** Takes back what a change did to the rivals beside a path, and nothing that came since. */
function rivalsWith(
  rivals: readonly FieldValue[],
  path: string,
  { left, wanted }: { left: FieldState; wanted: FieldState },
): FieldValue[] {
  if (left.rivals === undefined || wanted.rivals === undefined) return [...rivals]
  const present = rivalsWithin(rivals, path)
  if (isSame(present, left.rivals)) {
    // Each in the place of one that was there: those of other paths stay where they are.
    const waiting = wanted.rivals.values()
    const placed = rivals.flatMap((rival) =>
      isWithin(rival.path, path) ? (waiting.next().value ?? []) : rival,
    )
    return [...placed, ...waiting]
  }
  const isIn = (rival: FieldValue, of: readonly FieldValue[]): boolean =>
    of.some((each) => isSame(each, rival))
  const [added, gone] = [left.rivals, wanted.rivals]
  return [
    ...rivals.filter((rival) => !isIn(rival, added) || isIn(rival, gone)),
    ...gone.filter((rival) => !isIn(rival, added) && !isIn(rival, rivals)),
  ]
}

/**
 * The record with a path put back as it was: where nothing else has changed since, byte for byte. `left` is the state
 * that the change left behind.
 */
export function withState(
  { data, provenance, rivals }: DecidedRecord,
  path: string,
  states: { left: FieldState; wanted: FieldState },
): DecidedRecord {
  return {
    data: dataWith(data, path, states.wanted),
    provenance: provenanceWith(provenance, path, states.wanted),
    rivals: rivalsWith(rivals, path, states),
  }
}
