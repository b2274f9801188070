import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ColophonError } from '@colophon/domain'
import type { CopySource, CopyTarget, StoreFacts, StoreKind } from './parts.ts'

export type { CopySource, CopyTarget, PartWriter, StoreFacts, StoreKind } from './parts.ts'

/** The kind of store that a URL names. */
export const kindOf = (url: string): StoreKind => (url.startsWith('mongodb') ? 'mongodb' : 'sqlite')

/** The file of an address of SQLite. */
function fileOf(url: string): string {
  const path = url.slice('sqlite:'.length)
  if (path !== ':memory:') return path
  throw new ColophonError('backup.unsuitable', 'A store in memory cannot be copied')
}

/**
 * Copies a store while others write to it: every document that was acknowledged before the call is in the copy, with all
 * that belongs to it. Answers with what is in the copy.
 */
export async function copyStore(url: string, target: CopyTarget): Promise<StoreFacts> {
  if (kindOf(url) === 'sqlite') {
    const { copySqlite } = await import('../sqlite/backup.ts')
    return copySqlite(fileOf(url), target)
  }
  const { copyMongo } = await import('../mongo/backup/copy.ts')
  return copyMongo(url, target)
}

/** Throws `backup.not_empty` where something would be in the way of `loadStore`. */
export async function assertEmpty(url: string): Promise<void> {
  if (kindOf(url) === 'sqlite') {
    const { assertNoFile } = await import('../sqlite/backup.ts')
    return assertNoFile(fileOf(url))
  }
  const { assertNoRecords } = await import('../mongo/backup/load.ts')
  return assertNoRecords(url)
}

/** Makes a store of a copy, in an empty place, and answers with what is in it then. */
export async function loadStore(url: string, source: CopySource): Promise<StoreFacts> {
  if (kindOf(url) === 'sqlite') {
    const { loadSqlite } = await import('../sqlite/backup.ts')
    return loadSqlite(fileOf(url), source)
  }
  const { loadMongo } = await import('../mongo/backup/load.ts')
  return loadMongo(url, source)
}

export interface ScratchStore extends AsyncDisposable {
  readonly url: string
}

/**
 * A place to restore into and to throw away: a file below a folder, or, for MongoDB, the database on the server of `near`
 * whose name ends with `_drill`, which is emptied before and after.
 */
export async function openScratch(
  kind: StoreKind,
  { near, folder }: { near: string; folder: string },
): Promise<ScratchStore> {
  if (kind === 'sqlite') {
    const own = join(folder, `.drill-${process.pid}`)
    const remove = (): Promise<void> => rm(own, { recursive: true, force: true })
    await remove()
    return { url: `sqlite:${join(own, 'colophon.db')}`, [Symbol.asyncDispose]: remove }
  }
  if (kindOf(near) !== kind) {
    throw new ColophonError('backup.unsuitable', 'An archive of MongoDB needs a server to drill on')
  }
  const { openScratchDatabase } = await import('../mongo/backup/scratch.ts')
  return openScratchDatabase(near)
}
