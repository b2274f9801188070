import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { JobView, SubmitCounts } from '@colophon/coordinator'
import {
  ColophonError,
  isPrivateHost,
  Priority,
  requireProfile,
  unlessStopped,
} from '@colophon/domain'
import { newId, shutdownSignal, startedBy, stopCode } from '@colophon/runtime'
import { readSettings } from '@colophon/runtime/settings'
import { Option, type Command } from 'commander'
import { SubmitConfig } from '../config.ts'
import { EXIT, type Context } from '../context.ts'
import { identityOptions, type IdentityOptions } from './identity-options.ts'
import { readInputs } from '../input/read-inputs.ts'
import { profilesOf } from '../profiles.ts'
import { createJobClient, type JobClient } from '../input/job-client.ts'
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
  const { collection, priority, replace = false, idPrefix, idRoot } = options
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
  const request = { jobId, collection, priority, profile, source, replace }
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

interface Target {
  url: URL
  token: string | undefined
}

/** Where to send, and with which token: options go before variables, and all that is wrong is told at once. */
async function readTarget(
  { env, cwd }: Context,
  { url = env['COLOPHON_URL'], tokenFile }: SubmitOptions,
): Promise<Target> {
  const given = { ...env, COLOPHON_URL: url }
  const tokenOf = ({ COLOPHON_TOKEN: token }: SubmitConfig): string | undefined =>
    tokenFile === undefined ? token?.trim() : readToken(resolve(cwd, tokenFile), tokenFile)
  const config = await readSettings(SubmitConfig, given, [
    { of: ['COLOPHON_URL'], check: ({ COLOPHON_URL }) => addressOf(COLOPHON_URL) },
    { of: ['COLOPHON_TOKEN'], check: tokenOf },
  ])
  const target = { url: addressOf(config.COLOPHON_URL), token: tokenOf(config) }
  assertConfidential(target)
  return target
}

function readToken(path: string, named: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (cause) {
    throw new ColophonError('config.invalid', `The token in ${named} cannot be read`, { cause })
  }
}

function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url !== undefined && ['http:', 'https:'].includes(url.protocol) && url.username === '')
    return url
  throw new ColophonError(
    'config.invalid',
    'COLOPHON_URL (or --url) must be http or https, without credentials in it',
  )
}

/** A token over plain HTTP is everybody's on the way. */
function assertConfidential({ url, token }: Target): void {
  if (token === undefined || url.protocol === 'https:' || isPrivateHost(url.hostname)) return
  throw new ColophonError(
    'config.insecure',
    `A token is not sent to ${url.host} over http: use https`,
  )
}
