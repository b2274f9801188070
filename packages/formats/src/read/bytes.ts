import type { ColophonError } from '@colophon/domain'
import { binaryKind, utf16Mark } from './decode.ts'
import { problem } from './problems.ts'

export type Bytes = AsyncIterable<Buffer>

/** Chunks of a stream as buffers, also of one that was set to strings. */
export async function* asBuffers(stream: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk as string | Uint8Array)
  }
}

/** The first bytes of a stream, as many as `enough` asks for, and the stream with them still in it. */
export async function peek(
  source: Bytes,
  enough: (head: Buffer) => boolean,
): Promise<{ head: Buffer; bytes: Bytes }> {
  const iterator = source[Symbol.asyncIterator]()
  let head: Buffer = Buffer.alloc(0)
  let ended = false
  while (!ended && !enough(head)) {
    const next = await iterator.next()
    if (next.done === true) ended = true
    else head = head.length === 0 ? next.value : Buffer.concat([head, next.value])
  }
  async function* whole(): AsyncGenerator<Buffer> {
    try {
      if (head.length > 0) yield head
      if (!ended) yield* { [Symbol.asyncIterator]: () => iterator }
    } finally {
      // A reader that stops at the head must still close the file.
      await iterator.return?.()
    }
  }
  return { head, bytes: whole() }
}

/** The stream as UTF-8: UTF-16 with a byte order mark is recoded on the way. */
export async function* recodeToUtf8(source: Bytes, where: string): AsyncGenerator<Buffer> {
  const { head, bytes } = await peek(source, (start) => start.length >= 2)
  const encoding = utf16Mark(head)
  if (encoding === null) {
    yield* bytes
    return
  }
  const decoder = new TextDecoder(encoding, { fatal: true })
  const decode = (chunk?: Buffer): Buffer => {
    try {
      return Buffer.from(decoder.decode(chunk, { stream: chunk !== undefined }))
    } catch {
      throw problem('input.encoding', where, 'is not valid UTF-16')
    }
  }
  for await (const chunk of bytes) yield decode(chunk)
  yield decode()
}

/** The stream, ended by `error` as soon as it goes over the limit. */
export async function* within(
  bytes: Bytes,
  limit: number,
  error: () => ColophonError,
): AsyncGenerator<Buffer> {
  let size = 0
  for await (const chunk of bytes) {
    size += chunk.length
    if (size > limit) throw error()
    yield chunk
  }
}

/** All of a stream, or `error` as soon as it goes over the limit. */
export async function collect(
  bytes: Bytes,
  limit: number,
  error: () => ColophonError,
): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of within(bytes, limit, error)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Ends a stream whose first bytes are no text, before anything is made of them. */
export async function* refuseBinary(bytes: Bytes, where: string): AsyncGenerator<Buffer> {
  let checked = false
  for await (const chunk of bytes) {
    const kind = checked || utf16Mark(chunk) !== null ? null : binaryKind(chunk)
    if (kind !== null) throw problem('input.binary', where, `is ${kind}, not text`)
    checked = true
    yield chunk
  }
}
