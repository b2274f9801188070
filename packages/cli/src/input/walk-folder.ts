import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { extensionOf, type InputFormats } from '@colophon/formats/read'

/** A walk over folders, with what it has seen: each real folder is read once, however many links lead to it. */
export interface Walk {
  visited: Set<string>
  formats: InputFormats
  /** Real path of a file that is left out. */
  passOver?: string | undefined
  /** Kind of entry → how many were left out. */
  skipped: Map<string, number>
  /** Left out too, unless documents say that they are the images of their pages: that is known at the end. */
  images: string[]
}

export type Found =
  | { kind: 'file'; path: string; isLink: boolean }
  /** A folder that was read before, under another name or another argument. */
  | { kind: 'again'; path: string }
  | { kind: 'failed'; path: string; thrown: unknown }

type EntryKind = 'folder' | 'file' | 'special'

const byName = (a: Dirent, b: Dirent): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)

/** All files below a folder that we read, depth first, in the order of their names. */
export async function* walkFolder(folder: string, walk: Walk): AsyncGenerator<Found> {
  let entries: Dirent[]
  try {
    const { dev, ino } = await stat(folder, { bigint: true })
    const identity = `${dev}:${ino}`
    if (walk.visited.has(identity)) {
      yield { kind: 'again', path: folder }
      return
    }
    walk.visited.add(identity)
    entries = await readdir(folder, { withFileTypes: true })
  } catch (thrown) {
    yield { kind: 'failed', path: folder, thrown }
    return
  }
  for (const entry of entries.sort(byName)) yield* visit(entry, join(folder, entry.name), walk)
}

/**
 * Files that stand beside documents and are none, by their names: what describes a folder, and what a test expects of it.
 * Whoever names one has it read.
 */
const ASIDE: readonly (readonly [kind: string, name: RegExp])[] = [
  ['hidden', /^\./],
  ['README', /^readme(?:\.[a-z]+)?$/i],
  ['expected', /^(?:.*\.)?expected(?:\.[a-z]+)?$/i],
]

async function* visit(entry: Dirent, path: string, walk: Walk): AsyncGenerator<Found> {
  const aside = ASIDE.find(([, name]) => name.test(entry.name))
  if (aside !== undefined || (await isPassedOver(path, walk))) {
    skip(walk, aside?.[0] ?? 'output of an earlier run')
    return
  }
  let kind: EntryKind
  try {
    kind = await kindOf(entry, path)
  } catch (thrown) {
    // A broken link to something we would not read anyway is no news.
    if (walk.formats.ofFile(entry.name) === undefined) skip(walk, 'broken link')
    else yield { kind: 'failed', path, thrown }
    return
  }
  if (kind === 'folder') yield* walkFolder(path, walk)
  else if (kind === 'special') skip(walk, 'special file')
  else if (walk.formats.ofFile(entry.name) !== undefined) {
    yield { kind: 'file', path, isLink: entry.isSymbolicLink() }
  } else if (IMAGE.test(entry.name)) walk.images.push(path)
  else skip(walk, extensionOf(entry.name) || 'no extension')
}

const IMAGE = /\.(?:png|jpe?g)$/i

const isPassedOver = async (path: string, { passOver }: Walk): Promise<boolean> =>
  passOver !== undefined &&
  basename(path) === basename(passOver) &&
  (await realpath(path).catch(() => path)) === passOver

async function kindOf(entry: Dirent, path: string): Promise<EntryKind> {
  const target = entry.isSymbolicLink() ? await stat(path) : entry
  if (target.isDirectory()) return 'folder'
  return target.isFile() ? 'file' : 'special'
}

function skip(walk: Walk, kind: string): void {
  walk.skipped.set(kind, (walk.skipped.get(kind) ?? 0) + 1)
}

const MAX_KINDS_NAMED = 8

/**
 * `14 entries skipped (9 .jpg, 4 .pdf, 1 hidden; name one to have it read)`, or null when nothing was. Images of pages
 * are not: `isTaken` knows them by their path.
 */
export function describeSkipped(walk: Walk, isTaken: (path: string) => boolean): string | null {
  const { skipped } = walk
  for (const path of walk.images) if (!isTaken(path)) skip(walk, extensionOf(path))
  const kinds = [...skipped].sort((a, b) => b[1] - a[1])
  const total = kinds.reduce((sum, [, count]) => sum + count, 0)
  if (total === 0) return null
  const named = kinds.slice(0, MAX_KINDS_NAMED).map(([kind, count]) => `${count} ${kind}`)
  if (kinds.length > MAX_KINDS_NAMED) named.push('…')
  const hint = ASIDE.some(([kind]) => skipped.has(kind)) ? '; name one to have it read' : ''
  return `${total} ${total === 1 ? 'entry' : 'entries'} skipped (${named.join(', ')}${hint})`
}
