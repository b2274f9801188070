import { withoutPath, withPath } from './changed-path.ts'
import { getPath, isPresent, setPath, type Tree } from './path.ts'
import {
  isHuman,
  isOfModel,
  standsIn,
  type FieldValue,
  type Provenance,
  type ProvenanceMap,
} from './provenance.ts'

export const humanPaths = (provenance: ProvenanceMap): string[] =>
  Object.keys(provenance).filter((path) => isHuman(provenance[path]))

export interface MergeResult {
  data: Tree
  provenance: ProvenanceMap
  rivals: FieldValue[]
}

export interface MergeOptions {
  /** The document as received. */
  text: string
  /** The paths of a person's values, for those who know them already. */
  decided?: readonly string[]
}

/** Whether one path is the other or lies within it. */
const overlap = (a: string, b: string): boolean =>
  a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`)

const isMadeUp = (entry: Provenance, text: string): boolean =>
  isOfModel(entry) && !standsIn(text, entry.evidence)

interface Sifted {
  kept: FieldValue | null
  out: FieldValue | null
}

/** Some items of a list as a list, no surer than they are; it stands where its first item does when its own quote does not. */
function partOf(list: FieldValue, chosen: readonly number[], isMine: boolean): FieldValue {
  const [values, entries] = [list.value as unknown[], list.items ?? []]
  const items = chosen.flatMap((index) => entries[index] ?? [])
  const mean = items.reduce((sum, item) => sum + item.confidence, 0) / items.length
  const own = isMine ? list.provenance : (items[0] ?? list.provenance)
  const confidence = Math.min(list.provenance.confidence, Math.floor(mean * 1_000) / 1_000)
  const value = chosen.map((index) => values[index])
  return { ...list, value, provenance: { ...own, confidence }, items }
}

/** Takes out what a model gave and the text does not have, whichever agent let it pass: the value, or items of a list. */
function sift(field: FieldValue, text: string): Sifted {
  const { value, provenance, items = [] } = field
  if (!isPresent(value)) return { kept: field, out: null }
  const madeUp = isMadeUp(provenance, text)
  const bad = items.flatMap((item, index) => (isMadeUp(item, text) ? [index] : []))
  if (!madeUp && bad.length === 0) return { kept: field, out: null }
  // A list whose items have no entry each stands or falls as a whole.
  const divisible = Array.isArray(value) && value.length === items.length
  if (!divisible || bad.length === items.length) return { kept: null, out: field }
  const good = [...items.keys()].filter((index) => !bad.includes(index))
  return {
    kept: partOf(field, good, !madeUp),
    out: bad.length === 0 ? null : partOf(field, bad, false),
  }
}

/** A group of values with what people decided of its parts in their place; null where they decided on it as a whole. */
function aroundDecided(
  data: Tree,
  field: FieldValue,
  theirs: readonly string[],
): FieldValue | null {
  const { path, value } = field
  const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value)
  if (!isGroup || !theirs.every((human) => human.startsWith(`${path}.`))) return null
  let group = value as Tree
  for (const human of new Set(theirs.map((each) => wholeList(data, each)))) {
    const part = human.slice(path.length + 1)
    const decided = getPath(data, human)
    group = decided === undefined ? withoutPath(group, part) : withPath(group, part, decided)
  }
  return { ...field, value: group }
}

/**
 * Lays an agent's values into the record, in place. A person's value never changes, be it the whole path, a part of it
 * or what it is a part of: the agent's is kept as a rival, and of a group it fills what nobody decided. List items get a provenance entry each, at `path.index`,
 * beside the one of the list. What a model gives without a quote that stands in `text` is a rival too; of a list, only
 * the items that it is true of.
 */
export function mergeFields(
  into: MergeResult,
  fields: readonly FieldValue[],
  { text, decided = humanPaths(into.provenance) }: MergeOptions,
): void {
  for (const field of fields) {
    const theirs = decided.length === 0 ? [] : decided.filter((human) => overlap(human, field.path))
    if (theirs.length > 0) into.rivals.push(field)
    const free = theirs.length === 0 ? field : aroundDecided(into.data, field, theirs)
    if (free === null) continue
    const { kept, out } = sift(free, text)
    if (out !== null && theirs.length === 0) into.rivals.push(out)
    if (kept === null) continue
    const { path, value, provenance, items } = kept
    if (value !== null && value !== undefined) setPath(into.data, path, value)
    into.provenance[path] = provenance
    for (const [index, item] of items?.entries() ?? [])
      into.provenance[`${path}.${String(index)}`] = item
  }
}

/** The path itself, or the outermost list that it stands in: an item means nothing without the list it was chosen in. */
function wholeList(data: unknown, path: string): string {
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
    const outer = path.slice(0, dot)
    if (Array.isArray(getPath(data, outer))) return outer
  }
  return path
}

/** The record that work starts from anew: the given values, and of earlier work only what a person decided. */
export function carryHumanValues(
  into: MergeResult,
  data: unknown,
  provenance: ProvenanceMap,
): void {
  const carried = new Set(humanPaths(provenance).map((path) => wholeList(data, path)))
  for (const path of carried) {
    const value = getPath(data, path)
    if (value !== undefined && value !== null) setPath(into.data, path, structuredClone(value))
  }
  for (const [path, entry] of Object.entries(provenance)) {
    if (
      isHuman(entry) ||
      [...carried].some((whole) => path === whole || path.startsWith(`${whole}.`))
    )
      into.provenance[path] = entry
  }
}
