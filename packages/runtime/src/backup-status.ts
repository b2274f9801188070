import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** Where backups are kept, for whoever makes them and for whoever tells how old the last one is. */
export const BACKUP_SETTINGS = {
  BACKUP_DIR: z
    .string()
    .default('./data/backups')
    .describe('Folder of backups, with what became of the last one and of the last drill'),
}

const FILE = 'backup-status.json'

const BackupStatus = z.object({
  /** The last backup that was made, and taken by the hook where there is one. */
  backup: z
    .object({ at: z.iso.datetime(), bytes: z.number().min(0), archive: z.string().optional() })
    .optional(),
  /** The last restore drill, however it ended. */
  drill: z
    .object({
      at: z.iso.datetime(),
      ok: z.boolean(),
      archive: z.string().optional(),
      why: z.string().optional(),
    })
    .optional(),
})

/** `backup-status.json` of a folder of backups. */
export type BackupStatus = z.infer<typeof BackupStatus>

/** Null where no backup was ever made; throws for a file that is none of ours. */
export async function readBackupStatus(folder: string): Promise<BackupStatus | null> {
  let text: string
  try {
    text = await readFile(join(folder, FILE), 'utf8')
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null
    throw thrown
  }
  return BackupStatus.parse(JSON.parse(text))
}

/** Puts what is new beside what the file says already; a reader sees the old file or the new one. */
export async function writeBackupStatus(folder: string, news: BackupStatus): Promise<void> {
  await mkdir(folder, { recursive: true })
  // One that cannot be read says nothing that would have to be kept.
  const before = await readBackupStatus(folder).catch(() => null)
  const path = join(folder, FILE)
  const part = `${path}.${process.pid}.part`
  {
    await using file = await open(part, 'w')
    await file.writeFile(`${JSON.stringify({ ...before, ...news }, null, 2)}\n`)
    await file.sync()
  }
  await rename(part, path)
}
