/**
 * `npm run bench:letters [DIR] [-- --content]`: enriches the benchmark letters, clean and noisy, and prints the scorer's report: first
 * as each letter says it, then with the register of its collection, the letters of its edition; what needed no person, by
 * field and edition, and how much of it is wrong; how many proposals of the register are right; and how well summaries,
 * keywords and subjects say what sixty of the letters are about, with what is wrong with those of all (`--content`: that
 * alone). DIR holds public.jsonl and report.py; it is ../shared/letters-bench unless named.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { contentReport } from './content/measure.ts'
import type { ContentRecord } from './content/lints.ts'
import { judgedBy, trustInWords } from './held.ts'
import { registered, type BenchRecord } from './letters-register.ts'

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

interface Letter {
  id: string
  language: string
  text: string
  text_noisy: string
  source: { edition: string }
}

interface Input {
  id: string
  text: string
  collection_id: string
}

const linesOf = (file: string): unknown[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): unknown => JSON.parse(line))

const writeLines = (file: string, values: readonly unknown[]): void => {
  writeFileSync(file, values.map((value) => `${JSON.stringify(value)}\n`).join(''))
}

/** The enricher gets the text and the edition, and nothing of the truth. */
const inputOf = (variant: 'clean' | 'noisy'): Input[] =>
  (linesOf(truth) as Letter[]).map(({ id, text, text_noisy: noisy, source }) => ({
    id,
    text: variant === 'clean' ? text : noisy,
    collection_id: source.edition,
  }))

/** Records as they were written out, with the text, which a file of records leaves out. */
function recordsIn(file: string, inputs: readonly Input[]): BenchRecord[] {
  const texts = new Map(inputs.map(({ id, text }) => [id, text]))
  return (linesOf(file) as BenchRecord[]).map((record) => {
    const text = texts.get(record.document_id) ?? ''
    return { ...record, source: { ...record.source, text } }
  })
}

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
    const inputs = inputOf(variant)
    writeLines(file('in'), inputs)
    process.env['STORE_URL'] = `sqlite:${join(folder, `${variant}.db`)}`
    run(process.execPath, [LAUNCHER, 'enrich', file('in'), '--out', file('out')], folder)
    if (variant === 'clean') {
      const languages = new Map(
        (linesOf(truth) as Letter[]).map(({ id, language }) => [id, language]),
      )
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
