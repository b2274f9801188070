/**
 * `npm run confidence [-- DIR]`: measures what each sign of a letter's sender, recipient and date is worth on the benchmark
 * letters, clean and misread, and writes `sureness/weights.ts` of the letters, and `measured.ts` with what stays wrong from
 * which confidence on, each edition weighed by what the others teach. Prints how the values rank, with weights of
 * the other editions (leave one edition out) and with those that are written. DIR holds public.jsonl and report.py;
 * it is ../shared/letters-bench unless named. Some ten seconds: run it again after every change of the rules.
 */
import { existsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { formatTable } from '@colophon/cli/table'
import {
  WEIGHED,
  weighed,
  type Weights,
  type WeighedField,
} from '@colophon/profiles/letters/rules/sureness'
import { format, resolveConfig } from 'prettier'
import { calibrationError, steps, within, type Ranked } from './curve.ts'
import { DIRECTIONS } from './directions.ts'
import { fit } from './fit.ts'
import { measuredValues, type MeasuredValue } from './values.ts'
import { measuredModule, weightsModule } from './modules.ts'

const TOLERATED = [0.01, 0.015, 0.02, 0.03, 0.05]

type Known = MeasuredValue & { right: boolean }
const known = (values: readonly MeasuredValue[]): Known[] =>
  values.filter((value): value is Known => value.right !== null)

const ranked = (weights: Weights, values: readonly MeasuredValue[]): (MeasuredValue & Ranked)[] =>
  values.map((value) => ({ ...value, sure: weighed(weights, value.rule, value.signs) }))

/** Each value weighed with what the other editions teach. */
function leftOut(field: WeighedField, values: readonly MeasuredValue[]) {
  const editions = Map.groupBy(values, ({ edition }) => edition)
  return [...editions].flatMap(([edition, own]) => {
    const others = known(values).filter((value) => value.edition !== edition)
    return ranked(fit(others, DIRECTIONS[field]), own)
  })
}

const percent = (share: number): string => (share * 100).toFixed(1)

function rowsOf(
  field: string,
  how: string,
  letters: number,
  values: readonly (MeasuredValue & Ranked)[],
) {
  return (['clean', 'noisy'] as const).map((variant) => {
    const own = values.filter((value) => value.variant === variant)
    const curve = steps(own)
    const shares = TOLERATED.map((share) => percent((within(curve, share)?.taken ?? 0) / letters))
    return [`${field}, ${variant}`, how, ...shares, calibrationError(own).toFixed(3)]
  })
}

const bench = resolve(process.argv[2] ?? '../shared/letters-bench')
if (!existsSync(join(bench, 'report.py'))) {
  process.stderr.write(`There is no benchmark at ${bench}: name its folder as the argument.\n`)
  process.exit(1)
}
const { letters, values } = measuredValues(bench)
const table = [['share of letters at … % wrong', '', ...TOLERATED.map(percent), 'ECE']]
const weights: Partial<Record<WeighedField, Weights>> = {}
const crossed: Partial<Record<WeighedField, readonly Ranked[]>> = {}
for (const field of WEIGHED) {
  const own = values.filter((value) => value.field === field)
  const found = fit(known(own), DIRECTIONS[field])
  const across = leftOut(field, own)
  weights[field] = found
  crossed[field] = across
  const byRule = own.map((value) => ({ ...value, sure: value.rule }))
  table.push(
    ...rowsOf(field, 'by the rule alone', letters, byRule),
    ...rowsOf(field, 'other editions', letters, across),
    ...rowsOf(field, 'as written', letters, ranked(found, own)),
  )
}
const LETTERS = '../../packages/profiles/src/letters/'
async function write(name: string, source: string): Promise<void> {
  const file = fileURLToPath(new URL(`${LETTERS}${name}`, import.meta.url))
  writeFileSync(file, await format(source, { ...(await resolveConfig(file)), filepath: file }))
}
await write('rules/sureness/weights.ts', weightsModule(weights as Record<WeighedField, Weights>))
await write('measured.ts', measuredModule(crossed as Record<WeighedField, Ranked[]>, 2 * letters))
process.stdout.write(formatTable(table))
