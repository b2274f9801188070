/**
 * `npm run calibrate -- --truth FILE --out FILE [--variant clean|noisy] [--half even|odd] [--paid]`: asks the configured
 * models (MODEL_LOCAL, MODEL_FAST, MODEL_DEEP, each for at most MODEL_*_MAX_FIELDS fields) about letters whose truth is known, and writes how often they were right, for
 * MODEL_CALIBRATION. FILE has a JSON object a line: `id`, `text`, `language`, `truth`; docs/calibration.md says
 * which. Models that cost money are asked only with `--paid`.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { openModels } from '@colophon/adapters/models'
import { unpaidModels } from '@colophon/agents'
import { formatTable } from '@colophon/cli/table'
import { maxFieldsOf, TIER_SETTINGS } from '@colophon/enrichment-worker'
import { LETTER_AGENTS } from '@colophon/profiles/letters/agents'
import { readConfig } from '@colophon/runtime'
import { MODEL_SETTINGS } from '@colophon/runtime/settings'
import { z } from 'zod'
import { halfOf, readLetters } from './letters.ts'
import { measure } from './measure.ts'
import { rowsOf } from './measured-table.ts'

const Arguments = z.object({
  truth: z.string(),
  out: z.string(),
  variant: z.enum(['clean', 'noisy']).default('clean'),
  half: z.enum(['even', 'odd']).optional(),
  paid: z.boolean().default(false),
})

const { values } = parseArgs({
  options: {
    truth: { type: 'string' },
    out: { type: 'string' },
    variant: { type: 'string' },
    half: { type: 'string' },
    paid: { type: 'boolean' },
  },
})
const given = Arguments.safeParse(values)
if (!given.success) {
  process.stderr.write(`${z.prettifyError(given.error)}\n`)
  process.exit(1)
}
const { truth, out, variant, half, paid } = given.data
const env = readConfig(z.object({ ...MODEL_SETTINGS, ...TIER_SETTINGS }), process.env)
await using opened = await openModels(
  { local: env.MODEL_LOCAL, fast: env.MODEL_FAST, deep: env.MODEL_DEEP },
  { keys: env },
)
const models = paid ? opened : unpaidModels(opened)
const all = readLetters(truth, variant)
const letters = half === undefined ? all : halfOf(all, half)
const calibration = await measure({
  agents: LETTER_AGENTS,
  models,
  letters,
  maxFields: maxFieldsOf(env),
})
writeFileSync(out, `${JSON.stringify(calibration, null, 2)}\n`)
process.stdout.write(`${formatTable(rowsOf(calibration))}\n`)
if (Object.keys(calibration.models).length === 0) {
  process.stderr.write('No model said anything that could be compared with the truth.\n')
  process.exitCode = 1
}
