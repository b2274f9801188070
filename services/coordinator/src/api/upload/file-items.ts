import { basename, extname } from 'node:path/posix'
import type { ColophonError } from '@colophon/domain'
import {
  errorItem,
  printable,
  problem,
  readDocuments,
  tooLarge,
  within,
  type FileType,
  type InputFormats,
  type InputItem,
  type Origin,
  type ReadingRules,
} from '@colophon/formats/read'
import { CutOffError, type Part } from './parts.ts'

const MAX_PATH_LENGTH = 1_000

/**
 * The name of a file as it is kept: folders stay, because they tell `1.txt` from `1.txt`; what would lead out of them
 * goes. It is a label and never opened.
 */
export function keptPath(sent: string): string {
  const segments = sent
    .replaceAll(/\p{Cc}/gu, '_')
    .split(/[/\\]+/)
    .map((segment) => segment.trim())
    .filter((segment) => segment !== '' && !/^(?:\.{1,2}|[a-z]:)$/i.test(segment))
  return segments.join('/').slice(-MAX_PATH_LENGTH).toWellFormed()
}

export interface FileRules extends ReadingRules {
  formats: InputFormats
  /** Largest file of a format that is parsed in memory. */
  maxParsedBytes: number
}

function originOf(path: string, where: string, mediaType: string): Origin {
  const name = basename(path)
  return {
    where,
    stem: basename(name, extname(name)) || 'doc',
    // Other uploads have a `page-1.txt` too: the text decides which document it is, in all there will ever be.
    idFrom: { kind: 'text', formerDigits: 24 },
    file: path === '' ? undefined : { path, name, format: mediaType },
  }
}

/** The documents of one file; `where` is the file for each of them, messages name the line. */
export async function* fileItems(
  { headers, bytes }: Part,
  number: number,
  rules: FileRules,
): AsyncGenerator<InputItem> {
  const path = keptPath(headers.filename ?? '')
  const where = printable(path) || `file ${number}`
  const { formats } = rules
  // A type is asked for only where the name says nothing.
  const type =
    formats.ofFile(path) ??
    (extname(path) === '' ? formats.ofMediaType(headers.mediaType) : undefined)
  if (type === undefined) {
    const what = `is no ${formats.inWords()} file by its name`
    yield errorItem(problem('input.unsupported', where, what), where)
    return
  }
  const origin = originOf(path, where, type.mediaType)
  try {
    const input = { bytes: cappedBytes(bytes, type, { where, rules }), origin, rules }
    yield* withoutNotes(readDocuments(type.format, input), where)
  } catch (thrown) {
    yield errorItem(thrown instanceof CutOffError ? cutOff(where) : thrown, where)
  }
}

const cutOff = (where: string): ColophonError =>
  problem('input.unreadable', where, 'is cut off: the body of the request ends before it does')

export const cutOffItem = (where: string): InputItem => errorItem(cutOff(where), where)

function cappedBytes(
  bytes: AsyncIterable<Buffer>,
  { format }: FileType,
  { where, rules }: { where: string; rules: FileRules },
): AsyncIterable<Buffer> {
  const { inMemory } = format
  if (inMemory === undefined) return bytes
  const most = rules.maxParsedBytes
  return within(bytes, most, () => tooLarge(where, most, inMemory))
}

/** A file that gives nothing but a note, as one of enriched records does, must not vanish without a word. */
async function* withoutNotes(
  items: AsyncIterable<InputItem>,
  where: string,
): AsyncGenerator<InputItem> {
  let gave = false
  let note: string | undefined
  for await (const item of items) {
    if (item.kind === 'note') note ??= item.message
    else {
      gave = true
      yield { ...item, where }
    }
  }
  if (!gave && note !== undefined) {
    yield errorItem(problem('input.unsupported', where, note), where)
  }
}
