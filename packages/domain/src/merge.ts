import { getPath, setPath, type Tree } from './path.ts'
import { isHuman, type FieldValue, type ProvenanceMap } from './provenance.ts'

export interface MergeResult {
  data: Tree
  provenance: ProvenanceMap
  rivals: FieldValue[]
}

/**
 * Lays an agent's values into the record, in place. A person's value never changes: the agent's is kept as a rival.
 * List items get a provenance entry each, at `path.index`, beside the one of the list.
 */
export function mergeFields(into: MergeResult, fields: readonly FieldValue[]): void {
  for (const field of fields) {
    const { path, value, provenance, items } = field
    if (isHuman(into.provenance[path])) {
      into.rivals.push(field)
      continue
    }
    if (value !== null && value !== undefined) setPath(into.data, path, value)
    into.provenance[path] = provenance
    items?.forEach((item, index) => {
      into.provenance[`${path}.${String(index)}`] = item
    })
  }
}

/** What a new run starts from: the given values, and of an earlier run only what a person decided. */
export function carryHumanValues(
  into: MergeResult,
  data: unknown,
  provenance: ProvenanceMap,
): void {
  for (const [path, entry] of Object.entries(provenance)) {
    if (!isHuman(entry)) continue
    const value = getPath(data, path)
    if (value !== undefined && value !== null) setPath(into.data, path, value)
    into.provenance[path] = entry
  }
}
