/** `./run-e2e-test.sh`: a whole Colophon, letters through its APIs, and what must hold of what came out. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { shutdownSignal } from '@colophon/runtime'
import { checksOf } from './checks.ts'
import { startCompose } from './compose.ts'
import { startEmbedded } from './embedded.ts'
import { gather } from './evidence.ts'
import { startLocal } from './local.ts'
import { CannotRun, readOptions, USAGE, type Options } from './options.ts'
import { reportOf, reportText } from './report.ts'
import type { Target } from '../evidence/target.ts'

const say = (line: string): void => {
  process.stderr.write(`${line}\n`)
}

const start = (options: Options, folder: string): Promise<Target> =>
  options.mode === 'compose'
    ? startCompose(options, folder)
    : options.mode === 'local'
      ? startLocal(options, folder)
      : startEmbedded(folder)

/** Says how far it is, at every tenth. */
function progress(): (done: number, total: number) => void {
  let shown = 0
  return (done, total) => {
    const tenths = total === 0 ? 0 : Math.floor((done * 10) / total)
    if (tenths <= shown) return
    shown = tenths
    say(`${done} of ${total} documents`)
  }
}

const INTERRUPTED = 130

/** The exit code. */
async function run(options: Options): Promise<number> {
  using stop = shutdownSignal()
  const folder = mkdtempSync(join(tmpdir(), 'colophon-e2e-'))
  try {
    say(`starting, ${options.mode}`)
    await using target = await start(options, folder)
    const evidence = await gather(target, { ...options, tick: progress(), stop })
    const report = reportOf(evidence, checksOf(evidence))
    process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : reportText(report))
    return report.passed ? 0 : 1
  } catch (thrown) {
    // All that was started has been ended by now, and whatever that broke is no news.
    if (!stop.aborted) throw thrown
    return INTERRUPTED
  } finally {
    if (options.keep) say(`kept: ${folder}`)
    else rmSync(folder, { recursive: true, force: true })
  }
}

try {
  const options = readOptions(process.argv.slice(2), process.env)
  if (options === null) process.stdout.write(USAGE)
  else process.exitCode = await run(options)
} catch (thrown) {
  const known = thrown instanceof CannotRun
  say(`run-e2e-test: ${known ? thrown.message : ((thrown as Error).stack ?? String(thrown))}`)
  process.exitCode = 1
}
