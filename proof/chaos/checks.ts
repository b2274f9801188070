import { checkOf, checksOfWork, seconds, type Check } from '../evidence/checks/index.ts'
import type { ChaosEvidence } from './evidence.ts'

/** Looking at the store costs time of its own on a busy machine. */
const SLACK_MS = 5_000

function checkQueue({ queue }: ChaosEvidence): Check {
  const { depth, inFlight, deferred, backlog, afterMs } = queue
  const sizes = { depth, 'in flight': inFlight, deferred, backlog }
  return checkOf('queue empty', {
    wanted: 'depth, in flight, deferred and backlog 0',
    figure: `depth ${depth}, in flight ${inFlight}, deferred ${deferred}, backlog ${backlog}, ${seconds(afterMs)} after the last document`,
    wrong: Object.entries(sizes).flatMap(([name, size]) => (size === 0 ? [] : [`${name} ${size}`])),
  })
}

function checkRecovery({ recoveries, plan }: ChaosEvidence): Check {
  const { lease, reconcile } = plan.times
  // A round until a lease is seen, the time of the lease, a round until it is looked at again.
  const bound = lease + 2 * reconcile
  const took = recoveries.flatMap(({ tookMs }) => (tookMs === null ? [] : [tookMs]))
  const worst = recoveries.toSorted((a, b) => (b.tookMs ?? 0) - (a.tookMs ?? 0))[0]
  const wrong = recoveries
    .filter(({ tookMs, awayMs }) => (tookMs ?? Infinity) > bound + awayMs + SLACK_MS)
    .map(({ fault, what, tookMs, awayMs }) => {
      const away = awayMs > 0 ? `, of which others were away for ${seconds(awayMs)}` : ''
      return `${fault}: ${what} ${tookMs === null ? 'never' : `after ${seconds(tookMs)}${away}`}`
    })
  const median = took.toSorted((a, b) => a - b)[Math.floor(took.length / 2)] ?? 0
  const check = checkOf('recovery after each kill', {
    wanted: `at most ${seconds(bound)} (lease + two rounds of the reconciler), and the time that others were away`,
    figure: `${recoveries.length} looked at, ${seconds(median)} in the median, ${seconds(Math.max(0, ...took))} at most (${worst?.fault ?? 'none'}: ${worst?.what ?? ''})`,
    wrong,
  })
  return recoveries.length === 0 ? { ...check, ok: null } : check
}

export const checksOf = (evidence: ChaosEvidence): Check[] => [
  ...checksOfWork(evidence),
  checkQueue(evidence),
  checkRecovery(evidence),
]
