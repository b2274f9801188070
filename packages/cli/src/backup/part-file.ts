import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { PartWriter } from '@colophon/adapters/backup'
import type { PartEntry } from './archive-format.ts'

const BUFFER_CHARACTERS = 64 * 1024
/** Texts shrink to a quarter at any level; higher ones take three times the CPU for a tenth of it. */
const LEVEL = 4

/** Compresses one part into a file, and measures that on the way: nothing is read twice, or kept. */
export class PartFile implements PartWriter {
  readonly #gzip = createGzip({ level: LEVEL })
  readonly #hash = createHash('sha256')
  readonly #written: Promise<void>
  #bytes = 0
  #lines: string[] = []
  #buffered = 0

  constructor(path: string) {
    const file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true })
    this.#written = pipeline(this.#gzip, (chunks) => this.#measure(chunks), file)
    // Told by whoever writes next, or ends.
    this.#written.catch(() => undefined)
  }

  async write(chunk: string | Uint8Array): Promise<void> {
    if (typeof chunk !== 'string') {
      await this.#send(chunk)
      return
    }
    this.#lines.push(chunk)
    this.#buffered += chunk.length
    if (this.#buffered >= BUFFER_CHARACTERS) await this.#flush()
  }

  async end(): Promise<void> {
    await this.#flush()
    this.#gzip.end()
    await this.#written
  }

  /** After its end. */
  entry(name: string, file: string): PartEntry {
    return { name, file, bytes: this.#bytes, sha256: this.#hash.digest('hex') }
  }

  /** Ends one that is not wanted any more. */
  destroy(): void {
    this.#gzip.destroy()
  }

  async *#measure(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.#hash.update(chunk)
      this.#bytes += chunk.length
      yield chunk
    }
  }

  async #flush(): Promise<void> {
    const text = this.#lines.join('')
    this.#lines = []
    this.#buffered = 0
    if (text !== '') await this.#send(text)
  }

  async #send(chunk: string | Uint8Array): Promise<void> {
    // A disk that is full ends the pipeline, and then nothing drains.
    if (!this.#gzip.write(chunk)) await Promise.race([once(this.#gzip, 'drain'), this.#written])
  }
}
