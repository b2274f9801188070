import { hash } from 'node:crypto'
import { ColophonError, TenantId, type ImageStore } from '@colophon/domain'
import type { CopySource, CopyTarget } from '../store/backup/parts.ts'

/** Each image is a line of JSON that says what follows it, and its bytes. */
export const IMAGES_PART = 'images'
/** Of a line that introduces an image. */
const MAX_LINE_BYTES = 1_024
const NEWLINE = 0x0a

interface Head {
  tenant: string
  sha256: string
  bytes: number
}

/**
 * Copies all images of pages into a part of an archive; answers with their number. After the store, so that every image
 * that a copied document names is there: it was kept before that document was.
 */
export async function copyImages(images: ImageStore, target: CopyTarget): Promise<number> {
  let copied = 0
  const part = await target.part(IMAGES_PART)
  for await (const { tenant, sha256 } of images.list()) {
    const image = await images.get(tenant, { sha256 })
    if (image === null) continue
    const head: Head = { tenant, sha256, bytes: image.size }
    await part.write(Buffer.from(`${JSON.stringify(head)}\n`))
    for await (const chunk of image.bytes) await part.write(chunk)
    copied += 1
  }
  await part.end()
  return copied
}

const damaged = (why: string, cause?: unknown): ColophonError =>
  new ColophonError('backup.damaged', why, { cause })

/** Takes lines and bytes in turn from chunks that know nothing of either. */
class Frames {
  readonly #chunks: AsyncIterator<Uint8Array, undefined>
  #rest: Uint8Array = new Uint8Array()

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>
  }

  /** False at the end. */
  async #more(): Promise<boolean> {
    const { done, value } = await this.#chunks.next()
    if (done === true) return false
    this.#rest = Buffer.concat([this.#rest, value])
    return true
  }

  /** Null at the end. */
  async line(): Promise<string | null> {
    let end = this.#rest.indexOf(NEWLINE)
    while (end < 0 && this.#rest.length <= MAX_LINE_BYTES && (await this.#more())) {
      end = this.#rest.indexOf(NEWLINE)
    }
    if (end < 0 && this.#rest.length === 0) return null
    if (end < 0) throw damaged('The part with the images is not whole')
    const line = Buffer.from(this.#rest.subarray(0, end)).toString('utf8')
    this.#rest = this.#rest.subarray(end + 1)
    return line
  }

  async bytes(length: number): Promise<Uint8Array> {
    const taken: Uint8Array[] = []
    let left = length
    for (;;) {
      const piece = this.#rest.subarray(0, left)
      taken.push(piece)
      left -= piece.length
      this.#rest = this.#rest.subarray(piece.length)
      if (left === 0) return Buffer.concat(taken)
      if (!(await this.#more())) throw damaged('An image in the archive ends too early')
    }
  }
}

/** A tenant is a folder where images are kept, so its name is looked at before. */
const isHead = (value: Partial<Record<keyof Head, unknown>>): value is Head =>
  TenantId.safeParse(value.tenant).success &&
  typeof value.sha256 === 'string' &&
  Number.isSafeInteger(value.bytes) &&
  Number(value.bytes) >= 0

function headOf(line: string): Head {
  const none = 'The part with the images has a line that introduces none'
  try {
    const head = JSON.parse(line) as Head
    if (isHead(head)) return head
  } catch (cause) {
    throw damaged(none, cause)
  }
  throw damaged(none)
}

export interface CopiedImage {
  tenant: string
  bytes: Uint8Array
}

/** The images of an archive, one at a time, each as it was kept; none for an archive that was made without. */
export async function* imagesOf(source: CopySource): AsyncGenerator<CopiedImage> {
  if (!source.parts.includes(IMAGES_PART)) return
  const frames = new Frames(source.read(IMAGES_PART))
  for (let line = await frames.line(); line !== null; line = await frames.line()) {
    const { tenant, sha256, bytes: length } = headOf(line)
    const bytes = await frames.bytes(length)
    if (hash('sha256', bytes, 'hex') !== sha256) throw damaged(`Image ${sha256} is another one`)
    yield { tenant, bytes }
  }
}
