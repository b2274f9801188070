import { TASK_COLUMNS } from '../../task-columns.ts'
import { prepareAll, type Database, type Row, type SqlValue } from '../database.ts'
import type { TaskMarks } from './task-marks.ts'

/** Open comments are the store's to count, whoever hands in a task. */
const GIVEN = TASK_COLUMNS.filter((column) => column !== 'open_comments')
const placeOf = (column: (typeof TASK_COLUMNS)[number]): string =>
  `?${TASK_COLUMNS.indexOf(column) + 1}`
const CREATED_MS = `?${TASK_COLUMNS.length + 1}`
const COLUMNS = [...TASK_COLUMNS, 'created_ms'].join(', ')
const COMMENTS = `(SELECT count(*) FROM review_comments c
  WHERE c.tenant_id = ${placeOf('tenant_id')} AND c.document_id = ${placeOf('document_id')} AND c.is_open = 1)`
const VALUES = [
  ...TASK_COLUMNS.map((column) => (column === 'open_comments' ? COMMENTS : placeOf(column))),
  CREATED_MS,
].join(', ')

/** Who is asked again for the same revision is asked anew; when was said the first time. */
const ASKED_ANEW = GIVEN.filter(
  (column) => !['tenant_id', 'review_id', 'version', 'created_at'].includes(column),
)

/** What the marks of a task are made of. */
const MARKED = `review, version, tenant_id, status, assigned_to, lease_owner, reasons, flagged_fields, collection_id,
  enrichment_job_id, profile, priority, completeness, created_ms, turn, risk, gain, open_comments`
const UNLEASED = 'lease_id = NULL, lease_owner = NULL, lease_until = NULL'

const SQL = {
  find: `SELECT ${MARKED} FROM review_queue WHERE tenant_id = ? AND review_id = ?`,
  at: `SELECT ${MARKED} FROM review_queue WHERE review = ?`,
  ofDocument: `SELECT ${MARKED} FROM review_queue WHERE tenant_id = ? AND document_id = ?`,
  openOfDocument: `SELECT ${MARKED} FROM review_queue
    WHERE tenant_id = ? AND document_id = ? AND review_id <> ? AND status IN ('pending', 'in_progress')`,
  put: `INSERT INTO review_queue (${COLUMNS}) VALUES (${VALUES})
    ON CONFLICT DO UPDATE SET version = review_queue.version + 1,
      ${ASKED_ANEW.map((column) => `${column} = excluded.${column}`).join(', ')}
    RETURNING ${MARKED}`,
  replace: `UPDATE review_queue SET ${GIVEN.map((column) => `${column} = ${placeOf(column)}`).join(', ')},
      created_ms = ${CREATED_MS}
    WHERE tenant_id = ${placeOf('tenant_id')} AND review_id = ${placeOf('review_id')}
    RETURNING ${MARKED}`,
  supersede: `UPDATE review_queue SET status = 'superseded', version = version + 1, ${UNLEASED}, updated_at = ?2
    WHERE review = ?1`,
  lease: `UPDATE review_queue SET status = 'in_progress', lease_id = ?2, lease_owner = ?3, lease_until = ?4,
      version = version + 1, updated_at = ?5 WHERE review = ?1 RETURNING *`,
  comments: `SELECT count(*) AS n FROM review_comments WHERE tenant_id = ? AND document_id = ? AND is_open = 1`,
  setComments: 'UPDATE review_queue SET open_comments = ?2 WHERE review = ?1',
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

export interface TaskLease {
  id: string
  owner: string
  until: string
  /** When it begins. */
  at: string
}

/** Every change of a row of `review_queue` that its marks follow: all but a lease that is prolonged. */
export class TaskRows {
  readonly #sql
  readonly #marks: TaskMarks

  constructor(db: Database, marks: TaskMarks) {
    this.#sql = prepareAll(db, SQL)
    this.#marks = marks
  }

  /** Puts a task that an agent's run asks for, in the place of the one that it asked for before. */
  put(task: EncodedTask): void {
    const before = this.#find(task)
    const after = this.#sql.put.get(...task.values, task.created_ms)
    if (after === undefined) return
    if (before === undefined) this.#marks.add(after)
    else this.#marks.move(before, after)
  }

  /** False when its id is there. */
  add(task: EncodedTask): boolean {
    if (this.#find(task) !== undefined) return false
    this.put(task)
    return true
  }

  /** Whether the task is still the one that this one was made of. */
  isNext(task: EncodedTask): boolean {
    return this.#find(task)?.['version'] === task.version - 1
  }

  /** Whether the task is still the one that this one was made of, or is a new one. */
  fits(task: EncodedTask): boolean {
    return task.version === 1 ? this.#find(task) === undefined : this.isNext(task)
  }

  /** Puts a task that fits. */
  write(task: EncodedTask): void {
    if (task.version === 1) this.put(task)
    else this.replace(task)
  }

  replace(task: EncodedTask): void {
    const before = this.#find(task)
    const after = this.#sql.replace.get(...task.values, task.created_ms)
    if (before !== undefined && after !== undefined) this.#marks.move(before, after)
  }

  /** The row as somebody has it now. */
  lease(review: number, { id, owner, until, at }: TaskLease): Row {
    const before = this.#sql.at.get(review) ?? {}
    const after = this.#sql.lease.get(review, id, owner, until, at) ?? {}
    this.#marks.move(before, after)
    return after
  }

  /** Nobody need look any more: all open tasks of the document but this one. */
  supersede(tenantId: string, documentId: string, by: { reviewId: string; at: string }): void {
    for (const row of this.#sql.openOfDocument.all(tenantId, documentId, by.reviewId)) {
      this.#sql.supersede.run(Number(row['review']), by.at)
      this.#marks.move(row, { ...row, status: 'superseded', lease_owner: null })
    }
  }

  /** Counts the open comments of a document anew. */
  countComments(tenantId: string, documentId: string): void {
    const open = Number(this.#sql.comments.get(tenantId, documentId)?.['n'])
    for (const row of this.#sql.ofDocument.all(tenantId, documentId)) {
      if (row['open_comments'] === open) continue
      this.#sql.setComments.run(Number(row['review']), open)
      this.#marks.move(row, { ...row, open_comments: open })
    }
  }

  #find({ tenant_id, review_id }: EncodedTask): Row | undefined {
    return this.#sql.find.get(tenant_id, review_id)
  }
}
