import { isTerminal } from '@colophon/domain'
import type { Evidence } from '../evidence.ts'
import { sumOf } from '../exposition.ts'
import type { Stored } from '../stored.ts'
import { checkOf, someOf, type Check } from './check.ts'

/** A document may end as failed only when its attempts were used up, each by a process that was killed. */
const BY_DESIGN = new Set(['document.attempts_exhausted'])

export function checkTerminal({ documents, submitted, inTime, seconds }: Evidence): Check {
  const ids = new Set(documents.map(({ document_id: id }) => id))
  const ended = documents.filter(({ status }) => isTerminal(status))
  const failed = documents.filter(({ status }) => status === 'failed')
  const wrong = [
    ...(inTime ? [] : ['the time was up']),
    ...(ids.size === submitted && submitted > 0 ? [] : [`${ids.size} ids of ${submitted}`]),
    ...documents
      .filter(({ status }) => !isTerminal(status))
      .map((each) => `${each.document_id} is ${each.status}`),
    ...failed
      .filter(({ error }) => !BY_DESIGN.has(error?.code ?? ''))
      .map((each) => `${each.document_id} failed with ${each.error?.code ?? 'no code'}`),
    ...documents
      .filter(({ status, lease = null }) => isTerminal(status) && lease !== null)
      .map((each) => `${each.document_id} has ended and is leased`),
  ]
  const completed = documents.filter(({ status }) => status === 'completed')
  const degraded = completed.filter(({ agents }) =>
    Object.values(agents).some(({ status }) => status === 'degraded'),
  )
  const attempts = Math.max(0, ...documents.map((each) => each.attempts))
  return checkOf('every document in a terminal state', {
    wanted: 'all, failed only with all attempts used up',
    figure: `${ended.length} of ${submitted} in ${seconds.toFixed(1)} s: ${completed.length} completed (${degraded.length} with a degraded agent), ${failed.length} failed by exhausted attempts${failed.length > 0 ? ` (${someOf(failed.map((each) => each.document_id))})` : ''}, ${attempts} attempts at most`,
    wrong,
  })
}

/** The run a call belongs to. */
export const runOf = (callId: string): string => callId.slice(0, callId.indexOf(':'))

/** A completed document has been written once: one revision on, with one event of its completion. */
function revisionsWrong({ documents }: Evidence, { audit }: Stored): string[] {
  const events = Map.groupBy(
    audit.filter(({ path }) => path === null),
    ({ document_id: id }) => id,
  )
  return documents.flatMap((document) => {
    const found = events.get(document.document_id) ?? []
    const completions = document.status === 'completed' ? 1 : 0
    const revisions = found.map(({ revision }) => revision)
    const asExpected =
      document.revision === 1 + completions &&
      found.length === completions &&
      revisions.every((revision) => revision === document.revision)
    return asExpected
      ? []
      : [
          `${document.document_id}, ${document.status}: revision ${document.revision}, completions of revisions ${revisions.join() || 'none'}`,
        ]
  })
}

/**
 * The violations a lost lease could cause: a second completion, or an answer or a settled call of a run that whoever
 * took over had already booked as lost.
 */
export function checkFencing(evidence: Evidence, stored: Stored): Check {
  const { ledger, scrapes } = evidence
  const { steps, leftovers } = stored
  const lost = new Set(
    ledger.filter((row) => row.record_id.endsWith(':lost')).map((row) => row.call_id),
  )
  const stale = [
    ...steps.flatMap((step) =>
      step.output.usage
        .filter(({ call_id: id }) => lost.has(runOf(id)))
        .map(({ call_id: id }) => `${id} of ${step.document_id} is lost and stored`),
    ),
    ...ledger
      .filter((row) => !row.record_id.endsWith(':lost') && lost.has(runOf(row.call_id)))
      .map((row) => `${row.call_id} is lost and booked`),
  ]
  const wrong = [...revisionsWrong(evidence, stored), ...stale]
  const open = leftovers.map(
    ({ document_id: id, runs, effects }) => `${id} has ${runs} runs and ${effects} effects open`,
  )
  const lostLeases = sumOf(
    scrapes.flatMap(({ samples }) => samples),
    'colophon_leases_lost_total',
  )
  return checkOf('no write by a lost lease', {
    wanted: '0 violations, nothing left half done',
    figure: `${wrong.length} violations, ${open.length} documents with open runs or effects; leases lost ${lostLeases} (workers alive at the end)`,
    wrong: [...wrong, ...open],
  })
}

export function checkTroubles({ troubles }: Evidence): Check {
  return checkOf('no process died, no crash, no unhandled rejection, no defect in any log', {
    wanted: 'none, but for processes that were killed on purpose',
    figure: 'none found',
    wrong: troubles,
  })
}
