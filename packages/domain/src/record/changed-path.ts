import type { Tree } from './path.ts'

/**
 * Trees with one path changed, as new trees: what is not concerned is shared with the one they were made of, which stays
 * as it is.
 */

type Container = Tree | unknown[]

const isContainer = (value: unknown): value is Container =>
  typeof value === 'object' && value !== null

const copyOf = (container: Container): Container =>
  Array.isArray(container) ? [...container] : { ...container }

const put = (container: Container, key: string, value: unknown): void => {
  ;(container as Tree)[key] = value
}

const childOf = (container: Container, key: string): unknown =>
  Object.hasOwn(container, key) ? (container as Tree)[key] : undefined

function changed(
  container: Container,
  keys: readonly string[],
  change: (holder: Container, key: string) => void,
): Container {
  const [key = '', ...rest] = keys
  const copy = copyOf(container)
  if (rest.length === 0) change(copy, key)
  else {
    const next = childOf(container, key)
    put(copy, key, changed(isContainer(next) ? next : {}, rest, change))
  }
  return copy
}

/** With this value at the path. The path has to be one of a schema: the objects on the way are made. */
export const withPath = (tree: Tree, path: string, value: unknown): Tree =>
  changed(tree, path.split('.'), (holder, key) => {
    put(holder, key, value)
  }) as Tree

/** Without anything at the path; the object it stood in stays. */
export function withoutPath(tree: Tree, path: string): Tree {
  const keys = path.split('.')
  let at: unknown = tree
  for (const key of keys) {
    if (!isContainer(at) || !Object.hasOwn(at, key)) return tree
    at = (at as Tree)[key]
  }
  return changed(tree, keys, (holder, key) => {
    Reflect.deleteProperty(holder, key)
  }) as Tree
}

/** The objects around a path that are there, outermost first. */
export function containersOf(tree: Tree, path: string): Container[] {
  const found: Container[] = []
  let at: unknown = tree
  for (const key of path.split('.')) {
    if (!isContainer(at)) break
    found.push(at)
    at = childOf(at, key)
  }
  return found
}
