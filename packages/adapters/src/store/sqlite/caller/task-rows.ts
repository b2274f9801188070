import {
  asOf,
  ColophonError,
  type PageOf,
  type PageRequest,
  type QueueOrder,
  type ReviewRecord,
} from '@colophon/domain'
import { decodeCursor, encodeCursor } from '../../pages.ts'
import { TASK_COLUMNS, TASK_JSON } from '../task-columns.ts'
import type { Row, SqlValue } from '../thread/database.ts'
import type { Place } from '../thread/operations/queue-walk.ts'
import type { TaskPage } from '../thread/operations/queue.ts'
import type { EncodedTask } from '../thread/operations/tasks.ts'

const JSON_COLUMNS: ReadonlySet<string> = new Set(TASK_JSON)

const valuesOf = (task: ReviewRecord): SqlValue[] =>
  TASK_COLUMNS.map((column) => {
    const value = task[column]
    return JSON_COLUMNS.has(column) ? JSON.stringify(value) : (value as SqlValue)
  })

export const taskRow = (task: ReviewRecord): EncodedTask => ({
  tenant_id: task.tenant_id,
  review_id: task.review_id,
  document_id: task.document_id,
  version: task.version,
  created_ms: Date.parse(task.created_at),
  values: valuesOf(task),
})

export const taskFrom = (row: Row): ReviewRecord =>
  Object.fromEntries(
    TASK_COLUMNS.map((column) => {
      const value = row[column]
      return [column, JSON_COLUMNS.has(column) ? (JSON.parse(String(value)) as unknown) : value]
    }),
  ) as unknown as ReviewRecord

const taskOf = (values: readonly unknown[]): ReviewRecord =>
  Object.fromEntries(
    TASK_COLUMNS.map((column, index) => [column, values[index]]),
  ) as unknown as ReviewRecord

/** A page of the queue, each task as it is at this moment. */
export function taskPage(
  { tasks, places, more }: TaskPage,
  order: QueueOrder,
  nowMs: number,
): PageOf<ReviewRecord> {
  const rows = tasks.flatMap((text) => JSON.parse(text) as unknown[][])
  const last = places.at(-1)
  return {
    items: rows.map((values) => asOf(taskOf(values), nowMs)),
    cursor: more && last !== undefined ? encodeCursor([order, last.key, last.review]) : null,
  }
}

/** Where the page before ended. Throws `request.invalid` for the end of a page in another order. */
export function placeOf(page: PageRequest, order: QueueOrder): Place {
  const [asked, key, review]: readonly [string, number, number] = decodeCursor(page, ['', 0, 0])
  if (asked === order) return { key, review }
  throw new ColophonError('request.invalid', `The cursor is of the order ${asked}, not ${order}`)
}
