import { prepareAll, type Database, type Row } from '../database.ts'

const SQL = {
  find: 'SELECT * FROM step_results WHERE tenant_id = ? AND key = ?',
  insert: `INSERT INTO step_results (tenant_id, key, agent, document_id, output, created_at)
    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
} as const

/** One with its output as JSON. */
export interface EncodedAnswer {
  tenant_id: string
  key: string
  agent: string
  document_id: string
  output: string
  created_at: string
}

/** Answers by tenant and key. */
export class AnswerRows {
  readonly #sql

  constructor(db: Database) {
    this.#sql = prepareAll(db, SQL)
  }

  find(tenantId: string, keys: readonly string[]): Row[] {
    return keys.map((key) => this.#sql.find.get(tenantId, key)).filter((row) => row !== undefined)
  }

  /** A key that is there keeps its answer: false. */
  put({ tenant_id, key, agent, document_id, output, created_at }: EncodedAnswer): boolean {
    const done = this.#sql.insert.run(tenant_id, key, agent, document_id, output, created_at)
    return Number(done.changes) === 1
  }
}
