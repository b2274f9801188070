/** Dotted paths into a record (`document.date.creation_date`, `analysis.people.0`). Array indexes are segments. */
export type Tree = { [key: string]: unknown }

// A path comes from outside (a model, a correction): these names would reach the prototype.
const FORBIDDEN = new Set(['__proto__', 'prototype', 'constructor'])

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function getPath(tree: unknown, path: string): unknown {
  let at: unknown = tree
  for (const key of path.split('.')) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, key)) return undefined
    at = (at as Tree)[key]
  }
  return at
}

/** Sets a value in place, making the objects on the way. Throws RangeError on a path that leaves the record. */
export function setPath(tree: Tree, path: string, value: unknown): void {
  const keys = path.split('.')
  const last = keys.pop()
  if (last === undefined || [...keys, last].some((key) => FORBIDDEN.has(key) || key === '')) {
    throw new RangeError(`Not a path: ${path}`)
  }
  let at = tree
  for (const key of keys) {
    const next = at[key]
    if (isTree(next)) at = next
    else at = at[key] = {} as Tree
  }
  at[last] = value
}

/** A value counts as present when it says something: no null, no blank string, no empty list or object. */
export function isPresent(value: unknown): boolean {
  if (value === undefined || value === null) return false
  if (typeof value === 'string') return value.trim() !== ''
  if (Array.isArray(value)) return value.length > 0
  if (typeof value === 'object') return Object.keys(value).length > 0
  return true
}
