import { formatTable, type TableOptions } from '@colophon/cli/table'
import { seconds } from '../evidence/checks/index.ts'
import { verdictOf, verdictText, type Verdict } from '../evidence/report.ts'
import { checksOf } from './checks.ts'
import type { ChaosEvidence } from './evidence.ts'
import type { Recovery } from './watch.ts'

const RECOVERY_TABLE: TableOptions = { align: ['left', 'left', 'right', 'right'] }
const COUNTED = ['colophon_leases_lost_total', 'colophon_reconciler_redispatched_total']

export interface Report extends Verdict {
  seed: number
  form: 'short' | 'full'
  seconds: number
  faults: readonly string[]
  /** Submissions whose answer was lost and that were sent again. */
  resent: number
  recoveries: readonly Recovery[]
  /** Counts of the processes that were alive at the end. */
  metrics: Record<string, number>
}

/** By name, and by reason where there is one. */
function countedOf({ scrapes }: ChaosEvidence): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const { name, labels, value } of scrapes.flatMap(({ samples }) => samples)) {
    if (!COUNTED.includes(name)) continue
    const short = [name.replace('colophon_', ''), labels['reason'] ?? []].flat().join(' ')
    sums[short] = (sums[short] ?? 0) + value
  }
  return sums
}

export function reportOf(
  evidence: ChaosEvidence,
  { seed, form }: Pick<Report, 'seed' | 'form'>,
): Report {
  const { faults, resent, recoveries } = evidence
  return {
    ...{ seed, form, faults, resent, recoveries },
    ...verdictOf(checksOf(evidence)),
    seconds: evidence.seconds,
    metrics: countedOf(evidence),
  }
}

export function reportText(report: Report): string {
  const { seed, form, faults, metrics, recoveries } = report
  const recovered = recoveries.map(({ fault, what, tookMs, awayMs }) => [
    fault,
    what,
    tookMs === null ? 'never' : seconds(tookMs),
    awayMs === 0 ? '' : seconds(awayMs),
  ])
  const struck = [...Map.groupBy(faults, (name) => name)].map(
    ([name, all]) => `${all.length} × ${name}`,
  )
  const counted = Object.entries(metrics).map(([name, value]) => `${name} ${value}`)
  return verdictText(report, {
    head: [
      `chaos, ${form} form, seed ${seed}; models: simulated`,
      `${faults.length} faults: ${struck.join(', ')}`,
      `counted: ${counted.join(', ')}`,
    ],
    tail: [
      formatTable([['recovery of', 'until', 'took', 'others away'], ...recovered], RECOVERY_TABLE),
    ],
  })
}
