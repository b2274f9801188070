import { openStore } from '@colophon/adapters/store'
import { OUTPUT_FORMAT_NAMES, type OutputFormatName } from '@colophon/formats/write'
import { Priority, readBudget, requireProfile, type Reach } from '@colophon/domain'
import { stopCode } from '@colophon/runtime'
import { type Command, Option } from 'commander'
import type { Config } from '../config.ts'
import { EXIT, setUp, type Context } from '../context.ts'
import { hasModels, imageKeeper, startEmbedded } from '../embedded.ts'
import { estimateInputs, estimateInWords } from '../estimate.ts'
import { isStoreThere } from '../open-existing-store.ts'
import { reachOption } from './reach-option.ts'
import { identityOptions, type IdentityOptions } from './identity-options.ts'
import { readInputs } from '../input/read-inputs.ts'
import { profilesOf } from '../profiles.ts'
import { openOutput, type Output } from '../output/open-output.ts'
import { checkTarget, type OutputTarget, type TargetRequest } from '../output/target.ts'
import { runJob, type JobRun, type Stopped } from '../run-job.ts'
import type { SubmittedInputs } from '../submit-inputs.ts'

/** Nobody waits for anything else of this process: both cores of a small machine may read. */
const RULES_THREADS = 2

interface EnrichOptions extends IdentityOptions {
  out?: string
  format?: OutputFormatName
  bom: boolean
  overwrite?: boolean
  collection: string
  priority: Priority
  reach?: Reach
  estimate?: boolean
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
        'Of a folder, hidden files, README and expected (folders and files of that name) are passed\n' +
        'over, and told; what is named itself is always read.\n' +
        'A .jsonl line is {id?, text | pages[], language?, collection_id?, source?, ocr_confidence?}.\n' +
        'Records are kept in the store; doing the same again asks nobody twice. An output is there\n' +
        'whole or not at all, and replaces one of an earlier run.',
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
      ).choices(OUTPUT_FORMAT_NAMES),
    )
    .option('--no-bom', 'CSV without the byte order mark that spreadsheets need')
    .option('--overwrite', 'replace a file that is no output of an earlier run, too')
    .option('-c, --collection <id>', 'collection of documents that name none', 'default')
    .addOption(
      new Option('-p, --priority <priority>', 'which queue')
        .choices(Priority.options)
        .default('normal'),
    )
    .addOption(reachOption())
    .option('--estimate', 'say what it would cost, and do nothing')
    .addHelpText(
      'after',
      '\nExamples:\n  colophon enrich scans/ --out records.jsonl\n  colophon enrich scan.txt --out -\n' +
        '  cat documents.jsonl | colophon enrich - --out records.csv\n\n' +
        'Exit codes: 0 all done, 2 some documents failed, 1 could not run,\n130 stopped by Ctrl-C, 143 by SIGTERM.',
    )
    .action(async (inputs: string[], options: EnrichOptions) => {
      const run = options.estimate === true ? estimate : enrich
      exit(await run(context, inputs, options))
    })
  for (const option of identityOptions(context)) command.addOption(option)
}

/** What it would cost: the store is asked, no model is. */
async function estimate(
  context: Context,
  paths: string[],
  options: EnrichOptions,
): Promise<number> {
  const { config, stop } = await setUp(context)
  using _stop = stop
  const { source } = requireProfile(options.profile, profilesOf(context))
  const { idPrefix, idRoot } = options
  // A question makes no new store: without one, nothing is known.
  const isThere = isStoreThere(config.STORE_URL, context.cwd)
  await using store = await openStore(isThere ? config.STORE_URL : 'sqlite::memory:')
  const inputs = readInputs(paths, {
    ...{ source, idPrefix, idRoot, cwd: context.cwd, stdin: context.stdin },
    maxTextBytes: config.MAX_TEXT_BYTES,
    defaultCollection: options.collection,
    images: null,
    passOver: undefined,
  })
  const { estimate: told, notTaken } = await estimateInputs(
    {
      store,
      tenantId: config.TENANT_ID,
      perDocument: readBudget(config).perDocument,
      now: new Date(),
      hasModels: hasModels(config),
    },
    inputs,
    { stop, report: (line) => context.stderr.write(`${line}\n`) },
  )
  if (stop.aborted) return stopCode(stop)
  context.stdout.write(estimateInWords(told))
  return notTaken > 0 ? EXIT.someFailed : EXIT.done
}

