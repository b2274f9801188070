/**
 * `npm run bench:letters [DIR] [-- --content]`: enriches the benchmark letters, clean and noisy, and prints the scorer's report: first
 * as each letter says it, then with the register of its collection, the letters of its edition; what needed no person, by
 * field and edition, and how much of it is wrong; how many proposals of the register are right; and how well summaries,
 * keywords and subjects say what sixty of the letters are about, with what is wrong with those of all (`--content`: that
 * alone). DIR holds public.jsonl and report.py; it is ../shared/letters-bench unless named.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { contentReport } from './content/measure.ts'
import type { ContentRecord } from './content/lints.ts'
import { judgedBy, trustInWords } from './held.ts'
import { inputsOf, linesOf, writeLines, type BenchLetter } from './letters-input.ts'
import { recordsIn, registered } from './letters-register.ts'

const LAUNCHER = fileURLToPath(new URL('../../packages/cli/bin/colophon.js', import.meta.url))
const PROPOSALS = fileURLToPath(new URL('./letters-proposals.py', import.meta.url))
const asked = process.argv.slice(2)
const contentOnly = asked.includes('--content')
const bench = resolve(asked.find((one) => one !== '--content') ?? '../shared/letters-bench')
const truth = join(bench, 'public.jsonl')

function run(command: string, args: string[], cwd: string): void {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit' })
  if (status !== 0) throw new Error(`${command} ended with ${String(status)}`)
}

const letters = (): BenchLetter[] => linesOf(truth) as BenchLetter[]

if (!existsSync(truth) && contentOnly) {
  process.stdout.write(`Skipped: there are no benchmark letters at ${truth}.\n`)
  process.exit(0)
}
if (!existsSync(truth)) {
  process.stderr.write(
    `There are no benchmark letters at ${truth}: name their folder as the argument.\n`,
  )
  process.exit(1)
}
const judged = await judgedBy(truth)
const folder = mkdtempSync(join(tmpdir(), 'colophon-letters-'))
try {
  for (const variant of ['clean', 'noisy'] as const) {
    const file = (part: string) => join(folder, `${variant}.${part}.jsonl`)
    const report = (records: string, by: string) => {
      const args = [join(bench, 'report.py'), truth, records, '--variant', variant, '--by', by]
      run('python3', args, folder)
    }
    const inputs = inputsOf(letters(), variant)
    writeLines(file('in'), inputs)
    process.env['STORE_URL'] = `sqlite:${join(folder, `${variant}.db`)}`
    run(process.execPath, [LAUNCHER, 'enrich', file('in'), '--out', file('out')], folder)
    if (variant === 'clean') {
      const languages = new Map(letters().map(({ id, language }) => [id, language]))
      const records = recordsIn(file('out'), inputs) as ContentRecord[]
      process.stdout.write(`\nwhat the letters are about\n${contentReport(records, languages)}`)
      if (contentOnly) break
    }
    const { alone, together, proposals } = await registered(recordsIn(file('out'), inputs))
    writeLines(file('alone'), alone)
    writeLines(file('together'), together)
    writeLines(file('proposals'), proposals)
    process.stdout.write(`\n${variant}, each letter alone\n`)
    report(file('alone'), 'language')
    process.stdout.write(trustInWords(judged, alone))
    process.stdout.write(`\n${variant}, with the register of the edition\n`)
    report(file('together'), 'edition')
    process.stdout.write(trustInWords(judged, together))
    run('python3', [PROPOSALS, bench, file('proposals'), file('alone')], folder)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
