import { TASK_COLUMNS } from '../../task-columns.ts'
import { prepareAll, type Database, type SqlValue } from '../database.ts'

/** Open comments are the store's to count, whoever hands in a task. */
const GIVEN = TASK_COLUMNS.filter((column) => column !== 'open_comments')
const COLUMNS = [...TASK_COLUMNS, 'created_ms'].join(', ')
const COMMENTS = `(SELECT count(*) FROM review_comments c
  WHERE c.tenant_id = ?1 AND c.document_id = ?3 AND c.is_open = 1)`
const VALUES = [
  ...TASK_COLUMNS.map((column, n) => (column === 'open_comments' ? COMMENTS : `?${n + 1}`)),
  `?${TASK_COLUMNS.length + 1}`,
].join(', ')

/** Who is asked again for the same revision is asked anew; when was said the first time. */
const ASKED_ANEW = GIVEN.filter(
  (column) => !['tenant_id', 'review_id', 'version', 'created_at'].includes(column),
)

const SQL = {
  put: `INSERT INTO review_queue (${COLUMNS}) VALUES (${VALUES})
    ON CONFLICT DO UPDATE SET version = review_queue.version + 1,
      ${ASKED_ANEW.map((column) => `${column} = excluded.${column}`).join(', ')}`,
  add: `INSERT INTO review_queue (${COLUMNS}) VALUES (${VALUES}) ON CONFLICT DO NOTHING`,
  version: 'SELECT version FROM review_queue WHERE tenant_id = ? AND review_id = ?',
  replace: `UPDATE review_queue SET ${GIVEN.map((column) => `${column} = ?${TASK_COLUMNS.indexOf(column) + 1}`).join(', ')},
      created_ms = ?${TASK_COLUMNS.length + 1}
    WHERE tenant_id = ?1 AND review_id = ?2`,
  supersede: `UPDATE review_queue SET status = 'superseded', version = version + 1, lease_id = NULL, lease_owner = NULL,
      lease_until = NULL, updated_at = ?
    WHERE tenant_id = ? AND document_id = ? AND review_id <> ? AND status IN ('pending', 'in_progress')`,
} as const

/** A task as the values of its columns, in their order. */
export interface EncodedTask {
  tenant_id: string
  review_id: string
  document_id: string
  version: number
  created_ms: number
  values: readonly SqlValue[]
}

/** Every change of a row of `review_queue` that is more than its lease. */
export class TaskRows {
  readonly #sql

  constructor(db: Database) {
    this.#sql = prepareAll(db, SQL)
  }

  /** Puts a task that an agent's run asks for, in the place of the one that it asked for before. */
  put({ values, created_ms }: EncodedTask): void {
    this.#sql.put.run(...values, created_ms)
  }

  /** False when its id is there. */
  add({ values, created_ms }: EncodedTask): boolean {
    return this.#sql.add.run(...values, created_ms).changes === 1
  }

  /** Whether the task is still the one that this one was made of. */
  isNext({ tenant_id, review_id, version }: EncodedTask): boolean {
    return this.#sql.version.get(tenant_id, review_id)?.['version'] === version - 1
  }

  replace({ values, created_ms }: EncodedTask): void {
    this.#sql.replace.run(...values, created_ms)
  }

  /** Nobody need look any more: all open tasks of the document but this one. */
  supersede(tenantId: string, documentId: string, by: { reviewId: string; at: string }): void {
    this.#sql.supersede.run(by.at, tenantId, documentId, by.reviewId)
  }
}