async function enrich(context: Context, paths: string[], options: EnrichOptions): Promise<number> {
  const { config, log, stop, tracer } = await setUp(context, { runs: true, traced: true })
  using _stop = stop
  await using _tracer = tracer
  const { collection, priority, reach, replace, idPrefix, idRoot } = options
  const profile = requireProfile(options.profile, profilesOf(context))
  // The output first: a run whose records cannot be written should not begin.
  const { files } = profile.source
  const target = await requestedTarget(context, config, { ...options, inputs: paths, files })
  const { cwd, stdout } = context
  const output =
    target === null
      ? undefined
      : await openOutput(target.out, target.format, {
          ...{ stdout, cwd, byteOrderMark: options.bom },
          columns: profile.columns,
        })
  await using _output = output
  const { profiles, modules } = context
  const given = { profiles, modules, tracer, rulesThreads: RULES_THREADS }
  await using system = await startEmbedded(config, log, given)
  const run = await runJob({
    system,
    config,
    inputs: readInputs(paths, {
      source: profile.source,
      cwd,
      stdin: context.stdin,
      maxTextBytes: config.MAX_TEXT_BYTES,
      defaultCollection: collection,
      images: imageKeeper(system, config),
      idPrefix,
      idRoot,
      passOver: target?.ownOutput ?? undefined,
    }),
    collection,
    priority,
    reach,
    profile: profile.name,
    replace,
    stop,
    stderr: context.stderr,
    output,
  })
  if (run.stopped === null) return await finish(context, run, output, target)
  await output?.abort()
  context.stderr.write(stoppedInWords(run.stopped, target))
  return stopCode(stop)
}

type Target = OutputTarget & { out: string }
type OutputRequest = Pick<EnrichOptions, 'out' | 'format' | 'overwrite'> &
  Pick<TargetRequest, 'inputs' | 'files'>

async function requestedTarget(
  { cwd }: Context,
  { STORE_URL: storeUrl }: Config,
  { out, format, overwrite = false, inputs, files }: OutputRequest,
): Promise<Target | null> {
  if (out === undefined) return null
  return { out, ...(await checkTarget({ out, format, cwd, storeUrl, inputs, files, overwrite })) }
}

const keptInWords = (target: Target | null): string => `${target?.out ?? ''} is as it was`

/** `refused: each of 3 documents; no job was made, and out.jsonl is as it was` */
function refusedInWords({ refused }: SubmittedInputs, target: Target | null): string {
  const kept = target === null || target.out === '-' ? '' : `, and ${keptInWords(target)}`
  const documents = refused === 1 ? 'the only document' : `each of ${String(refused)} documents`
  return `refused: ${documents}; no job was made${kept}\n`
}

/** `stopped: 160 of 200 documents done, 57 written (out.jsonl is as it was); …` */
function stoppedInWords(
  { done, written, submitted, isWhole }: Stopped,
  target: Target | null,
): string {
  const kept = target?.out === '-' ? '' : ` (${keptInWords(target)})`
  const output = target === null ? '' : `, ${String(written)} written${kept}`
  const read = isWhole ? '' : ' that were read'
  const documents = `${String(done)} of ${String(submitted)} documents${read} done`
  return `stopped: ${documents}${output}; run the same command again to go on\n`
}

async function finish(
  { stderr }: Context,
  run: JobRun,
  output: Output | undefined,
  target: Target | null,
): Promise<number> {
  if (run.jobId === null) {
    await output?.abort()
    stderr.write(`\n${run.table}\n${refusedInWords(run.submission, target)}`)
    return EXIT.someFailed
  }
  await output?.close()
  stderr.write(`\n${run.table}`)
  if (target !== null && target.out !== '-') {
    stderr.write(
      `\nrecords: ${target.out}${target.replaces ? ', in place of what was there' : ''}\n`,
    )
  }
  stderr.write(`job: ${run.jobId}\n`)
  return run.tally.failed + run.submission.notTaken > 0 ? EXIT.someFailed : EXIT.done
}
