import { setTimeout as delay } from 'node:timers/promises'
import { toColophonError, type SystemStatus } from '@colophon/domain'
import { shutdownSignal, startedBy, stopCode } from '@colophon/runtime'
import type { Command } from 'commander'
import { EXIT, type Context } from '../context.ts'
import type { TargetOptions } from '../input/job-target.ts'
import { frameOf } from '../top/frame.ts'
import { openScreen } from '../top/screen.ts'
import { openStatus, type StatusReader } from '../top/source.ts'

const EVERY_MS = 2_000
const HELP = ['q  ends', 'p  pauses, and goes on', '?  shows and hides this']

interface TopOptions extends TargetOptions {
  once?: boolean
  json?: boolean
}

export function topCommand(program: Command, context: Context, exit: (code: number) => void): void {
  program
    .command('top')
    .summary('queue, workers, agents, models, money and alerts, as they stand')
    .description(
      'Shows the status of a running server again and again; where none runs, what the store knows.\n' +
        'Keys: q ends, p pauses, ? helps. To a pipe it is written once.',
    )
    .option('-u, --url <url>', 'the job API (default: COLOPHON_URL)')
    .option('--token-file <file>', 'file with the token (default: COLOPHON_TOKEN, else none)')
    .option('--once', 'written once')
    .option('--json', 'written once, machine-readable')
    .action(async (options: TopOptions) => {
      exit(await top(context, options))
    })
}

async function top(context: Context, options: TopOptions): Promise<number> {
  const { stdin, stdout } = context
  using stop = shutdownSignal({ starters: startedBy(context.env) })
  await using reader = await openStatus(context, options, stop)
  if (options.json === true) {
    stdout.write(`${JSON.stringify(await reader.read(), null, 2)}\n`)
    return EXIT.done
  }
  if (options.once === true || !stdout.isTTY || !stdin.isTTY) {
    const lines = frameOf(await reader.read(), { source: reader.name })
    stdout.write(`${lines.map((line) => line.trimEnd()).join('\n')}\n`)
    return EXIT.done
  }
  return await watch(context, reader, stop)
}

/** Draws until somebody has seen enough. A server that is away for a while leaves the last figures standing. */
async function watch(context: Context, reader: StatusReader, stop: AbortSignal): Promise<number> {
  const { stdin, stdout, env } = context
  const ended = new AbortController()
  const shown = { paused: false, help: false, fault: '' }
  let status: SystemStatus | undefined
  const draw = (): void => {
    if (status === undefined) return
    const colours = (env['NO_COLOR'] ?? '') === ''
    const frame = frameOf(status, { source: reader.name, width: stdout.columns, colours })
    const note = shown.fault === '' ? (shown.paused ? 'paused' : '') : shown.fault
    screen.draw([...frame, '', ...(shown.help ? HELP : []), note === '' ? '? helps' : note])
  }
  const keys: Readonly<Record<string, () => void>> = {
    q() {
      ended.abort()
    },
    'ctrl-c'() {
      process.kill(process.pid, 'SIGINT')
    },
    p() {
      shown.paused = !shown.paused
    },
    '?'() {
      shown.help = !shown.help
    },
  }
  using screen = openScreen({
    ...{ stdin, stdout, onResize: draw },
    onKey(name) {
      keys[name]?.()
      draw()
    },
  })
  const over = AbortSignal.any([stop, ended.signal])
  while (!over.aborted) {
    if (!shown.paused) {
      try {
        status = await reader.read()
        shown.fault = ''
      } catch (thrown) {
        shown.fault = toColophonError(thrown).message
      }
      draw()
    }
    await delay(EVERY_MS, undefined, { signal: over }).catch(() => undefined)
  }
  return stop.aborted ? stopCode(stop) : EXIT.done
}
