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

/** A model's value, or an item of it, whose quote the text does not have: whichever agent let it pass. */
const isUnsupported = ({ value, provenance, items }: FieldValue, text: string): boolean =>
  isPresent(value) &&
  (isMadeUp(provenance, text) || (items ?? []).some((item) => isMadeUp(item, text)))

/**
 * Lays an agent's values into the record, in place. A person's value never changes, be it the whole path, a part of it
 * or what it is a part of: the agent's is kept as a rival. List items get a provenance entry each, at `path.index`,
 * beside the one of the list. What a model gives without a quote that stands in `text` is a rival too.
 */
export function mergeFields(
  into: MergeResult,
  fields: readonly FieldValue[],
  { text, decided = humanPaths(into.provenance) }: MergeOptions,
): void {
  for (const field of fields) {
    const { path, value, provenance, items } = field
    const isDecided = decided.length > 0 && decided.some((human) => overlap(human, path))
    if (isDecided || isUnsupported(field, text)) {
      into.rivals.push(field)
      continue
    }
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

/** What a new run starts from: the given values, and of an earlier run only what a person decided. */
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
