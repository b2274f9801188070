import { untilAborted } from '@colophon/domain'
import { stopCode } from '@colophon/runtime'
import type { Command } from 'commander'
import { EXIT, setUp, type Context } from '../context.ts'
import { hasModels, startEmbedded } from '../embedded.ts'
import { warmUp } from '../warm-up.ts'
import { formatTable } from '../terminal/table.ts'

interface ServeOptions {
  demo?: boolean
  once?: boolean
}

export function serveCommand(
  program: Command,
  context: Context,
  exit: (code: number) => void,
): void {
  program
    .command('serve')
    .summary('everything in one process, until Ctrl-C')
    .description(
      'Runs coordinator, worker, agents and the job, review and cost APIs in one process.',
    )
    .option('--demo', 'enrich the bundled documents first')
    .option('--once', 'stop when the bundled documents are done')
    .action(async (options: ServeOptions) => {
      exit(await serve(context, options))
    })
}

async function serve(
  context: Context,
  { demo = false, once = false }: ServeOptions,
): Promise<number> {
  const { stdout, stderr, profiles, modules } = context
  const needs = { runs: true, serves: true, traced: true }
  const { config, log, stop, tracer } = await setUp(context, needs)
  using _stop = stop
  await using _tracer = tracer
  // Only what asks models can be slowed down by cold code: rules take longer than all the rest.
  if (hasModels(config)) await warmUp(config, log)
  await using system = await startEmbedded(config, log, { profiles, modules, tracer })
  // Express is loaded only when something is served.
  const { serveApis } = await import('../serve-apis.ts')
  await using apis = await serveApis(config, system, log, stop)
  for (const note of apis.moved) stderr.write(`note: ${note}\n`)
  const records = `${apis.jobs.url}/api/documents`
  if (demo || once) {
    const { runDemo } = await import('../demo.ts')
    const addressOf = (id: string): string =>
      once ? `colophon show ${id}` : `${records}/${encodeURIComponent(id)}`
    const run = await runDemo({ system, config, context, stop, addressOf })
    if (once)
      return run.stopped !== null
        ? stopCode(stop)
        : run.tally.failed > 0
          ? EXIT.someFailed
          : EXIT.done
  }
  if (!stop.aborted) {
    const places = [
      ['review desk', `${apis.review.url}/`, `${apis.review.url}/api/review/queue`],
      ['jobs and records', `${apis.jobs.url}/api/jobs`, records],
      ['status', `${apis.jobs.url}/status`, 'or: colophon top'],
      ['costs', `${apis.cost.url}/`, `${apis.cost.url}/api/cost/report/spend`],
      ['metrics', `${apis.jobs.url}/metrics`, ''],
      ['store', config.STORE_URL, ''],
    ]
    stdout.write(`\n${formatTable(places, { maxCellWidth: 100 })}\nready, Ctrl-C stops\n`)
    await Promise.race([system.running, untilAborted(stop)])
  }
  return EXIT.done
}
