import { formatUsd, isTerminal, picoUsd } from '@colophon/domain'
import { LETTER_AGENTS } from '@colophon/agents'
import { checkBill } from './bill-check.ts'
import type { Evidence, JobEvidence } from './evidence.ts'
import { checkMetrics } from './metrics-check.ts'
import { checkSecrets } from './secrets-check.ts'

/** One line of the report. `ok` null: this could not be looked at here, and why. */
export interface Check {
  name: string
  ok: boolean | null
  figure: string
  wanted: string
}

const COMPLETENESS = 0.95
const AUTO_APPROVAL = 0.9
const MAX_COST = picoUsd('0.50')
const AGENTS = LETTER_AGENTS.map(({ name }) => name)

const jobsOf = ({ sound, doubtful }: Evidence): readonly JobEvidence[] => [sound, doubtful]
const documentsOf = (evidence: Evidence) => jobsOf(evidence).flatMap((job) => job.documents)
const recordsOf = (evidence: Evidence) => jobsOf(evidence).flatMap((job) => job.records)
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

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

function checkCompleteness({ sound }: Evidence): Check {
  const scores = sound.documents.map((each) => each.quality_metrics?.completeness_score ?? 0)
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
  return {
    name: 'completeness',
    ok: mean >= COMPLETENESS,
    figure: `${mean.toFixed(4)} on average, ${Math.min(...scores).toFixed(4)} at least`,
    wanted: `at least ${COMPLETENESS} on average`,
  }
}

function checkAutoApproval({ sound }: Evidence): Check {
  const approved = sound.documents.filter(
    ({ status, review_status }) => status === 'completed' && review_status === 'not_required',
  )
  const share = approved.length / sound.documents.length
  const reasons = new Set(sound.documents.flatMap((each) => each.review_reasons))
  const why = reasons.size === 0 ? '' : `; the others: ${[...reasons].sort().join(', ')}`
  return {
    name: 'auto-approval of sound letters',
    ok: share >= AUTO_APPROVAL,
    figure: `${approved.length} of ${sound.documents.length}, ${percent(share)}${why}`,
    wanted: `at least ${percent(AUTO_APPROVAL)}`,
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

function checkCost(evidence: Evidence): Check {
  const costs = new Map<string, bigint>(documentsOf(evidence).map((each) => [each.document_id, 0n]))
  for (const { document_id: id, amount_usd } of recordsOf(evidence)) {
    costs.set(id, (costs.get(id) ?? 0n) + picoUsd(amount_usd))
  }
  const amounts = [...costs.values()]
  const highest = amounts.reduce((most, each) => (each > most ? each : most), 0n)
  const total = amounts.reduce((sum, each) => sum + each, 0n)
  const mean = amounts.length === 0 ? 0n : total / BigInt(amounts.length)
  return {
    name: 'cost of a document',
    ok: highest <= MAX_COST,
    figure: `$${formatUsd(highest)} at most, $${formatUsd(mean)} on average`,
    wanted: `at most $${formatUsd(MAX_COST)}`,
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

/** Used: an outcome `ok` on every document, and a row in the ledger from every one. */
function checkUsed(evidence: Evidence): Check {
  const documents = documentsOf(evidence)
  const outcomes = AGENTS.map((agent) => {
    const ok = documents.filter((each) => each.agents[agent]?.status === 'ok').length
    return { agent, ok }
  })
  const booked = new Set(recordsOf(evidence).map(({ agent }) => agent))
  const short = outcomes.filter(({ agent, ok }) => ok < documents.length || !booked.has(agent))
  const named = short.map(
    ({ agent, ok }) => `${agent} ok on ${ok}${booked.has(agent) ? '' : ', not booked'}`,
  )
  return {
    name: 'agents used',
    ok: short.length === 0 && documents.length > 0,
    figure:
      short.length === 0
        ? `${AGENTS.length} of ${AGENTS.length} on all ${documents.length} documents, and in the ledger`
        : named.join('; '),
    wanted: 'all five on every document',
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
