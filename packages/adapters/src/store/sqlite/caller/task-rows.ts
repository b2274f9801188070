import type { ReviewRecord } from '@colophon/domain'
import { TASK_COLUMNS, TASK_JSON } from '../task-columns.ts'
import type { Row, SqlValue } from '../thread/database.ts'
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
