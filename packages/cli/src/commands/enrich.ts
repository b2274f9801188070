import type { OutputFormat } from '@colophon/coordinator/export'
import { type Command, Option } from 'commander'
import { ColophonError, Priority, requireProfile } from '@colophon/domain'
import { lettersProfile } from '@colophon/domain/letters'
import { EXIT, setUp, type Context } from '../context.ts'
import { startEmbedded } from '../embedded.ts'
import { identityOptions, type IdentityOptions } from './identity-options.ts'
import { readInputs } from '../input/read-inputs.ts'
import { openOutput, type Output } from '../output/open-output.ts'
import { runJob, type JobRun } from '../run-job.ts'

interface EnrichOptions extends IdentityOptions {
  out?: string
  format?: OutputFormat
  bom: boolean
  collection: string
  priority: Priority
}

export function enrichCommand(
  program: Command,
  context: Context,
  exit: (code: number) => void,
): void {
  const command = program
    .command('enrich')
    .summary('enrich files, folders or standard input and write the records')
    .description(
      'Enriches .txt, .md, .json and .jsonl files, folders of them, or standard input ("-").\n' +
        'A .jsonl line is {id?, text | pages[], language?, collection_id?, source?, ocr_confidence?}.\n' +
        'Records are kept in the store; doing the same again asks nobody twice.',
    )
    .argument('<inputs...>', 'files, folders, or - for standard input')
    .option(
      '-o, --out <file>',
      'where the records go; - is standard output (default: only the store)',
    )
    .addOption(
      new Option(
        '-f, --format <format>',
        'jsonl, json or csv (default: by the ending of --out)',
      ).choices(['jsonl', 'json', 'csv']),
    )
    .option('--no-bom', 'CSV without the byte order mark that spreadsheets need')
    .option('-c, --collection <id>', 'collection of documents that name none', 'default')
    .addOption(
      new Option('-p, --priority <priority>', 'which queue')
        .choices(Priority.options)
        .default('normal'),
    )
    .addHelpText(
      'after',
      '\nExamples:\n  colophon enrich letters/ --out records.jsonl\n  colophon enrich scan.txt --out -\n' +
        '  cat letters.jsonl | colophon enrich - --out records.csv\n\n' +
        'Exit codes: 0 all done, 2 some documents failed, 1 could not run, 130 stopped.',
    )
    .action(async (inputs: string[], options: EnrichOptions) => {
      exit(await enrich(context, inputs, options))
    })
  for (const option of identityOptions()) command.addOption(option)
}

const formatOf = ({ out, format }: EnrichOptions): OutputFormat => {
  if (format !== undefined) return format
  const ending = /\.(json|csv)$/i.exec(out ?? '')?.[1]?.toLowerCase()
  return ending === 'json' || ending === 'csv' ? ending : 'jsonl'
}

async function enrich(context: Context, paths: string[], options: EnrichOptions): Promise<number> {
  const { config, log, stop } = await setUp(context, { runs: true })
  using _stop = stop
  const { collection, priority, replace, idPrefix, idRoot } = options
  const profile = requireProfile(options.profile, [lettersProfile]).name
  // The output first: a run whose records cannot be written should not begin.
  const output = await openRequestedOutput(context, options)
  await using _output = output
  await using system = await startEmbedded(config, log)
  const run = await runJob({
    system,
    config,
    inputs: readInputs(paths, {
      cwd: context.cwd,
      stdin: context.stdin,
      maxTextBytes: config.MAX_TEXT_BYTES,
      defaultCollection: collection,
      idPrefix,
      idRoot,
    }),
    collection,
    priority,
    profile,
    replace,
    stop,
    stderr: context.stderr,
    output,
  })
  return await finish(context, run, output, options.out)
}

async function openRequestedOutput(
  context: Context,
  options: EnrichOptions,
): Promise<Output | undefined> {
  if (options.out === undefined) return undefined
  return await openOutput(options.out, formatOf(options), {
    stdout: context.stdout,
    cwd: context.cwd,
    byteOrderMark: options.bom,
  })
}

async function finish(
  context: Context,
  run: JobRun,
  output: Output | undefined,
  out: string | undefined,
): Promise<number> {
  const { stderr } = context
  if (run.stopped) {
    await output?.abort()
    stderr.write(
      `stopped: ${String(run.tally.documents)} of ${String(run.submission.documents)} documents done; ` +
        'run the same command again to go on\n',
    )
    return EXIT.interrupted
  }
  await output?.close()
  stderr.write(`\n${run.table}`)
  if (out !== undefined && out !== '-') stderr.write(`\nrecords: ${out}\n`)
  stderr.write(`job: ${run.jobId}\n`)
  if (run.submission.documents === 0) {
    const error = new ColophonError('input.not_found', 'No document was found in the inputs')
    stderr.write(`colophon: ${error.message}\n`)
    return run.submission.errors.length > 0 ? EXIT.someFailed : EXIT.notRun
  }
  return run.tally.failed + run.submission.errors.length > 0 ? EXIT.someFailed : EXIT.done
}
