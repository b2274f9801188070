import { formatUsd, isTerminal, picoUsd } from '@colophon/domain'
import { LETTER_AGENTS } from '@colophon/agents'
import { checkBill } from './bill-check.ts'
import { checkCost } from './cost-check.ts'
import type { Evidence, JobEvidence } from './evidence.ts'
import { checkMetrics } from './metrics-check.ts'
import { checkAutoApproval, checkCompleteness } from './reading-checks.ts'
import { checkSecrets } from '../evidence/checks/secrets.ts'
import { checkUsed } from './usage-check.ts'

/** One line of the report. `ok` null: this could not be looked at here, and why. */
export interface Check {
  name: string
  ok: boolean | null
  figure: string
  wanted: string
}

const AGENTS = LETTER_AGENTS.map(({ name }) => name)

const jobsOf = ({ sound, doubtful }: Evidence): readonly JobEvidence[] => [sound, doubtful]
const documentsOf = (evidence: Evidence) => jobsOf(evidence).flatMap((job) => job.documents)

function checkTerminal(evidence: Evidence): Check {
  const documents = documentsOf(evidence)
  const submitted = jobsOf(evidence).reduce((sum, job) => sum + job.submitted, 0)
  const ended = documents.filter(({ status }) => isTerminal(status))
  const completed = ended.filter(({ status }) => status === 'completed')
  const codes = ended.flatMap(({ error, status }) => (status === 'failed' ? [error?.code] : []))
  const why = codes.length === 0 ? '' : `, failed: ${[...new Set(codes)].join(', ')}`
  return {
    name: 'every document in a terminal state',
    ok: evidence.inTime && ended.length === submitted && submitted > 0,
    figure: `${ended.length} of ${submitted} after ${evidence.seconds.toFixed(1)} s, ${completed.length} completed${why}`,
    wanted: `${submitted} before the deadline`,
  }
}

function checkReviewed({ doubtful }: Evidence): Check {
  const { documents } = doubtful
  const reviewed = documents.filter(
    ({ review_status, review_reasons }) => review_status === 'pending' && review_reasons.length > 0,
  )
  return {
    name: 'review of doubtful letters',
    ok: reviewed.length === documents.length && documents.length > 0,
    figure: `${reviewed.length} of ${documents.length} wait with their reasons`,
    wanted: 'all',
  }
}

function checkHealthy({ readyAgents, mode }: Evidence): Check {
  const absent = AGENTS.filter((agent) => !readyAgents.includes(agent))
  const where = mode === 'embedded' ? ' (in the process)' : ''
  return {
    name: 'agents healthy',
    ok: absent.length === 0,
    figure: `${AGENTS.length - absent.length} of ${AGENTS.length}${where}${absent.length > 0 ? `, not ${absent.join(', ')}` : ''}`,
    wanted: 'all',
  }
}

function checkReviewApi(evidence: Evidence): Check {
  const rows = jobsOf(evidence).map(({ view, reviews, waiting, stored }) => {
    const counts = [view.counts.to_review, reviews.pending, waiting.total]
    return [
      ...counts,
      ...(stored === undefined ? [] : [stored.pendingReviews, stored.counts.to_review]),
    ]
  })
  return {
    name: 'review API agrees with the store',
    ok: rows.every((row) => new Set(row).size === 1),
    figure: rows.map((row) => row.join(' = ')).join('; '),
    wanted: 'job = statistics = queue = store, for each job',
  }
}

function checkCostApi(evidence: Evidence): Check {
  const rows = jobsOf(evidence).map(({ cost, records, stored }) => {
    const sum = records.reduce((total, { amount_usd }) => total + picoUsd(amount_usd), 0n)
    return [picoUsd(cost.cost_usd), sum, ...(stored === undefined ? [] : [stored.costPicoUsd])]
  })
  return {
    name: 'cost API agrees with the store',
    ok: rows.every((row) => new Set(row).size === 1),
    figure: rows.map((row) => row.map((amount) => `$${formatUsd(amount)}`).join(' = ')).join('; '),
    wanted: 'report = sum of its records = ledger, for each job',
  }
}

function checkTroubles({ troubles }: Evidence): Check {
  return {
    name: 'processes',
    ok: troubles.length === 0,
    figure: troubles.length === 0 ? 'none died' : troubles.join('; '),
    wanted: 'none died',
  }
}

/** Everything that has to hold, each with its figure. */
export const checksOf = (evidence: Evidence): Check[] => [
  checkTerminal(evidence),
  checkCompleteness(evidence),
  checkAutoApproval(evidence),
  checkReviewed(evidence),
  checkCost(evidence),
  checkHealthy(evidence),
  checkUsed(evidence),
  checkBill(evidence),
  checkMetrics(evidence),
  checkSecrets(evidence),
  checkReviewApi(evidence),
  checkCostApi(evidence),
  checkTroubles(evidence),
]
