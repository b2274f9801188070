import { readdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { archiveTime, isPartial } from './archive-format.ts'
import { archivesIn } from './archive.ts'

const DAY_MS = 86_400_000

/**
 * Removes archives older than this, and what backups that were killed have left for more than a day. The newest archive
 * stays, however old it is. Returns the paths of the archives that are gone.
 */
export async function removeOld(folder: string, keepDays: number, now: Date): Promise<string[]> {
  const [, ...others] = await archivesIn(folder)
  const oldest = now.getTime() - keepDays * DAY_MS
  const old = others.filter((path) => Number(archiveTime(basename(path)) ?? now) < oldest)
  for (const path of old) await rm(path, { recursive: true, force: true })
  for (const name of (await readdir(folder)).filter(isPartial)) {
    const { mtimeMs } = await stat(join(folder, name))
    if (mtimeMs < now.getTime() - DAY_MS)
      await rm(join(folder, name), { recursive: true, force: true })
  }
  return old
}
