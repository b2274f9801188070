import type { Check } from '../evidence/checks/index.ts'
import type { E2eEvidence } from './evidence.ts'
import { supportedOnly, type SupportedRecord } from './supported.ts'
import { SIMULATED } from '../evidence/target.ts'

const COMPLETENESS = 0.95
const AUTO_APPROVAL = 0.9

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** Simulated models answer from what they are told to look for: what they add says nothing of how letters are read. */
const caveat = (models: string): string =>
  models === SIMULATED ? ' (models simulated: not a measure of reading)' : ''

/** The values that were left out of the figure that counts, where any were. */
function leftOut(records: readonly SupportedRecord[], withThem: string): string {
  const taken = records.flatMap((record) => record.taken)
  return taken.length === 0
    ? ''
    : `; ${withThem} with ${taken.length} values of models that nothing supports (${[...new Set(taken)].sort().join(', ')})`
}

/** The thresholds are for what rules found and what the letter supports. */
export function checkCompleteness({ sound, models }: E2eEvidence): Check {
  const records = sound.documents.map(supportedOnly)
  const scores = records.map(({ completeness }) => completeness)
  const asStored = sound.documents.map((each) => each.quality_metrics?.completeness_score ?? 0)
  return {
    name: 'completeness',
    ok: mean(scores) >= COMPLETENESS,
    figure: `${mean(scores).toFixed(4)} on average, ${Math.min(...scores).toFixed(4)} at least${leftOut(records, mean(asStored).toFixed(4))}${caveat(models)}`,
    wanted: `at least ${COMPLETENESS} on average, of values that are supported`,
  }
}

export function checkAutoApproval({ sound, models }: E2eEvidence): Check {
  const { documents } = sound
  const records = documents.map(supportedOnly)
  const approved = records.filter((record) => record.approved)
  const asStored = documents.filter(
    ({ status, review_status }) => status === 'completed' && review_status === 'not_required',
  )
  const share = approved.length / documents.length
  const reasons = new Set(documents.flatMap((each) => each.review_reasons))
  const why = reasons.size === 0 ? '' : `; the others: ${[...reasons].sort().join(', ')}`
  return {
    name: 'auto-approval of sound letters',
    ok: share >= AUTO_APPROVAL,
    figure: `${approved.length} of ${documents.length}, ${percent(share)}${leftOut(records, String(asStored.length))}${why}${caveat(models)}`,
    wanted: `at least ${percent(AUTO_APPROVAL)}, by values that are supported`,
  }
}
