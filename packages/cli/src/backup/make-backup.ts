import { basename } from 'node:path'
import { copyStore } from '@colophon/adapters/backup'
import { copyImages } from '@colophon/adapters/images'
import { ColophonError, type ImageStore } from '@colophon/domain'
import { writeBackupStatus } from '@colophon/runtime/backup-status'
import { ArchiveWriter, type WrittenArchive } from './archive-writer.ts'
import { removeOld } from './retention.ts'

export interface BackupOptions {
  url: string
  /** Images of pages, where there is a place for them. */
  images?: ImageStore | null
  folder: string
  keepDays: number
  /** Takes the archive elsewhere; a backup counts as made when it has. */
  hook?: ((archive: string) => Promise<void>) | undefined
  now?: () => Date
}

export interface Backup extends WrittenArchive {
  /** Archives that were old enough to go. */
  removed: string[]
}

/** What the system says of files that cannot be written, as an error of the catalogue. */
function asFailure(thrown: unknown, folder: string): unknown {
  if (thrown instanceof ColophonError) return thrown
  if (!(thrown instanceof Error) || !('code' in thrown)) return thrown
  const why = `The archive cannot be written to ${folder}: ${String(thrown.code)}`
  return new ColophonError('backup.failed', why, { cause: thrown })
}

async function write({ url, images, folder }: BackupOptions, at: Date): Promise<WrittenArchive> {
  try {
    await using archive = await ArchiveWriter.create(folder, at)
    const facts = await copyStore(url, archive)
    return await archive.finish(facts, images ? await copyImages(images, archive) : 0)
  } catch (thrown) {
    throw asFailure(thrown, folder)
  }
}

/** Copies the store into a new archive, takes that elsewhere, tells so and removes old ones: in this order. */
export async function makeBackup(options: BackupOptions): Promise<Backup> {
  const { folder, keepDays, hook, now = () => new Date() } = options
  const archive = await write(options, now())
  await hook?.(archive.path)
  const { at } = archive.manifest
  const { bytes, path } = archive
  await writeBackupStatus(folder, { backup: { at, bytes, archive: basename(path) } })
  return { ...archive, removed: await removeOld(folder, keepDays, now()) }
}
