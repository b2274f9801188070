import {
  asOf,
  ColophonError,
  type PageOf,
  type PageRequest,
  type QueueOrder,
  type ReviewRecord,
} from '@colophon/domain'
import type { RowsOfPage } from '../../page-limits.ts'
import { decodeCursor, pageOf } from '../../pages.ts'
import { TASK_COLUMNS, TASK_JSON } from '../task-columns.ts'
import type { Row, SqlValue } from '../thread/database.ts'
import type { Place } from '../thread/operations/queue-walk.ts'
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

/** A page of the queue, each task as it is at this moment. */
export const taskPage = (
  rows: RowsOfPage<Row>,
  order: QueueOrder,
  nowMs: number,
): PageOf<ReviewRecord> =>
  pageOf(
    rows,
    (row) => asOf(taskFrom(row), nowMs),
    (row) => [order, Number(row['key']), Number(row['review'])],
  )

/** Where the page before ended. Throws `request.invalid` for the end of a page in another order. */
export function placeOf(page: PageRequest, order: QueueOrder): Place {
  const [asked, key, review]: readonly [string, number, number] = decodeCursor(page, ['', 0, 0])
  if (asked === order) return { key, review }
  throw new ColophonError('request.invalid', `The cursor is of the order ${asked}, not ${order}`)
}
