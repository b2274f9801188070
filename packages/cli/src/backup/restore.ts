import { basename } from 'node:path'
import { kindOf, loadStore, type StoreFacts } from '@colophon/adapters/backup'
import { imagesOf } from '@colophon/adapters/images'
import { ColophonError, type ImageStore } from '@colophon/domain'
import type { Archive } from './archive.ts'

const unsuitable = ({ path }: Archive, why: string): ColophonError =>
  new ColophonError('backup.unsuitable', `${basename(path)} ${why}`)

/** Makes a store of an archive, in an empty place. */
export async function restoreStore(archive: Archive, url: string): Promise<StoreFacts> {
  const { manifest } = archive
  if (kindOf(url) === manifest.store) return loadStore(url, archive)
  throw unsuitable(archive, `is of ${manifest.store}, and the store that was named is not`)
}

/** Makes a store of an archive and keeps its images of pages; those that are there already stay as they are. */
export async function restore(
  archive: Archive,
  { url, images }: { url: string; images: ImageStore | null },
): Promise<StoreFacts> {
  const { images: count } = archive.manifest
  if (count > 0 && images === null) {
    throw unsuitable(archive, `has ${count} images of pages: name a folder for them (IMAGES_DIR)`)
  }
  const facts = await restoreStore(archive, url)
  for await (const { tenant, bytes } of imagesOf(archive)) images?.put(tenant, bytes)
  return facts
}
