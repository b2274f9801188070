import { createReadStream, readFileSync, type Stats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, dirname, extname, resolve } from 'node:path'
import {
  type Bytes,
  collect,
  errorItem,
  type IdSource,
  type InputItem,
  printable,
  problem,
  readDocuments,
  refuseBinary,
} from '@colophon/formats/read'
import { ColophonError } from '@colophon/domain'
import { shownPath, type FilePlaces } from './file-places.ts'
import type { PageImages } from './page-images.ts'
import { pathProblem } from './problems.ts'
import { readStream, type StreamReading } from './read-stream.ts'
import { describeSkipped, walkFolder, type Walk } from './walk-folder.ts'

export interface PathReading extends StreamReading {
  cwd: string
  places: FilePlaces
  /** Real path of a file that is none of the inputs. */
  passOver?: string | undefined
  /** Real folders that were read in this run. */
  visited: Set<string>
  images: PageImages
}

const CHUNK_BYTES = 256 * 1024

/** Everything that a path named on the command line leads to. */
export async function* readPath(name: string, reading: PathReading): AsyncGenerator<InputItem> {
  if (name === '') {
    const error = new ColophonError('input.not_found', 'An empty name is no path')
    yield { kind: 'error', error, where: '(empty name)' }
    return
  }
  const path = resolve(reading.cwd, name)
  const where = printable(shownPath(path, reading.cwd))
  let stats: Stats
  try {
    stats = await stat(path)
  } catch (thrown) {
    yield errorItem(await pathProblem(thrown, path, where), where)
    return
  }
  if (stats.isDirectory()) yield* readFolder(path, reading)
  else if (stats.isFile()) yield* readFile({ path, isLink: true, stats }, reading)
  else yield* readStream(createReadStream(path), where, reading)
}

async function* readFolder(folder: string, reading: PathReading): AsyncGenerator<InputItem> {
  const where = printable(shownPath(folder, reading.cwd))
  const { visited, formats, passOver, images } = reading
  const walk: Walk = { visited, formats, passOver, skipped: new Map(), images: [] }
  let found = 0
  for await (const entry of walkFolder(folder, walk)) {
    found += 1
    const place = printable(shownPath(entry.path, reading.cwd))
    if (entry.kind === 'again') {
      yield { kind: 'note', where: place, message: 'is a folder that was read already' }
    } else if (entry.kind === 'failed') {
      yield errorItem(await pathProblem(entry.thrown, entry.path, place), place)
    } else {
      yield* readFile({ ...entry, stats: null }, reading)
    }
  }
  const skipped = describeSkipped(walk, (path) => images.has(path))
  if (found === 0) {
    const what = skipped === null ? 'is an empty folder' : `has no file that is read: ${skipped}`
    yield errorItem(problem('input.unsupported', where, what), where)
  } else if (skipped !== null) {
    yield { kind: 'note', where, message: skipped }
  }
}

const stemOf = (name: string): string => basename(name, extname(name))

interface FoundFile {
  path: string
  /** It may be a link. */
  isLink: boolean
  /** Where they are known already. */
  stats: Stats | null
}

async function* readFile(
  { path, isLink, stats }: FoundFile,
  { cwd, rules, formats, places, images }: PathReading,
): AsyncGenerator<InputItem> {
  const shown = shownPath(path, cwd)
  const where = printable(shown)
  const known = formats.ofFile(path)
  const type = known ?? formats.ofUnknownFile(path)
  if (type === undefined) {
    const what = `is no ${formats.inWords()} file by its name`
    yield errorItem(problem('input.unsupported', where, what), where)
    return
  }
  try {
    const { size } = stats ?? (await stat(path))
    const name = basename(path)
    const { format, mediaType } = type
    const file = { path: shown, name, format: mediaType }
    const place = places.of(path, isLink)
    const formerly = { stem: stemOf(name), path: shown }
    const idFrom: IdSource = { kind: 'file', place, machine: places.machine, formerly }
    const takeImage = images.below(dirname(path))
    const origin = { where, stem: stemOf(basename(place)), idFrom, file, images: takeImage }
    const allowed = format.limit(rules.maxTextBytes)
    const bytes = bytesOf(path, size)
    if (allowed !== null && size > allowed.bytes) {
      // Only its head is read: an image among texts should be called an image, however large it is.
      await collect(refuseBinary(bytes, where), 0, () => allowed.error(where))
    }
    for await (const item of readDocuments(format, { bytes, origin, rules })) {
      yield known === undefined ? asUnsupported(item) : item
    }
  } catch (thrown) {
    const item = errorItem(await pathProblem(thrown, path, where), where)
    yield known === undefined ? asUnsupported(item) : item
  }
}

/**
 * A small file is read at once and at a stroke: opening a stream costs thirty times as much as the reading, and folders
 * hold thousands of them.
 */
function bytesOf(path: string, size: number): Bytes {
  return size > 0 && size <= CHUNK_BYTES
    ? atOnce(path)
    : createReadStream(path, { highWaterMark: CHUNK_BYTES })
}

// eslint-disable-next-line @typescript-eslint/require-await -- an async source, like the stream it stands for
async function* atOnce(path: string): AsyncGenerator<Buffer> {
  yield readFileSync(path)
}

/** A file of an unknown type is tried as plain text. When it is none, its type is what to complain of. */
function asUnsupported(item: InputItem): InputItem {
  if (item.kind !== 'error' || item.error.code !== 'input.binary') return item
  const error = new ColophonError('input.unsupported', item.error.message)
  return { ...item, error }
}
