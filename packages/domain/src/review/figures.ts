import type { DecidedTask, DecisionCount } from '../ports/reports.ts'
import { pathPattern } from '../record/places.ts'
import type { FieldFigures, ReviewerFigures, ReviewFigures } from './contract/stats.ts'

const FIELD = 'field.'
const ACCEPTED = 'field.accept'
/** Taking something back says nothing of the value, and a register is nobody who decides. */
const NO_DECISIONS = new Set(['field.undone', 'field.restored', 'field.registered'])

const rate = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}

function perDay(tasks: readonly DecidedTask[]): ReviewFigures['per_day'] {
  const days = Map.groupBy(tasks, ({ decided_at }) => decided_at.slice(0, 10))
  return [...days]
    .map(([day, of]) => {
      const approved = of.filter(({ status }) => status === 'approved').length
      return { day, approved, rejected: of.length - approved }
    })
    .sort((a, b) => (a.day < b.day ? -1 : 1))
}

function fieldFigures(decisions: readonly DecisionCount[]): FieldFigures[] {
  const fields = new Map<string, { accepted: number; changed: number }>()
  for (const { action, path, count } of decisions) {
    if (path === null || !action.startsWith(FIELD) || NO_DECISIONS.has(action)) continue
    const pattern = pathPattern(path)
    const known = fields.get(pattern) ?? { accepted: 0, changed: 0 }
    known[action === ACCEPTED ? 'accepted' : 'changed'] += count
    fields.set(pattern, known)
  }
  return [...fields]
    .map(([path, { accepted, changed }]) => ({
      ...{ path, accepted, changed },
      change_rate: rate(changed, accepted + changed),
    }))
    .sort((a, b) => b.changed - a.changed || (a.path < b.path ? -1 : 1))
}

/** A second person agrees who approves the very revision that the first one left. */
function agreement(tasks: readonly DecidedTask[]): ReviewFigures['agreement'] {
  const looked = tasks.filter(
    ({ approvals, status }) => approvals.length > Number(status === 'approved'),
  )
  const agreed = looked.filter(({ approvals: [first, second], status }) => {
    return status === 'approved' && first && second?.revision === first.revision + 1
  })
  return {
    second_reviews: looked.length,
    agreed: agreed.length,
    rate: rate(agreed.length, looked.length),
  }
}

/** What each reviewer caught of the values that were altered on purpose. */
export function catchRates(tasks: readonly DecidedTask[]): ReviewerFigures[] {
  const known = tasks.filter(({ seeded, decided_by }) => seeded !== null && decided_by !== null)
  return [...Map.groupBy(known, ({ decided_by }) => decided_by ?? '')]
    .map(([reviewer, of]) => {
      const caught = of.filter(({ seeded }) => seeded?.outcome === 'caught').length
      return { reviewer, known_answers: of.length, caught, catch_rate: rate(caught, of.length) }
    })
    .sort((a, b) => (a.reviewer < b.reviewer ? -1 : 1))
}

/** How the work went: of tasks that were decided, and of what was decided in them. */
export const reviewFigures = (
  period: { from: string; to: string },
  { tasks, total }: { tasks: readonly DecidedTask[]; total: number },
  decisions: readonly DecisionCount[],
): ReviewFigures => ({
  ...period,
  counted: tasks.length,
  decided: total,
  per_day: perDay(tasks),
  median_seconds: median(tasks.map(({ seconds }) => seconds)),
  fields: fieldFigures(decisions),
  agreement: agreement(tasks),
})
