import { setImmediate as settled } from 'node:timers/promises'
import { Dicer } from '@fastify/busboy'
import { readPartHeaders, type PartHeaders, type RawHeaders } from './part-headers.ts'

export interface Part {
  headers: PartHeaders
  /** Throws `CutOffError` where the body ends in the middle of the part. */
  bytes: AsyncIterable<Buffer>
}

/** The body ended before the part did: what there is of it must not pass for the whole. */
export class CutOffError extends Error {
  constructor() {
    super('the body ends in the middle of a part')
    this.name = 'CutOffError'
  }
}

const NO_HEADERS: PartHeaders = { name: undefined, filename: undefined, mediaType: '' }
const PARSER = { maxHeaderPairs: 32, maxHeaderSize: 16 * 1024 }

/** A part as it comes in: its bytes wait here until they are asked for, or are dropped when they never will be. */
class IncomingPart {
  readonly #chunks: Buffer[] = []
  #dropped = false
  headers: PartHeaders | undefined
  end: 'whole' | 'cut' | undefined

  constructor(stream: Dicer.PartStream) {
    stream.on('header', (headers) => {
      this.headers = readPartHeaders(headers as RawHeaders)
    })
    stream.on('data', (chunk) => {
      if (!this.#dropped) this.#chunks.push(chunk as Buffer)
    })
    stream.on('error', () => {
      this.end = 'cut'
    })
    stream.on('end', () => {
      this.end ??= 'whole'
    })
  }

  drop(): void {
    this.#dropped = true
    this.#chunks.length = 0
  }

  async *read(feed: () => Promise<boolean>): AsyncGenerator<Buffer> {
    for (;;) {
      const chunk = this.#chunks.shift()
      if (chunk !== undefined) yield chunk
      else if (this.end === 'whole') return
      else if (this.end === 'cut' || !(await feed())) throw new CutOffError()
    }
  }
}

/**
 * The parts of a `multipart/form-data` body, one after the other. The body is read a chunk at a time, and only while
 * somebody waits for more: whoever sends faster than documents are stored has to wait, and however many small files
 * stand in a body, those of one chunk are in memory. Going on to the next part drops what was not read of this one.
 */
export async function* readParts(
  body: AsyncIterable<Buffer>,
  boundary: string,
): AsyncGenerator<Part> {
  const source = body[Symbol.asyncIterator]()
  const begun: IncomingPart[] = []
  const parser = new Dicer({ boundary, ...PARSER })
  parser.on('part', (stream) => begun.push(new IncomingPart(stream)))
  // The part that is not whole says so itself; without a listener the process would end.
  parser.on('error', () => undefined)
  let ended = false
  const feed = async (): Promise<boolean> => {
    if (ended) return false
    const next = await source.next()
    ended = next.done === true
    if (next.done === true) parser.end()
    else await new Promise((resolve) => parser.write(next.value, resolve))
    // Parts hand on what was written in later ticks; the next chunk must not come before.
    await settled()
    return true
  }
  try {
    for (;;) {
      const part = begun.shift()
      if (part === undefined) {
        if (await feed()) continue
        return
      }
      while (part.headers === undefined && part.end === undefined && (await feed()));
      yield { headers: part.headers ?? NO_HEADERS, bytes: part.read(feed) }
      part.drop()
    }
  } finally {
    await source.return?.()
  }
}
