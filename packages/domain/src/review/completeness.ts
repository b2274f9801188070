import { z } from 'zod'
import { getPath, isPresent } from '../record/path.ts'
import { requiredPaths, submittersPaths, type Profile } from '../profile.ts'
import { isHuman, type ProvenanceMap } from '../record/provenance.ts'

export interface Completeness {
  /** resolved / counted, 0–1. Counted is what is required, but for what only the submitter knows and did not say. */
  score: number
  missing: string[]
}

/** From this confidence on a model's "not in the document" counts as an answer. */
const SURE = 0.85

/**
 * A required field is resolved when it has a value, or when a person or a sure model said that the document does not
 * have it or that it cannot be read.
 */
function isResolved(value: unknown, path: string, provenance: ProvenanceMap): boolean {
  if (isPresent(value)) return true
  const entry = provenance[path]
  if (entry?.status !== 'not_in_document' && entry?.status !== 'illegible') return false
  return isHuman(entry) || (entry.model !== undefined && entry.confidence >= SURE)
}

export function completeness(
  profile: Profile,
  data: unknown,
  provenance: ProvenanceMap,
): Completeness {
  const optional = submittersPaths(profile)
  const unresolved = requiredPaths(profile).filter(
    (path) => !isResolved(getPath(data, path), path, provenance),
  )
  const missing = unresolved.filter((path) => !optional.has(path))
  const counted = requiredPaths(profile).length - (unresolved.length - missing.length)
  return { score: (counted - missing.length) / counted, missing }
}

/** Dotted paths of every leaf of a zod object schema. A list is one leaf, whatever its items hold. */
export function schemaLeaves(schema: z.ZodType, prefix = ''): string[] {
  const inner = schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema
  if (!(inner instanceof z.ZodObject)) return [prefix]
  const shape = inner.shape as Record<string, z.ZodType>
  return Object.entries(shape).flatMap(([key, child]) =>
    schemaLeaves(child, prefix === '' ? key : `${prefix}.${key}`),
  )
}

const leavesOf = new WeakMap<Profile, string[]>()

/** filled / all leaves of the schema, 0–1. */
export function coverage(profile: Profile, data: unknown): number {
  let leaves = leavesOf.get(profile)
  if (leaves === undefined) leavesOf.set(profile, (leaves = schemaLeaves(profile.schema)))
  return leaves.filter((path) => isPresent(getPath(data, path))).length / leaves.length
}
