import { basename } from 'node:path'
import { openScratch } from '@colophon/adapters/backup'
import { ColophonError } from '@colophon/domain'
import { writeBackupStatus } from '@colophon/runtime/backup-status'
import { archivesIn, openArchive } from './archive.ts'
import { drill, type DrillReport } from './drill.ts'

export interface DrillOptions {
  folder: string
  /** @default the newest of the folder */
  archive?: string | undefined
  /** A store on whose server, or of whose kind, there is a place to restore into. */
  near: string
  signal: AbortSignal
  now?: () => Date
}

async function newestIn(folder: string): Promise<string> {
  const [newest] = await archivesIn(folder)
  if (newest !== undefined) return newest
  throw new ColophonError('input.not_found', `There is no archive in ${folder}`)
}

/** Why it failed, for a file that others read: what is not of the catalogue may hold anything. */
const whyOf = (thrown: unknown): string =>
  thrown instanceof ColophonError ? `${thrown.code}: ${thrown.message}` : 'internal.unexpected'

/** Drills in a place that is thrown away, and writes down how it ended, whichever way; only a stop says nothing. */
export async function runDrill(options: DrillOptions): Promise<DrillReport> {
  const { folder, near, signal, now = () => new Date() } = options
  const told = options.archive === undefined ? undefined : basename(options.archive)
  const tell = (result: { ok: boolean; archive?: string | undefined; why?: string }) =>
    writeBackupStatus(folder, { drill: { at: now().toISOString(), ...result } })
  try {
    const archive = await openArchive(options.archive ?? (await newestIn(folder)))
    await using scratch = await openScratch(archive.manifest.store, { near, folder })
    const report = await drill(archive, scratch.url, signal)
    await tell({ ok: true, archive: report.archive })
    return report
  } catch (thrown) {
    if (!signal.aborted) await tell({ ok: false, archive: told, why: whyOf(thrown) })
    throw thrown
  }
}
