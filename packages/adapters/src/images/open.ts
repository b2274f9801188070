import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { ColophonError, type ImageStore } from '@colophon/domain'

const IMAGE_NAME = /^[0-9a-f]{64}$/

interface Settings {
  STORE_URL: string
  IMAGES_DIR?: string | undefined
}

/**
 * Where images of pages are kept: in the folder that was set, else beside the file of the store. Null where there is
 * neither: with a store in memory, or one on a server.
 */
export function openImages(settings: Settings): ImageStore | null {
  const folder = imagesFolder(settings)
  return folder === null ? null : imagesIn(folder)
}

/** The same as a path, absolute. */
export function imagesFolder({ STORE_URL: store, IMAGES_DIR: folder }: Settings): string | null {
  if (folder !== undefined) return resolve(folder)
  if (!store.startsWith('sqlite:') || store === 'sqlite::memory:') return null
  return join(dirname(resolve(store.slice('sqlite:'.length))), 'images')
}

/** Images in a folder: `TENANT/ab/abcd…`. Nothing is made before the first one is kept. */
export const imagesIn = (folder: string): ImageStore => {
  const placeOf = (tenant: string, sha256: string): string =>
    join(folder, tenant, sha256.slice(0, 2), sha256)
  return {
    put(tenant, bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const place = placeOf(tenant, sha256)
      if (!existsSync(place)) keep(place, bytes)
      return sha256
    },
    async get(tenant, { sha256 }) {
      const place = placeOf(tenant, sha256)
      const found = await stat(place).catch((thrown: unknown) => {
        if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return null
        throw unavailable(thrown)
      })
      return found && { size: found.size, bytes: bytesOf(place) }
    },
    list: () => listOf(folder),
  }
}

/** Opened when they are asked for: nobody may want more than the headers. */
async function* bytesOf(place: string): AsyncGenerator<Buffer> {
  yield* createReadStream(place) as AsyncIterable<Buffer>
}

const namesIn = (folder: string): Promise<string[]> =>
  readdir(folder).catch((thrown: unknown) => {
    const { code } = thrown as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return []
    throw unavailable(thrown)
  })

/** Drafts, and what else somebody has put there, are none. */
async function* listOf(folder: string): AsyncGenerator<{ tenant: string; sha256: string }> {
  for (const tenant of await namesIn(folder)) {
    for (const beginning of await namesIn(join(folder, tenant))) {
      for (const sha256 of await namesIn(join(folder, tenant, beginning))) {
        if (IMAGE_NAME.test(sha256)) yield { tenant, sha256 }
      }
    }
  }
}

/** Whole or not at all, and on the disk before the document that names it. */
function keep(place: string, bytes: Uint8Array): void {
  const draft = `${place}.${randomUUID()}`
  try {
    mkdirSync(dirname(place), { recursive: true, mode: 0o750 })
    writeFileSync(draft, bytes, { mode: 0o640, flush: true })
    renameSync(draft, place)
  } catch (thrown) {
    rmSync(draft, { force: true })
    throw unavailable(thrown)
  }
}

function unavailable(thrown: unknown): ColophonError {
  const { code } = thrown as NodeJS.ErrnoException
  const error = code === 'ENOSPC' || code === 'EDQUOT' ? 'store.full' : 'store.unavailable'
  return new ColophonError(error, `The folder of images cannot be used (${code ?? 'unknown'})`, {
    cause: thrown,
  })
}
