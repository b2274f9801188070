import { formatTable, type TableOptions } from '../../packages/cli/src/terminal/table.ts'
import { seconds, type Check } from '../evidence/checks/check.ts'
import { checkLogs, checkQueue, checkRecovery } from './checks.ts'
import { checkBill, checkBudgets, checkPaidOnce, checkUnsettled } from '../evidence/checks/money.ts'
import { checkFencing, checkTerminal } from '../evidence/checks/work.ts'
import type { Evidence } from './evidence.ts'
import type { Recovery } from './watch.ts'

const MARKS = { true: 'ok', false: 'SHORT', null: 'not seen' } as const
const WIDE = 1_200
const RECOVERY_TABLE: TableOptions = { align: ['left', 'left', 'right', 'right'] }

export interface Report {
  seed: number
  form: 'short' | 'full'
  passed: boolean
  seconds: number
  faults: string[]
  /** Submissions whose answer was lost and that were sent again. */
  resent: number
  checks: Check[]
  recoveries: Recovery[]
  /** What the processes that were alive at the end had counted. */
  metrics: Record<string, number>
}

export function reportOf(
  evidence: Evidence,
  { seed, form }: Pick<Report, 'seed' | 'form'>,
): Report {
  const { run, recoveries, metrics } = evidence
  const checks = [
    checkTerminal(evidence),
    checkFencing(evidence),
    checkPaidOnce(evidence),
    checkBill(evidence),
    checkUnsettled(evidence),
    checkBudgets(evidence),
    checkQueue(evidence),
    checkLogs(evidence),
    checkRecovery(evidence),
  ]
  const passed = checks.every(({ ok }) => ok !== false)
  const { faults, resent } = run
  return {
    ...{ seed, form, passed, faults, resent },
    seconds: run.seconds,
    checks,
    recoveries,
    metrics,
  }
}

export function reportText(report: Report): string {
  const { seed, form, passed, faults, checks, metrics, recoveries } = report
  const rows = checks.map(({ name, ok, figure, wanted }) => [
    MARKS[`${ok}`],
    name,
    ok === false ? `${figure} (wanted: ${wanted})` : figure,
  ])
  const recovered = recoveries.map(({ fault, what, tookMs, awayMs }) => [
    fault,
    what,
    tookMs === null ? 'never' : seconds(tookMs),
    awayMs === 0 ? '' : seconds(awayMs),
  ])
  const counted = [...Map.groupBy(faults, (name) => name)].map(
    ([name, all]) => `${all.length} × ${name}`,
  )
  const short = checks.filter(({ ok }) => ok === false).map(({ name }) => name)
  return [
    `chaos, ${form} form, seed ${seed}; models: simulated`,
    `${faults.length} faults: ${counted.join(', ')}`,
    `counted: ${Object.entries(metrics)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ')}`,
    '',
    formatTable(rows, { maxCellWidth: WIDE }),
    formatTable([['recovery of', 'until', 'took', 'others away'], ...recovered], RECOVERY_TABLE),
    passed ? 'passed' : `fell short: ${short.join(', ')}`,
    '',
  ].join('\n')
}
