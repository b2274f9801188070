/**
 * `npm run bench:ablation [-- DIR] [--noisy] [--only NAME,NAME]`: what each family of rules is worth. Enriches the benchmark letters
 * with all rules, then without one family after another, with the register of each edition, and prints how much every
 * figure changes. Each run is a process of its own. DIR holds public.jsonl; it is ../shared/letters-bench unless named.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { formatTable } from '@colophon/cli/table'
import {
  decidingOf,
  pairedReport,
  trustGroups,
  type HeldDocument,
  type JudgedRecord,
} from '@colophon/domain/evaluation'
import { judgedBy, type Judged } from '../held.ts'
import { inputsOf, linesOf, writeLines, type BenchLetter } from '../letters-input.ts'
import { FAMILIES } from './families.ts'

const CHILD = fileURLToPath(new URL('child.ts', import.meta.url))
const SHOWN = [
  ...['sender', 'recipient', 'date', 'place_sent', 'place_received', 'salutation', 'closing'],
  ...['signature', 'postscript', 'people', 'places', 'organizations'],
]

const { values: asked, positionals } = parseArgs({
  options: { noisy: { type: 'boolean' }, only: { type: 'string' } },
  allowPositionals: true,
})
const bench = resolve(positionals[0] ?? '../shared/letters-bench')
const truth = join(bench, 'public.jsonl')
if (!existsSync(truth)) {
  process.stderr.write(`There are no benchmark letters at ${truth}: name their folder.\n`)
  process.exit(1)
}
const only = asked.only?.split(',')
const families = FAMILIES.filter(({ name }) => only?.includes(name) ?? true)

const folder = mkdtempSync(join(tmpdir(), 'colophon-ablation-'))
const input = join(folder, 'in.jsonl')
writeLines(
  input,
  inputsOf(linesOf(truth) as BenchLetter[], asked.noisy === true ? 'noisy' : 'clean'),
)

/** Records of all letters without a family. */
function recordsWithout(name: string): JudgedRecord[] {
  const output = join(folder, 'out.jsonl')
  const store = `sqlite:${join(folder, `${name.replaceAll(' ', '-')}.db`)}`
  const env = { ...process.env, STORE_URL: store, LOG_LEVEL: 'silent' }
  const { status, stderr } = spawnSync(process.execPath, [CHILD, name, input, output], {
    ...{ cwd: folder, env, encoding: 'utf8' },
  })
  if (status !== 0) throw new Error(`without ${name}: ${stderr}`)
  const records = linesOf(output) as JudgedRecord[]
  rmSync(output)
  return records
}

const percent = (share: number): string => (share * 100).toFixed(1)
/** No figure where nothing changes: what does is found at once. */
function change(by: number | null | undefined): string {
  const shown = percent(by ?? 0)
  return Number(shown) === 0 ? '·' : `${Number(shown) > 0 ? '+' : ''}${shown}`
}

interface Trust {
  approved: number
  wrong: number
}

function trustIn({ fields }: Judged, held: readonly HeldDocument[]): Trust {
  const approval = trustGroups(held, decidingOf(fields))[0]?.approval
  const { taken = 0, of = 1, known = 0, wrong = 0 } = approval ?? {}
  return { approved: taken / of, wrong: known === 0 ? 0 : wrong / known }
}

try {
  const judged = await judgedBy(truth)
  const all = judged.held(recordsWithout('nothing'))
  const before = trustIn(judged, all)
  const whole = pairedReport(all, all, judged.fields)
  const f1Of = (field: string) => whole.fields.find((one) => one.field === field)?.f1 ?? 0
  const rows = [
    ['without', 'mean', '95 %', ...SHOWN, 'approved', '% wrong'],
    [
      ...['nothing', percent(whole.mean.f1 ?? 0), ''],
      ...SHOWN.map((field) => percent(f1Of(field))),
      ...[before.approved, before.wrong].map(percent),
    ],
  ]
  for (const { name } of families) {
    const held = judged.held(recordsWithout(name))
    const { mean, fields } = pairedReport(held, all, judged.fields)
    const trust = trustIn(judged, held)
    const [low, high] = [mean.interval?.low ?? 0, mean.interval?.high ?? 0]
    rows.push([
      ...[name, change(mean.difference), `${change(low)} … ${change(high)}`],
      ...SHOWN.map((field) => change(fields.find((one) => one.field === field)?.difference)),
      ...[trust.approved - before.approved, trust.wrong - before.wrong].map(change),
    ])
    process.stderr.write(`without ${name}\n`)
  }
  process.stdout.write(
    formatTable(rows, { align: rows[0]?.map((_, n) => (n === 0 ? 'left' : 'right')) }),
  )
  process.stdout.write(
    `\n${formatTable(
      families.map(({ name, what }) => [name, what]),
      { maxCellWidth: 90 },
    )}`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
