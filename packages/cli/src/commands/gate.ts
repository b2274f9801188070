import { ColophonError, picoUsd } from '@colophon/domain'
import { InvalidArgumentError, type Command } from 'commander'
import { EXIT, setUp, type Context } from '../context.ts'
import { analyseJob } from '../job-analysis.ts'
import { judgeJob, type Gate, type Wanted } from '../job-gates.ts'
import { openExistingStore } from '../open-existing-store.ts'
import { profilesOf } from '../profiles.ts'
import { formatTable } from '../terminal/table.ts'

interface GateOptions extends Wanted {
  json?: boolean
}

function readShare(text: string): number {
  if (/^(?:0(?:\.\d{1,9})?|1(?:\.0{1,9})?)$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Write a share from 0 to 1, such as 0.9.')
}

function readUsd(text: string): string {
  try {
    picoUsd(text)
    return text
  } catch {
    throw new InvalidArgumentError('Write dollars, such as 0.05.')
  }
}

export function gateCommand(
  program: Command,
  context: Context,
  exit: (code: number) => void,
): void {
  program
    .command('gate')
    .summary('whether a job is good enough for the next one to be larger')
    .argument('<job>', 'job id')
    .option('--completeness <share>', 'mean completeness, at least', readShare)
    .option('--auto-approval <share>', 'documents that nobody has to look at, at least', readShare)
    .option('--cost <usd>', 'what a document costs on average, at most', readUsd)
    .option('--failures <share>', 'documents that failed, at most', readShare)
    .option('--json', 'machine-readable')
    .addHelpText(
      'after',
      '\nExit code 0: the job has ended and every gate that is named passed; 3: one did not.\n' +
        'Example:\n  colophon gate scans-100 --completeness 0.9 --auto-approval 0.6 --cost 0.05',
    )
    .action(async (jobId: string, options: GateOptions) => {
      const { json = false, ...wanted } = options
      if (Object.keys(wanted).length === 0) {
        throw new ColophonError('config.invalid', 'Name at least one gate: --completeness 0.9')
      }
      const { config, stop } = await setUp(context)
      using _stop = stop
      await using store = await openExistingStore(config.STORE_URL, context.cwd)
      const asked = { tenantId: config.TENANT_ID, jobId, profiles: profilesOf(context) }
      const gates = judgeJob(await analyseJob(store, asked), wanted)
      const passed = gates.every((gate) => gate.passed)
      const data = { job: jobId, passed, gates }
      context.stdout.write(json ? `${JSON.stringify(data, null, 2)}\n` : inWords(data))
      exit(passed ? EXIT.done : EXIT.gateFailed)
    })
}

const shown = (found: number | null): string =>
  found === null ? '-' : String(Math.round(found * 1e6) / 1e6)

function inWords({ job, passed, gates }: { job: string; passed: boolean; gates: Gate[] }): string {
  const rows = gates.map((one) => [
    one.gate,
    one.wanted,
    shown(one.found),
    `${one.passed ? 'pass' : 'FAIL'}${one.why === undefined ? '' : `: ${one.why}`}`,
  ])
  const failed = gates.filter((one) => !one.passed).length
  const verdict = passed ? 'passes' : `FAILS ${failed} of ${gates.length} gates`
  return `${formatTable([['gate', 'wanted', 'found', ''], ...rows])}\n${job} ${verdict}\n`
}
