import { setTimeout as delay } from 'node:timers/promises'
import type { JobView, SubmitCounts } from '@colophon/coordinator'
import {
  ColophonError,
  Priority,
  requireProfile,
  unlessStopped,
  type Reach,
} from '@colophon/domain'
import { newId, shutdownSignal, startedBy, stopCode } from '@colophon/runtime'
import { Option, type Command } from 'commander'
import { EXIT, type Context } from '../context.ts'
import { reachOption } from './reach-option.ts'
import { identityOptions, type IdentityOptions } from './identity-options.ts'
import { readInputs } from '../input/read-inputs.ts'
import { profilesOf } from '../profiles.ts'
import { createJobClient, type JobClient } from '../input/job-client.ts'
import { readTarget } from '../input/job-target.ts'
import { sendInputs } from '../input/send-inputs.ts'
import { createProgress } from '../terminal/progress.ts'

const POLL_MS = 1_000
const ENDED: readonly JobView['status'][] = ['completed', 'completed_with_errors', 'cancelled']

interface SubmitOptions extends IdentityOptions {
  url?: string
  tokenFile?: string
  job?: string
  collection: string
  priority: Priority
  reach?: Reach
  wait?: boolean
}

export function submitCommand(
  program: Command,
  context: Context,
  exit: (code: number) => void,
): void {
  const command = program
    .command('submit')
    .summary('send files, folders or standard input to a running coordinator')
    .description(
      'Reads what `enrich` reads and sends it to the job API; prints the id of the job.\n' +
        'Interrupted, or sent again with the same --job, it adds nothing twice.',
    )
    .argument('<inputs...>', 'files, folders, or - for standard input')
    .option('-u, --url <url>', 'the job API (default: COLOPHON_URL)')
    .option('--token-file <file>', 'file with the token (default: COLOPHON_TOKEN, else none)')
    .option('-j, --job <id>', 'id of the job (default: a new one)')
    .option('-c, --collection <id>', 'collection of documents that name none', 'default')
    .addOption(
      new Option('-p, --priority <priority>', 'which queue')
        .choices(Priority.options)
        .default('normal'),
    )
    .addOption(reachOption())
    .option('-w, --wait', 'follow the job to its end')
    .addHelpText(
      'after',
      '\nExit codes: 0 all taken (with --wait: all done), 2 some were not, 1 could not run,\n130 stopped by Ctrl-C, 143 by SIGTERM.',
    )
    .action(async (inputs: string[], options: SubmitOptions) => {
      exit(await submit(context, inputs, options))
    })
  for (const option of identityOptions(context)) command.addOption(option)
}

async function submit(context: Context, paths: string[], options: SubmitOptions): Promise<number> {
  const { url, token } = await readTarget(context, options)
  using stop = shutdownSignal({ starters: startedBy(context.env) })
  const client = createJobClient({ url, token, signal: stop })
  const jobId = options.job ?? newId('job')
  const { collection, priority, reach, replace = false, idPrefix, idRoot } = options
  const { name: profile, source } = requireProfile(options.profile, profilesOf(context))
  const inputs = readInputs(paths, {
    source,
    cwd: context.cwd,
    stdin: context.stdin,
    defaultCollection: collection,
    idPrefix,
    idRoot,
  })
  const report = (line: string): void => {
    context.stderr.write(`${line}\n`)
  }
  const request = { jobId, collection, priority, reach, profile, source, replace }
  const sending = sendInputs(client, inputs, { ...request, report, stop })
  const sent = await unlessStopped(sending, stop)
  if (sent === undefined) {
    report(`stopped: send the same again with --job ${jobId} to go on`)
    return stopCode(stop)
  }
  const { accepted, unchanged, revised, refused } = sent
  if (accepted + unchanged + revised + refused === 0) {
    throw new ColophonError('input.not_found', 'No document was found in the inputs')
  }
  report(sentInWords(sent))
  context.stdout.write(`${jobId}\n`)
  const notTaken = sent.notRead + sent.refused
  if (options.wait !== true) return notTaken > 0 ? EXIT.someFailed : EXIT.done
  const following = follow({ client, jobId, context, stop, notTaken })
  return (await unlessStopped(following, stop)) ?? stopCode(stop)
}

interface Following {
  client: JobClient
  jobId: string
  context: Context
  stop: AbortSignal
  notTaken: number
}

async function follow({ client, jobId, context, stop, notTaken }: Following): Promise<number> {
  let job = await client.job(jobId)
  let done = 0
  using progress = createProgress({
    stream: context.stderr,
    tty: context.stderr.isTTY,
    total: () => job.counts.total,
  })
  for (;;) {
    const { completed, failed, cancelled } = job.counts
    progress.advance(completed + failed + cancelled - done)
    done = completed + failed + cancelled
    if (ENDED.includes(job.status)) break
    await delay(POLL_MS, undefined, { signal: stop }).catch(() => undefined)
    if (stop.aborted) return stopCode(stop)
    job = await client.job(jobId)
  }
  progress.stop()
  const { auto_approved, to_review, failed, cancelled } = job.counts
  context.stderr.write(
    `${job.status}: ${auto_approved} auto-approved, ${to_review} to review, ${failed} failed, ${cancelled} cancelled\n`,
  )
  return failed + cancelled + notTaken > 0 ? EXIT.someFailed : EXIT.done
}

const sentInWords = ({ accepted, unchanged, revised, refused, notRead }: SubmitCounts): string =>
  [
    `${accepted} new`,
    `${unchanged} known already`,
    ...(revised > 0 ? [`${revised} with a new text`] : []),
    ...(refused > 0 ? [`${refused} refused`] : []),
    ...(notRead > 0 ? [`${notRead} not read`] : []),
  ].join(', ')
