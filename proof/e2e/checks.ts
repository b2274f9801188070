import { formatUsd, picoUsd } from '@colophon/domain'
import { LETTER_AGENTS } from '@colophon/profiles/letters/agents'
import { checkOf, checksOfWork, type Check } from '../evidence/checks/index.ts'
import { checkCost } from './cost-check.ts'
import type { E2eEvidence } from './evidence.ts'
import { checkMetrics } from './metrics-check.ts'
import { checkAutoApproval, checkCompleteness } from './reading-checks.ts'
import { checkUsed } from './usage-check.ts'

const AGENTS = LETTER_AGENTS.map(({ name }) => name)

function checkReviewed({ doubtful }: E2eEvidence): Check {
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

function checkHealthy({ readyAgents, mode }: E2eEvidence): Check {
  const absent = AGENTS.filter((agent) => !readyAgents.includes(agent))
  const where = mode === 'embedded' ? ' (in the process)' : ''
  return checkOf('agents healthy', {
    wanted: 'all',
    figure: `${AGENTS.length - absent.length} of ${AGENTS.length}${where}`,
    wrong: absent.map((agent) => `not ${agent}`),
  })
}

function checkReviewApi(evidence: E2eEvidence): Check {
  const rows = [evidence.sound, evidence.doubtful].map(({ view, reviews, waiting, stored }) => {
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

function checkCostApi(evidence: E2eEvidence): Check {
  const rows = [evidence.sound, evidence.doubtful].map(({ cost, records, stored }) => {
    const sum = records.reduce((total, { amount_pico_usd: amount }) => total + amount, 0n)
    return [picoUsd(cost.cost_usd), sum, ...(stored === undefined ? [] : [stored.costPicoUsd])]
  })
  return {
    name: 'cost API agrees with the store',
    ok: rows.every((row) => new Set(row).size === 1),
    figure: rows.map((row) => row.map((amount) => `$${formatUsd(amount)}`).join(' = ')).join('; '),
    wanted: 'report = sum of its records = ledger, for each job',
  }
}

/** Everything that has to hold, each with its figure. */
export const checksOf = (evidence: E2eEvidence): Check[] => [
  ...checksOfWork(evidence),
  checkCompleteness(evidence),
  checkAutoApproval(evidence),
  checkReviewed(evidence),
  checkCost(evidence),
  checkHealthy(evidence),
  checkUsed(evidence),
  checkMetrics(evidence),
  checkReviewApi(evidence),
  checkCostApi(evidence),
]
