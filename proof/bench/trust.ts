/**
 * `npm run bench:trust [DIR] [--letters N]`: what becomes of the benchmark letters when a model is hostile, and when it is
 * half right. DIR holds public.jsonl and report.py; it is ../shared/letters-bench unless named. Ends with 1 when a model has
 * made records worse.
 */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { formatTable } from '@colophon/cli/table'
import { readLetters, VARIANTS } from '../trust/letters.ts'
import { runTrials, type Trial } from '../trust/trials.ts'

const { values, positionals } = parseArgs({
  options: { letters: { type: 'string' } },
  allowPositionals: true,
})
const bench = resolve(positionals[0] ?? '../shared/letters-bench')
const file = join(bench, 'public.jsonl')
if (!existsSync(file)) {
  process.stderr.write(`There are no benchmark letters at ${file}: name their folder.\n`)
  process.exit(1)
}

const percent = (share: number | null): string => (share === null ? '–' : (share * 100).toFixed(2))

const rowOf = ({ name, variant, letters, score, rules, kept, unsupported }: Trial): string[] => [
  `${name}, ${variant}`,
  String(letters),
  percent(rules.coreF1),
  percent(score.coreF1),
  String(kept),
  `${rules.autoApproved} → ${score.autoApproved}`,
  `${percent(rules.wrongApproved)} → ${percent(score.wrongApproved)}`,
  String(unsupported.length),
]

const trials: Trial[] = []
for (const variant of VARIANTS) {
  const letters = readLetters(file, variant).slice(0, Number(values.letters ?? Infinity))
  trials.push(
    ...(await runTrials({
      bench,
      variant,
      letters,
      onTrial: (trial) => process.stderr.write(`${rowOf(trial).join(' | ')}\n`),
    })),
  )
}
const HEAD = ['model', 'letters', 'rules F1', 'F1', 'kept', 'approved', 'wrong, %', 'unsupported']
process.stdout.write(`${formatTable([HEAD, ...trials.map(rowOf)])}\n`)
for (const { document, path, what } of trials.flatMap(({ unsupported }) => unsupported))
  process.stderr.write(`${document} ${path}: ${what}\n`)

const worse = trials.some(
  ({ score, rules, unsupported }) => unsupported.length > 0 || score.coreF1 < rules.coreF1,
)
process.exitCode = worse ? 1 : 0
