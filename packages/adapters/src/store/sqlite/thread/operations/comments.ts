import { prepareAll, type Database, type Row } from '../database.ts'
import { Events, type EncodedEvent } from './events.ts'
import type { TaskRows } from './tasks.ts'

const SQL = {
  list: 'SELECT comment FROM review_comments WHERE tenant_id = ? AND document_id = ? ORDER BY n',
  put: `INSERT INTO review_comments (tenant_id, document_id, comment_id, n, is_open, comment)
    VALUES (?1, ?2, ?3, (SELECT count(*) FROM review_comments WHERE tenant_id = ?1 AND document_id = ?2), ?4, ?5)
    ON CONFLICT (tenant_id, document_id, comment_id) DO UPDATE SET is_open = excluded.is_open, comment = excluded.comment`,
} as const

export interface EncodedComment {
  tenant_id: string
  document_id: string
  comment_id: string
  /** Not resolved, and no answer to another. */
  open: boolean
  comment: string
}

export class CommentOperations {
  readonly #sql
  readonly #tasks: TaskRows
  readonly #events: Events

  constructor(db: Database, tasks: TaskRows) {
    this.#sql = prepareAll(db, SQL)
    this.#tasks = tasks
    this.#events = new Events(db)
  }

  /** In the order they were made. */
  list(tenantId: string, documentId: string): Row[] {
    return this.#sql.list.all(tenantId, documentId)
  }

  put(comment: EncodedComment, audit: readonly EncodedEvent[]): void {
    const { tenant_id, document_id, comment_id } = comment
    this.#sql.put.run(tenant_id, document_id, comment_id, Number(comment.open), comment.comment)
    this.#tasks.countComments(tenant_id, document_id)
    this.#events.add(tenant_id, document_id, audit)
  }
}
