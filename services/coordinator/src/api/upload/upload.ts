import { ColophonError } from '@colophon/domain'
import { RequestError, type BodyStream } from '@colophon/runtime/http'
import type { z } from 'zod'
import {
  collect,
  errorItem,
  printable,
  problem,
  tooLarge,
  type InputItem,
} from '@colophon/formats/read'
import { cutOffItem, fileItems, keptPath, type FileRules } from './file-items.ts'
import { boundaryOf } from './part-headers.ts'
import { CutOffError, readParts, type Part } from './parts.ts'

export interface UploadLimits {
  maxFiles: number
}

const MAX_FIELDS = 16
const MAX_FIELD_BYTES = 1_024

/** A form that is being sent: its fields have come in, its files come as they are read. */
export interface Upload<F> extends AsyncDisposable {
  fields: F
  items(rules: FileRules): AsyncGenerator<InputItem>
}

export interface OpenUploadOptions<S extends z.ZodType> {
  schema: S
  limits: UploadLimits
}

/** Reads the fields, which stand before the files: documents are taken while later files are still on their way. */
export async function openUpload<S extends z.ZodType>(
  { bytes, contentType }: BodyStream,
  { schema, limits }: OpenUploadOptions<S>,
): Promise<Upload<z.output<S>>> {
  const boundary = boundaryOf(contentType)
  if (boundary === undefined) {
    throw new RequestError(400, 'The content-type of a form must name its boundary.')
  }
  const parts = readParts(bytes, boundary)
  const close = async (): Promise<void> => {
    await parts.return(undefined)
  }
  try {
    const { fields, first } = await readFields(parts)
    return {
      fields: parseFields(schema, fields),
      items: (rules) => readFiles(first, parts, { ...limits, rules }),
      [Symbol.asyncDispose]: close,
    }
  } catch (thrown) {
    await close()
    throw thrown
  }
}

async function readFields(parts: AsyncGenerator<Part>) {
  const fields = new Map<string, string>()
  let next = await parts.next()
  if (next.done === true) {
    throw new RequestError(400, 'The body has no part that begins with the boundary of its type.')
  }
  while (next.done !== true && next.value.headers.filename === undefined) {
    const { name, value } = await readField(next.value)
    if (fields.has(name)) throw new RequestError(400, 'A field stands twice in the form.')
    if (fields.size === MAX_FIELDS) throw new RequestError(400, 'The form has too many fields.')
    fields.set(name, value)
    next = await parts.next()
  }
  return { fields: Object.fromEntries(fields), first: next.done === true ? undefined : next.value }
}

async function readField({ headers, bytes }: Part): Promise<{ name: string; value: string }> {
  const { name } = headers
  try {
    const error = (): ColophonError => tooLarge('field', MAX_FIELD_BYTES)
    const value = await collect(bytes, MAX_FIELD_BYTES, error)
    if (name !== undefined) return { name, value: value.toString('utf8') }
  } catch (thrown) {
    if (thrown instanceof CutOffError) {
      throw new RequestError(400, 'The body of the request ends before its form does.')
    }
    if (!(thrown instanceof ColophonError)) throw thrown
    throw new RequestError(
      400,
      `A field of the form has more than ${MAX_FIELD_BYTES} bytes: a file needs a filename.`,
    )
  }
  throw new RequestError(400, 'A part of the form has no name (content-disposition: form-data).')
}

function parseFields<S extends z.ZodType>(schema: S, fields: unknown): z.output<S> {
  const parsed = schema.safeParse(fields)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? { name: issue.keys.join(', '), message: 'there is no such field; a file needs a filename' }
      : { name: issue.path.join('.'), message: issue.message },
  )
  throw new RequestError(
    400,
    'The form is not valid.',
    faults.map((fault) => ({ in: 'body' as const, ...fault })),
  )
}

async function* readFiles(
  first: Part | undefined,
  parts: AsyncGenerator<Part>,
  { rules, maxFiles }: UploadLimits & { rules: FileRules },
): AsyncGenerator<InputItem> {
  let number = 0
  for (let part = first; part !== undefined; part = await nextOf(parts)) {
    number += 1
    if (part.headers.filename === undefined) yield await lateField(part)
    else if (number <= maxFiles) yield* fileItems(part, number, rules)
    else yield oneTooMany(part.headers.filename, maxFiles)
  }
}

async function nextOf(parts: AsyncGenerator<Part>): Promise<Part | undefined> {
  const next = await parts.next()
  return next.done === true ? undefined : next.value
}

/** Documents were taken without what it says; but where the body was cut off, it may have been a file. */
async function lateField({ headers, bytes }: Part): Promise<InputItem> {
  const isCut = headers.name === undefined && (await isCutOff(bytes))
  if (isCut) return cutOffItem('the last file')
  throw new RequestError(
    400,
    'A part without a filename comes after a file: fields go first, and files need a filename.',
  )
}

async function isCutOff(bytes: AsyncIterable<Buffer>): Promise<boolean> {
  try {
    const chunks = bytes[Symbol.asyncIterator]()
    // Nothing of it is wanted but how it ends.
    while ((await chunks.next()).done !== true);
    return false
  } catch (thrown) {
    if (thrown instanceof CutOffError) return true
    throw thrown
  }
}

function oneTooMany(filename: string, most: number): InputItem {
  const where = printable(keptPath(filename)) || 'a file'
  const what = `is beyond the ${most} files of one request: send it in another`
  return errorItem(problem('input.too_large', where, what), where)
}
