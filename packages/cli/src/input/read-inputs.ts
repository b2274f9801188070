import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { LARGEST_TEXT_BYTES, type SourceSpec } from '@colophon/domain'
import {
  errorItem,
  InputFormats,
  KnownIds,
  printable,
  sameId,
  type InputItem,
  type ReadingRules,
} from '@colophon/formats/read'
import { FilePlaces } from './file-places.ts'
import { PageImages, type ImageKeeper } from './page-images.ts'
import { systemProblem } from './problems.ts'
import { readPath } from './read-path.ts'
import { readStream } from './read-stream.ts'

export type { InputItem } from '@colophon/formats/read'

const DEFAULT_COLLECTION = 'default'
const STDIN_NAME = '(stdin)'

export interface ReadInputsOptions {
  /** Of the profile of the documents. */
  source: SourceSpec
  cwd: string
  stdin: Readable
  /** @default 5 MiB of UTF-8 */
  maxTextBytes?: number | undefined
  /** For documents that name no collection. @default 'default' */
  defaultCollection?: string | undefined
  /** Put before ids that are made here; ids that documents bring stay as they are. @default '' */
  idPrefix?: string | undefined
  /** Files below this folder have ids by their place in it, not by that on this machine. */
  idRoot?: string | undefined
  /** @default the name of the host */
  machine?: string | undefined
  /** Where images of pages go. @default nowhere: they are left out, as a note says */
  images?: ImageKeeper | null | undefined
  /** Real path of a file that is no input although it lies in a folder that is read: the output of an earlier run. */
  passOver?: string | undefined
}

/**
 * Reads files, folders and `-` (standard input) one document at a time, in the order given; folders in the order of
 * names. What cannot be read becomes an error item, and the rest goes on.
 */
export async function* readInputs(
  paths: readonly string[],
  options: ReadInputsOptions,
): AsyncGenerator<InputItem, void, undefined> {
  const { source } = options
  const rules: ReadingRules = {
    source,
    maxTextBytes: options.maxTextBytes ?? LARGEST_TEXT_BYTES,
    collection: options.defaultCollection ?? DEFAULT_COLLECTION,
    idPrefix: options.idPrefix ?? '',
  }
  const { cwd, machine, passOver } = options
  const places = openPlaces(cwd, options.idRoot, machine)
  const formats = new InputFormats(source.files)
  const images = new PageImages(options.images ?? null)
  const reading = { cwd, rules, formats, places, passOver, visited: new Set<string>(), images }
  const known = new Repeats()
  let stdinRead = false
  for (const path of paths) {
    if (path === '-' && stdinRead) {
      yield { kind: 'note', where: STDIN_NAME, message: 'is read only once' }
      continue
    }
    stdinRead ||= path === '-'
    const items =
      path === '-' ? readStream(options.stdin, STDIN_NAME, reading) : readPath(path, reading)
    for await (const item of items) yield known.check(item)
  }
  const note = images.note()
  if (note !== null) yield { kind: 'note', where: 'pages', message: note }
}

function openPlaces(
  cwd: string,
  root: string | undefined,
  machine: string | undefined,
): FilePlaces {
  try {
    return new FilePlaces({ root: root === undefined ? root : resolve(cwd, root), machine })
  } catch (thrown) {
    throw systemProblem(thrown, printable(root ?? ''))
  }
}

/** Finds ids that come twice, and says where they came first. */
class Repeats {
  readonly #ids = new KnownIds('numbered')
  readonly #places: string[] = []

  check(item: InputItem): InputItem {
    if (item.kind !== 'document') return item
    const { document, where } = item
    const { document_id } = document
    const { as, first: number } = this.#ids.add(document)
    if (as === 'new') {
      this.#places.push(where)
      return item
    }
    const first = this.#places[number] ?? ''
    if (as === 'same') return { kind: 'duplicate', where, document_id, first }
    return errorItem(sameId(document_id, where, first), where)
  }
}
