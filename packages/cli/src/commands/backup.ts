import { resolve } from 'node:path'
import { openImages } from '@colophon/adapters/images'
import { InvalidArgumentError, type Command } from 'commander'
import { runHook } from '../backup/hook.ts'
import { makeBackup, type Backup } from '../backup/make-backup.ts'
import { runDrill } from '../backup/run-drill.ts'
import { keepBackingUp } from '../backup/schedule.ts'
import { EXIT, setUp, type CommandSetup, type Context } from '../context.ts'
import { assertStoreThere } from '../open-existing-store.ts'
import { formatCount } from '../terminal/format.ts'
import { readSeconds } from './read-seconds.ts'
import { drilled } from './restore.ts'

interface BackupOptions {
  to?: string
  keepDays?: number
  hook?: string
  every?: number
  drillEvery?: number
  json?: boolean
}

function readDays(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Write a number of days.')
}

export function backupCommand(
  program: Command,
  context: Context,
  exit: (code: number) => void,
): void {
  program
    .command('backup')
    .summary('copy the store into an archive, also while others write to it')
    .description(
      'Copies the store into a new folder of the folder of backups: every document that was acknowledged\n' +
        'before is in it, with the images of pages. What is older than --keep-days goes once the new one is whole.',
    )
    .option('--to <folder>', 'folder of backups (default: BACKUP_DIR)')
    .option('--keep-days <n>', 'how long archives are kept (default: BACKUP_KEEP_DAYS)', readDays)
    .option('--hook <command>', 'run with each new archive as $1 (default: BACKUP_HOOK)')
    .option('--every <time>', 'go on, one each 24h or 6h, until Ctrl-C', readSeconds)
    .option('--drill-every <time>', 'with --every: try a restore each 7d', readSeconds)
    .option('--json', 'machine-readable')
    .addHelpText(
      'after',
      '\nIn the hook `$1` is the path of the archive: --hook \'rsync -a "$1" backup.example.org:colophon/\'.\n' +
        'backup-status.json beside the archives says how the last one ended; alerts go by it.',
    )
    .action(async (options: BackupOptions) => {
      const setup = await setUp(context)
      using _stop = setup.stop
      assertStoreThere(setup.config.STORE_URL, context.cwd)
      await backUp(context, setup, options)
      exit(EXIT.done)
    })
}

interface Plan {
  folder: string
  backup: () => Promise<Backup>
}

function planOf(context: Context, { config, stop }: CommandSetup, options: BackupOptions): Plan {
  const { env, cwd, stderr } = context
  const folder = resolve(cwd, options.to ?? config.BACKUP_DIR)
  const command = options.hook ?? config.BACKUP_HOOK
  const say = (text: string): void => {
    stderr.write(text)
  }
  const hook =
    command === undefined
      ? undefined
      : (archive: string) => runHook(command, archive, { env, cwd, say, signal: stop })
  const keepDays = options.keepDays ?? config.BACKUP_KEEP_DAYS
  const backup = (): Promise<Backup> =>
    makeBackup({ url: config.STORE_URL, images: openImages(config), folder, keepDays, hook })
  return { folder, backup }
}

async function backUp(
  context: Context,
  setup: CommandSetup,
  options: BackupOptions,
): Promise<void> {
  const { config, log, stop } = setup
  const { folder, backup } = planOf(context, setup, options)
  const tell = (made: Backup): void => {
    context.stdout.write(options.json === true ? `${asJson(made)}\n` : inWords(made))
  }
  if (options.every === undefined) {
    tell(await backup())
    return
  }
  const drillEveryMs = options.drillEvery === undefined ? null : options.drillEvery * 1_000
  const tasks = {
    backup: async () => {
      tell(await backup())
    },
    drill: async () => {
      const report = await runDrill({ folder, near: config.STORE_URL, signal: stop })
      context.stdout.write(drilled(report, options))
    },
    onFailure: (task: string, err: unknown) => {
      log.error({ err, task }, 'backup failed')
    },
  }
  await keepBackingUp({ folder, everyMs: options.every * 1_000, drillEveryMs }, tasks, stop)
}

const asJson = ({ path, bytes, manifest, removed }: Backup): string =>
  JSON.stringify({ archive: path, bytes, ...manifest, removed })

function inWords({ path, bytes, manifest, removed }: Backup): string {
  const documents = Object.values(manifest.tenants).reduce((sum, n) => sum + n, 0)
  const line = `${path}: ${formatCount(documents)} documents, ${formatCount(bytes)} bytes`
  return `${line}${removed.length > 0 ? `; ${removed.length} old ones removed` : ''}\n`
}
