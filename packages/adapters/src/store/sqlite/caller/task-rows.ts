import type { ReviewRecord } from '@colophon/domain'
import { TASK_COLUMNS, TASK_JSON } from '../task-columns.ts'
import type { Row, SqlValue } from '../thread/database.ts'

const JSON_COLUMNS: ReadonlySet<string> = new Set(TASK_JSON)

/** In the order of the columns. */
export const taskValues = (task: ReviewRecord): SqlValue[] =>
  TASK_COLUMNS.map((column) => {
    const value = task[column]
    return JSON_COLUMNS.has(column) ? JSON.stringify(value) : (value as SqlValue)
  })

export const taskFrom = (row: Row): ReviewRecord =>
  Object.fromEntries(
    TASK_COLUMNS.map((column) => {
      const value = row[column]
      return [column, JSON_COLUMNS.has(column) ? (JSON.parse(String(value)) as unknown) : value]
    }),
  ) as unknown as ReviewRecord
