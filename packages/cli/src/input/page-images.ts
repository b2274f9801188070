import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from 'node:fs'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { MIB, type ImageStore, type PageImage, type SubmittedImage } from '@colophon/domain'
import { imageHeader, problem, type TakeImage } from '@colophon/formats/read'
import { systemProblem } from './problems.ts'

/** Where the images of a run go, and whose they are. */
export interface ImageKeeper {
  store: Pick<ImageStore, 'put'>
  tenantId: string
}

const MAX_IMAGE_BYTES = 32 * MIB
const HAS_SCHEME = /^[a-z][a-z0-9+.-]*:/i

/** The images of pages that documents of a run name. */
export class PageImages {
  readonly #keeper: ImageKeeper | null
  readonly #taken = new Set<string>()
  #leftOut = 0

  constructor(keeper: ImageKeeper | null) {
    this.#keeper = keeper
  }

  /** For documents of a file in this folder. */
  below(folder: string): TakeImage {
    return (image, where) => {
      const path = placeBelow(folder, image.file, where)
      this.#taken.add(path)
      if (this.#keeper !== null) return this.#take(path, image, where)
      this.#leftOut += 1
      return null
    }
  }

  /** Whether a document has named the file. */
  has(path: string): boolean {
    return this.#taken.has(path)
  }

  /** `images of 3 pages are left out: …`, or null. */
  note(): string | null {
    if (this.#leftOut === 0) return null
    const pages =
      this.#leftOut === 1 ? 'the image of 1 page is' : `images of ${this.#leftOut} pages are`
    return `${pages} left out: only \`colophon enrich\` takes them, beside a store that is a file or with IMAGES_DIR`
  }

  #take(path: string, { width, height, file }: SubmittedImage, where: string): PageImage | null {
    if (this.#keeper === null) return null
    const { store, tenantId } = this.#keeper
    const bytes = readImage(path, where)
    const header = imageHeader(bytes)
    if (header === null)
      throw problem('input.image', where, 'has an image that is neither PNG nor JPEG')
    if (header.width !== width || header.height !== height) {
      const size = `${header.width} × ${header.height} pixels, not ${width} × ${height}`
      throw problem('input.image', where, `has an image of ${size}`)
    }
    return { sha256: store.put(tenantId, bytes), type: header.type, width, height, file }
  }
}

/** Below the folder by its name and in truth: what links lead to counts. */
function placeBelow(folder: string, file: string, where: string): string {
  const outside = problem(
    'input.image',
    where,
    'names an image that is not below the folder of the input',
  )
  const parts = file.split(/[/\\]/)
  const isPath = !isAbsolute(file) && !HAS_SCHEME.test(file) && !file.includes('\0')
  if (!isPath || file.includes('\\') || parts.includes('..')) throw outside
  const path = resolve(folder, file)
  const real = realOf(path, where)
  const inside = relative(realOf(folder, where), real)
  if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside))
    throw outside
  return path
}

function realOf(path: string, where: string): string {
  try {
    return realpathSync.native(path)
  } catch (thrown) {
    throw asImageProblem(thrown, where)
  }
}

function readImage(path: string, where: string): Buffer {
  try {
    // Not what waits for somebody to write it: a pipe would be opened for ever.
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      const stats = fstatSync(file)
      if (!stats.isFile()) throw problem('input.image', where, 'names an image that is no file')
      if (stats.size > MAX_IMAGE_BYTES) {
        const most = `${MAX_IMAGE_BYTES / MIB} MiB`
        throw problem('input.image', where, `has an image of more than ${most}`)
      }
      return readFileSync(file)
    } finally {
      closeSync(file)
    }
  } catch (thrown) {
    throw asImageProblem(thrown, where)
  }
}

const asImageProblem = (thrown: unknown, where: string): unknown => {
  const found = systemProblem(thrown, `${where}: its image`)
  return found === thrown
    ? thrown
    : problem('input.image', where, 'has an image that is not there or cannot be read')
}
