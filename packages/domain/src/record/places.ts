import type { Tree } from './path.ts'

const ANY = '*'
const INDEX = /^\d+$/

/** The path with `*` for its places in lists: what it is of any record. */
export const pathPattern = (path: string): string =>
  path
    .split('.')
    .map((key) => (INDEX.test(key) ? ANY : key))
    .join('.')

/** Paths of a pattern at which this very value stands. */
export function placesOf(tree: Tree, pattern: string, value: unknown): string[] {
  const wanted = JSON.stringify(value)
  const found: string[] = []
  const walk = (at: unknown, keys: readonly string[], path: readonly string[]): void => {
    const [key, ...rest] = keys
    if (key === undefined) {
      if (JSON.stringify(at) === wanted) found.push(path.join('.'))
      return
    }
    if (typeof at !== 'object' || at === null) return
    if (key !== ANY) {
      if (Object.hasOwn(at, key)) walk((at as Tree)[key], rest, [...path, key])
    } else if (Array.isArray(at)) {
      for (const [index, item] of at.entries()) walk(item, rest, [...path, String(index)])
    }
  }
  walk(tree, pattern.split('.'), [])
  return found
}
