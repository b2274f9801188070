/** `npm run chaos`: the distributed form over real servers, broken at random, and what must hold of what is left. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gather } from './evidence.ts'
import { readOptions, USAGE, type Options } from './options.ts'
import { Outages } from './outages.ts'
import { planOf } from './plan.ts'
import { createRandom } from '../random.ts'
import { reportOf, reportText } from './report.ts'
import { runScene } from './run.ts'
import type { StackProcess } from '../stack/index.ts'
import { startStage } from './stage.ts'
import { lookInto, Watch } from './watch.ts'

const startedAt = performance.now()
const say = (line: string): void => {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(7)
  process.stderr.write(`${seconds} s  ${line}\n`)
}

/** The exit code. */
async function run(options: Options): Promise<number> {
  const { seed, short } = options
  const plan = planOf(options)
  const form = short ? 'short' : 'full'
  say(`${form} form, --seed ${seed}: ${plan.letters} letters, ${plan.faults} faults`)
  const folder = mkdtempSync(join(tmpdir(), 'colophon-chaos-'))
  try {
    await using stage = await startStage({ plan, seed, folder })
    say('started')
    const outages = new Outages()
    const watch = new Watch(() => lookInto(stage.database.dataFolder), outages)
    const scene = {
      stage,
      plan,
      watch,
      outages,
      say,
      random: createRandom(seed),
      busy: new Set<StackProcess>(),
    }
    const done = await runScene(scene)
    const { recoveries } = watch
    const report = reportOf(await gather(stage, { plan, run: done, recoveries }), { seed, form })
    process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : reportText(report))
    return report.passed ? 0 : 1
  } finally {
    if (options.keep) say(`kept: ${folder}`)
    else rmSync(folder, { recursive: true, force: true })
  }
}

// Whatever ends this process by a signal ends by `exit`, at which what it has started ends too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

try {
  const options = readOptions(process.argv.slice(2))
  if (options === null) process.stdout.write(USAGE)
  else process.exitCode = await run(options)
} catch (thrown) {
  say((thrown as Error).stack ?? String(thrown))
  process.exitCode = 1
}
