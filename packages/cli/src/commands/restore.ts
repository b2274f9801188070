import { resolve } from 'node:path'
import { openImages } from '@colophon/adapters/images'
import { assertStoreForm } from '@colophon/adapters/store'
import { ColophonError } from '@colophon/domain'
import { assertStoreUrl } from '@colophon/runtime/settings'
import type { Command } from 'commander'
import { openArchive } from '../backup/archive.ts'
import type { DrillReport } from '../backup/drill.ts'
import { restore } from '../backup/restore.ts'
import { runDrill } from '../backup/run-drill.ts'
import { describeFailure, EXIT, setUp, type CommandSetup, type Context } from '../context.ts'
import { formatCount } from '../terminal/format.ts'

interface RestoreOptions {
  into?: string
  drill?: boolean
  from?: string
  json?: boolean
}

export function restoreCommand(
  program: Command,
  context: Context,
  exit: (code: number) => void,
): void {
  program
    .command('restore')
    .summary('make a store of an archive, or prove that it could be done')
    .argument('[archive]', 'folder of the archive; with --drill: the newest where none is named')
    .option('--into <store>', 'an empty place: a STORE_URL (default: STORE_URL)')
    .option('--drill', 'restore into a place that is thrown away, and prove that all is there')
    .option('--from <folder>', 'folder of backups (default: BACKUP_DIR)')
    .option('--json', 'machine-readable')
    .addHelpText(
      'after',
      '\nA place that holds anything is refused, and so is an archive of which one byte has changed.\n' +
        'A drill counts records, opens every document, holds each text against its hash and verifies the log;\n' +
        'exit code 2 and backup-status.json say that it failed. MongoDB: it needs the right to write to the database\n' +
        'whose name is that of STORE_URL with _drill behind it.',
    )
    .action(async (archive: string | undefined, options: RestoreOptions) => {
      const setup = await setUp(context)
      using _stop = setup.stop
      const path = archive === undefined ? undefined : resolve(context.cwd, archive)
      exit(
        options.drill === true
          ? await tryRestore(context, setup, path, options)
          : await restoreInto(context, setup, path, options),
      )
    })
}

async function restoreInto(
  context: Context,
  { config }: CommandSetup,
  path: string | undefined,
  { into = config.STORE_URL, json = false }: RestoreOptions,
): Promise<number> {
  if (path === undefined) {
    throw new ColophonError('input.not_found', 'Say which archive: ls -d data/backups/colophon-*')
  }
  await assertStoreForm(into)
  assertStoreUrl(into, context.env['NODE_ENV'] ?? 'production')
  const archive = await openArchive(path)
  const images = openImages({ ...config, STORE_URL: into })
  const facts = await restore(archive, { url: into, images })
  const documents = Object.values(facts.tenants).reduce((sum, n) => sum + n, 0)
  const words = `${formatCount(documents)} documents restored, as they were at ${archive.manifest.at}\n`
  context.stdout.write(json ? `${JSON.stringify({ archive: path, ...facts })}\n` : words)
  return EXIT.done
}

async function tryRestore(
  context: Context,
  { config, stop }: CommandSetup,
  archive: string | undefined,
  options: RestoreOptions,
): Promise<number> {
  const folder = resolve(context.cwd, options.from ?? config.BACKUP_DIR)
  try {
    const report = await runDrill({ folder, archive, near: config.STORE_URL, signal: stop })
    context.stdout.write(drilled(report, options))
    return EXIT.done
  } catch (thrown) {
    // Told like one that could not run, but by its own code: the archive is what is wrong.
    if (!(thrown instanceof ColophonError) || !thrown.code.startsWith('backup.')) throw thrown
    context.stderr.write(`DRILL FAILED\n${describeFailure(thrown)}\n`)
    return EXIT.someFailed
  }
}

/** A drill that went well, in words or as JSON. */
export function drilled(report: DrillReport, { json = false }: { json?: boolean }): string {
  if (json) return `${JSON.stringify({ ok: true, ...report })}\n`
  const { archive, documents, events, images, at } = report
  const looked = images > 0 ? `, ${formatCount(images)} images of pages looked at` : ''
  const proved = `${formatCount(documents)} documents opened, ${formatCount(events)} events of their logs verified${looked}`
  return `${archive} can be restored: ${proved}, as of ${at}\n`
}
