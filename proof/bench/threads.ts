/**
 * Rules beside everything else, in one thread and in two: letters a second, CPU, memory, how long the event loop is held,
 * the first record, and what one long or hanging letter does to the others. Rounds alternate; ratios are those of medians.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatTable } from '@colophon/cli/table'
import { LAUNCHER, median, runOnce } from './child.ts'
import { readLetters } from './threads/letters.ts'
import type { ThreadsResult, ThreadsTask } from './threads/task.ts'

const RUN_ONCE = new URL('threads/run-once.ts', import.meta.url)
const FORMS = [0, 1, 2]
const STARTS_A_ROUND = 3

interface Round extends ThreadsResult {
  firstRecordMs: number
  delayMaxLongMs: number
  hangingSeconds: number
}

/** Milliseconds from starting the command to the record of its one letter. */
async function firstRecord(threads: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'colophon-first-'))
  writeFileSync(join(folder, 'letter.txt'), readLetters()[0] ?? '')
  const startedAt = performance.now()
  const child = spawn(process.execPath, [LAUNCHER, 'enrich', 'letter.txt', '--out', '-'], {
    cwd: folder,
    env: { ...process.env, STORE_URL: 'sqlite:first.db', RULES_THREADS: String(threads) },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  await once(child.stdout, 'data')
  const ms = performance.now() - startedAt
  child.stdout.resume()
  if (child.exitCode === null) await once(child, 'close')
  rmSync(folder, { recursive: true, force: true })
  return ms
}

const runIn = (task: ThreadsTask) => runOnce(RUN_ONCE, task) as Promise<ThreadsResult>

async function measureRound(threads: number, letters: number): Promise<Round> {
  const starts: number[] = []
  for (let start = 0; start < STARTS_A_ROUND; start++) starts.push(await firstRecord(threads))
  const run = await runIn({ threads, letters, among: 'none' })
  const long = await runIn({ threads, letters: 100, among: 'long' })
  // Beside everything else a letter that hangs is the end of it.
  const hanging = threads > 0 ? await runIn({ threads, letters: 50, among: 'hanging' }) : null
  return {
    ...run,
    firstRecordMs: median(starts),
    delayMaxLongMs: long.delayMaxMs,
    hangingSeconds: hanging?.seconds ?? NaN,
  }
}

type Compare = 'ratio' | 'difference' | 'none'
type Measure = [
  what: string,
  of: (round: Round) => number,
  digits: number,
  compare: Compare,
  goals?: readonly [one: string, two: string],
]

const measures = (letters: number): Measure[] => [
  ['letters/s', (run) => letters / run.seconds, 1, 'ratio', ['≥ 1.10 ×', '≥ 1.30 ×']],
  ['CPU a letter, ms', (run) => run.cpuMs / letters, 1, 'ratio', ['', '≤ 1.20 ×']],
  ['peak RSS, MB', (run) => run.peakRssMb, 0, 'difference', ['≤ +70', '≤ +190']],
  ['event loop delay, p99, ms', (run) => run.delayP99Ms, 1, 'none', ['≤ 25', '≤ 25']],
  ['event loop delay at most, ms', (run) => run.delayMaxMs, 0, 'none'],
  ['  beside a letter of a MiB, ms', (run) => run.delayMaxLongMs, 0, 'none', ['≤ 250', '≤ 250']],
  [
    'first record of `enrich`, ms',
    (run) => run.firstRecordMs,
    0,
    'ratio',
    ['≤ 1.10 ×', '≤ 1.10 ×'],
  ],
  [
    'fifty letters and one that hangs (limit 5 s), s',
    (run) => run.hangingSeconds,
    1,
    'none',
    ['≤ 10', '≤ 10'],
  ],
]

/** A figure beside that of the base, and what it should be. */
function cell(measure: Measure, figures: readonly number[], form: number): string {
  const [, , digits, compare, goals = []] = measure
  const [base = NaN, own = NaN] = [figures[0], figures[form]]
  if (Number.isNaN(own)) return '–'
  const compared = {
    ratio: ` (${(own / base).toFixed(2)} ×)`,
    difference: ` (${own >= base ? '+' : ''}${(own - base).toFixed(digits)})`,
    none: '',
  }
  const goal = form === 0 ? '' : (goals[form - 1] ?? '')
  const beside = form === 0 ? '' : compared[compare]
  return `${own.toFixed(digits)}${beside}${goal === '' ? '' : `, goal ${goal}`}`
}

export async function benchThreads({ short }: { short: boolean }): Promise<void> {
  const [rounds, letters] = short ? [1, 421] : [3, 2_105]
  const byForm: Round[][] = FORMS.map(() => [])
  for (let round = 0; round < rounds; round++) {
    for (const form of round % 2 === 0 ? FORMS : FORMS.toReversed()) {
      const measured = await measureRound(form, letters)
      byForm[form]?.push(measured)
      process.stderr.write(`round ${round + 1}, ${form} threads: ${JSON.stringify(measured)}\n`)
    }
  }
  const table = measures(letters).map((measure) => {
    const [what, of] = measure
    const figures = byForm.map((rounds) => median(rounds.map(of)))
    return [what, ...FORMS.map((form) => cell(measure, figures, form))]
  })
  const head = [`${letters} letters, medians of ${rounds}`, 'no thread', '1 thread', '2 threads']
  process.stdout.write(`\n${formatTable([head, ...table], { maxCellWidth: 60 })}`)
}
