import { UNTOUCHED, type ReviewRecord } from '@colophon/domain'
import { recordId, type Stored } from '../connection/collections.ts'
import { bsonFields } from './records.ts'
import { fieldName, fromBson } from './values.ts'

/**
 * What a task has beside its own fields: `step` of its document that wrote it last, its reasons as one text that can be
 * grouped by, and until when who has skipped it.
 */
const INTERNALS = new Set(['_id', 'effect', 'step', 'grounds', 'skipped'])

/** Whatever their order and how often each is named. */
export const groundsOf = (reasons: readonly string[]): string =>
  JSON.stringify([...new Set(reasons)].sort())

/** Where it stands until when this person has skipped it: a name of a field, whatever theirs is. */
export const skipField = (reviewer: string): string => `skipped.${fieldName(reviewer)}`

export const reasonsOf = (grounds: string): string[] => JSON.parse(grounds) as string[]

/** By the last of their times, where somebody has skipped it more than once. */
function skippedOf({ skips }: ReviewRecord): Record<string, string> {
  const inOrder = skips.toSorted((a, b) => (a.until < b.until ? -1 : 1))
  return Object.fromEntries(inOrder.map(({ reviewer, until }) => [fieldName(reviewer), until]))
}

export const taskToBson = (task: ReviewRecord, step: number): Stored => ({
  _id: recordId(task.tenant_id, task.review_id),
  ...bsonFields(task),
  step,
  grounds: groundsOf(task.reasons),
  skipped: skippedOf(task),
})

/** As a task was before people worked on tasks. */
type Former = Pick<ReviewRecord, 'flagged_fields' | 'created_at'>

const madeUp = ({ flagged_fields, created_at }: Former) => ({
  ...structuredClone(UNTOUCHED),
  profile: '',
  title: '',
  completeness: 0,
  risk: 0,
  gain: flagged_fields.length,
  turn: Date.parse(created_at) || 0,
})

/** Those that were written before have what new ones begin with. */
export function taskFrom(stored: Stored): ReviewRecord {
  const own = Object.entries(stored).filter(([name]) => !INTERNALS.has(name))
  const task = fromBson(Object.fromEntries(own)) as ReviewRecord
  return 'version' in task ? task : { ...madeUp(task), ...(task as ReviewRecord) }
}
