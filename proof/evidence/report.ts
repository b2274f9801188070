import { formatTable } from '@colophon/cli/table'
import type { Check } from './checks/check.ts'

export interface Verdict {
  passed: boolean
  checks: readonly Check[]
}

const MARKS = { true: 'ok', false: 'SHORT', null: 'not checked' } as const
const WIDE = 1_200

export const verdictOf = (checks: readonly Check[]): Verdict => ({
  passed: checks.every(({ ok }) => ok !== false),
  checks,
})

/** The checks as text: `head` above the checks, `tail` below them. */
export function verdictText(
  { passed, checks }: Verdict,
  { head, tail = [] }: { head: readonly string[]; tail?: readonly string[] },
): string {
  const rows = checks.map(({ name, ok, figure, wanted }) => [
    MARKS[`${ok}`],
    name,
    ok === false ? `${figure} (wanted: ${wanted})` : figure,
  ])
  const short = checks.filter(({ ok }) => ok === false).map(({ name }) => name)
  const table = formatTable(rows, { maxCellWidth: WIDE })
  const end = passed ? 'passed' : `fell short: ${short.join(', ')}`
  return [...head, '', table, ...tail, end, ''].join('\n')
}
