import { formatTable } from '../../packages/cli/src/terminal/table.ts'
import type { Check } from './checks.ts'
import type { Evidence } from './evidence.ts'
import { DOUBTFUL } from '../evidence/letters.ts'

const MARKS = { true: 'ok', false: 'SHORT', null: 'not checked' } as const
const WIDE = 160

export interface Report {
  /** Comes first, whatever the form: simulated models must not be taken for real ones. */
  models: string
  mode: Evidence['mode']
  passed: boolean
  documents: number
  seconds: number
  jobs: { sound: string; doubtful: string }
  checks: Check[]
}

export const reportOf = (evidence: Evidence, checks: readonly Check[]): Report => ({
  models: evidence.models,
  mode: evidence.mode,
  passed: checks.every(({ ok }) => ok !== false),
  documents: evidence.sound.submitted + evidence.doubtful.submitted,
  seconds: Math.round(evidence.seconds * 10) / 10,
  jobs: { sound: evidence.sound.id, doubtful: evidence.doubtful.id },
  checks: [...checks],
})

export function reportText({ models, mode, passed, jobs, checks }: Report): string {
  const rows = checks.map(({ name, ok, figure, wanted }) => [
    MARKS[`${ok}`],
    name,
    ok === false ? `${figure} (wanted: ${wanted})` : figure,
  ])
  const short = checks.filter(({ ok }) => ok === false).map(({ name }) => name)
  return [
    `models: ${models}`,
    `form: ${mode}; sound letters in ${jobs.sound}, doubtful ones in ${jobs.doubtful}`,
    `doubtful: ${DOUBTFUL.map(([file, why]) => `${file} (${why})`).join(', ')}`,
    '',
    formatTable(rows, { maxCellWidth: WIDE * 4 }),
    passed ? 'passed' : `fell short: ${short.join(', ')}`,
    '',
  ].join('\n')
}
