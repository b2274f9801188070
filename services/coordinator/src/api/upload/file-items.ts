import { basename, extname } from 'node:path/posix'
import type { ColophonError } from '@colophon/domain'
import {
  errorItem,
  fileType,
  printable,
  problem,
  READERS,
  tooLarge,
  within,
  type FileType,
  type InputItem,
  type Origin,
  type ReadingRules,
} from '@colophon/formats/read'
import { CutOffError, type Part } from './parts.ts'

/** For files whose name says nothing. */
const TYPES: Readonly<Record<string, FileType>> = {
  'text/plain': { form: 'text', format: 'text/plain' },
  'text/markdown': { form: 'text', format: 'text/markdown' },
  'application/json': { form: 'json', format: 'application/json' },
  'application/jsonl': { form: 'jsonl', format: 'application/x-ndjson' },
  'application/x-ndjson': { form: 'jsonl', format: 'application/x-ndjson' },
}

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
  /** Largest `.json` file: it is parsed in memory. */
  maxJsonBytes: number
}

function originOf(path: string, where: string, format: string): Origin {
  const name = basename(path)
  return {
    where,
    stem: basename(name, extname(name)) || 'doc',
    // Other uploads have a `page-1.txt` too: the text decides which document it is, in all there will ever be.
    idFrom: { kind: 'text', formerDigits: 24 },
    file: path === '' ? undefined : { path, name, format },
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
  const type = fileType(path) ?? (extname(path) === '' ? TYPES[headers.mediaType] : undefined)
  if (type === undefined) {
    const what = 'is no .txt, .md, .json or .jsonl file by its name'
    yield errorItem(problem('input.unsupported', where, what), where)
    return
  }
  const origin = originOf(path, where, type.format)
  try {
    const input = { bytes: cappedBytes(bytes, type, { where, rules }), origin, rules }
    yield* withoutNotes(READERS[type.form].read(input), where)
  } catch (thrown) {
    yield errorItem(thrown instanceof CutOffError ? cutOff(where) : thrown, where)
  }
}

const cutOff = (where: string): ColophonError =>
  problem('input.unreadable', where, 'is cut off: the body of the request ends before it does')

export const cutOffItem = (where: string): InputItem => errorItem(cutOff(where), where)

function cappedBytes(
  bytes: AsyncIterable<Buffer>,
  { form }: FileType,
  { where, rules }: { where: string; rules: FileRules },
): AsyncIterable<Buffer> {
  if (form !== 'json') return bytes
  const most = rules.maxJsonBytes
  return within(bytes, most, () => tooLarge(where, most, 'a .json file may be (use .jsonl):'))
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
