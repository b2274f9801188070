/** Dotted paths into a record (`place.name`, `people.0`). Array indexes are segments. */
export type Tree = { [key: string]: unknown }

// A path comes from outside (a model, a correction): these names would reach the prototype, or are none.
const FORBIDDEN = new Set(['__proto__', 'prototype', 'constructor', ''])

const isContainer = (value: unknown): value is Tree => typeof value === 'object' && value !== null

// The same few hundred paths are read for every document: splitting them once is half of the work.
const MAX_SPLIT = 4_096
const splitPaths = new Map<string, readonly string[]>()

function keysOf(path: string): readonly string[] {
  let keys = splitPaths.get(path)
  if (keys === undefined) {
    keys = path.split('.')
    if (splitPaths.size < MAX_SPLIT) splitPaths.set(path, keys)
  }
  return keys
}

export function getPath(tree: unknown, path: string): unknown {
  let at: unknown = tree
  for (const key of keysOf(path)) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, key)) return undefined
    at = (at as Tree)[key]
  }
  return at
}

/** A list takes the indexes it has and the next one: a hole would be a value nobody gave. */
const fits = (list: readonly unknown[], key: string): boolean =>
  /^(?:0|[1-9]\d{0,5})$/.test(key) && Number(key) <= list.length

/**
 * Sets a value in place, making the objects on the way; lists are entered, never made. Throws RangeError on a path that
 * leaves the record, before anything changes.
 */
export function setPath(tree: Tree, path: string, value: unknown): void {
  const keys = keysOf(path)
  const deepest = keys.length - 1
  let at: unknown = tree
  for (const key of keys) {
    if (FORBIDDEN.has(key) || (Array.isArray(at) && !fits(at, key)))
      throw new RangeError(`Not a path: ${path}`)
    at = isContainer(at) && Object.hasOwn(at, key) ? at[key] : undefined
  }
  let into = tree
  for (let depth = 0; depth < deepest; depth++) {
    const key = keys[depth] ?? ''
    const next = into[key]
    if (isContainer(next)) into = next
    else into = into[key] = {} as Tree
  }
  into[keys[deepest] ?? ''] = value
}

/** What is written where nothing is known: in the languages of the documents and of those who catalogue them. */
const PLACEHOLDER =
  /^(?:unknown|unidentified|unbekannt|inconnue?|untitled|none|null|undefined|nil|n\/?a|tbd|(?:not|none|no) (?:available|applicable|specified|stated|given|mentioned|known|provided|found))$/
const LONGEST_PLACEHOLDER = 24
const SAYS_SOMETHING = /[\p{L}\p{N}]/u
const WRAPPING = /^[[(<"']+|[\])>"'.?]+$/g

/** True of most values; told without a pattern, since each value is looked at several times. */
function startsWithWord(value: string): boolean {
  const code = value.charCodeAt(0)
  const lower = code | 0x20
  return (lower >= 0x61 && lower <= 0x7a) || (code >= 0x30 && code <= 0x39)
}

/** Blank, marks alone, or "Unknown", "n/a", "[not given]" and the like: words that say that there is no value. */
function isPlaceholder(value: string): boolean {
  if (!startsWithWord(value) && !SAYS_SOMETHING.test(value)) return true
  const words = value.trim()
  if (words.length > LONGEST_PLACEHOLDER) return false
  return PLACEHOLDER.test(words.replace(WRAPPING, '').toLowerCase())
}

/**
 * A value counts as present when it says something: no null, no blank string, no placeholder, no list or object in
 * which nothing does.
 */
export function isPresent(value: unknown): boolean {
  if (value === undefined || value === null) return false
  if (typeof value === 'string') return !isPlaceholder(value)
  if (Array.isArray(value)) return value.some(isPresent)
  if (typeof value === 'object') return Object.values(value).some(isPresent)
  return true
}

/** The tree without these paths; the tree itself stays as it is, and what is not concerned is shared with it. */
export const withoutPaths = (tree: Tree, paths: readonly string[]): Tree =>
  pruned(tree, paths.map(keysOf), 0)

// Built anew: an object that a property was deleted from is slow to read and to write out.
function pruned(tree: Tree, paths: readonly (readonly string[])[], depth: number): Tree {
  const copy: Tree = {}
  for (const key of Object.keys(tree)) {
    const within = paths.filter((keys) => keys[depth] === key)
    if (within.some((keys) => keys.length === depth + 1)) continue
    const child = tree[key]
    copy[key] =
      within.length > 0 && isContainer(child) && !Array.isArray(child)
        ? pruned(child, within, depth + 1)
        : child
  }
  return copy
}

const written = new WeakMap<Tree, string>()

/** A tree as JSON, written out once: only for a tree that nobody changes any more. */
export function jsonOf(tree: Tree): string {
  let json = written.get(tree)
  if (json === undefined) written.set(tree, (json = JSON.stringify(tree)))
  return json
}
