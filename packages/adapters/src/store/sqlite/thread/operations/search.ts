import { prepareAll, type Database, type Row, type SqlValue } from '../database.ts'
import { readRows, type RowPage } from '../page-rows.ts'
import { DOCUMENT_COLUMNS, DOCUMENT_JOINS } from './documents.ts'

/** Ended ones first: what still waits is about to change, and is taken in while nothing is in work. */
const STATUSES = ['completed', 'failed', 'cancelled', 'queued'] as const
const UNSEARCHED = 'searched_revision IS NOT revision'
const TEXTS = `d.doc, d.tenant_id, d.collection_id, d.profile, d.revision, s.source, r.enriched_data
  FROM documents d INDEXED BY documents_unsearched CROSS JOIN document_sources s ON s.doc = d.doc
    LEFT JOIN document_results r ON r.doc = d.doc`

const SQL = {
  unsearched: `SELECT ${TEXTS} WHERE d.${UNSEARCHED} AND d.status = ? LIMIT ?`,
  unsearchedOf: `SELECT ${TEXTS} WHERE d.${UNSEARCHED} AND d.status = ? AND d.tenant_id = ? LIMIT ?`,
  inWork: `SELECT 1 FROM documents INDEXED BY documents_leased WHERE status = 'processing' LIMIT 1`,
  forget: 'DELETE FROM search_index WHERE rowid = ?',
  take: 'INSERT INTO search_index (rowid, scope, text, found_values) VALUES (?, ?, ?, ?)',
  taken: 'UPDATE documents SET searched_revision = ?2 WHERE doc = ?1',
  find: `SELECT ${DOCUMENT_COLUMNS}, (SELECT json_array(q.review_id, q.title) FROM review_queue q
      WHERE q.tenant_id = d.tenant_id AND q.document_id = d.document_id
        AND ifnull(json_extract(q.drawn, '$.kind'), '') <> 'seeded'
      ORDER BY q.document_revision DESC, q.review DESC LIMIT 1) AS review
    FROM search_index i CROSS JOIN documents d ON d.doc = i.rowid ${DOCUMENT_JOINS}
    WHERE search_index MATCH ? AND i.rowid < ? AND d.tenant_id = ? AND d.searched_revision IS d.revision
    ORDER BY i.rowid DESC LIMIT ?`,
} as const

const IN_COLLECTIONS = 'SELECT ifnull(sum(documents), 0) AS n FROM collections WHERE'
const IN_DOCUMENTS = 'SELECT count(*) AS n FROM documents WHERE'
const ALL_UNSEARCHED = `SELECT count(*) AS n FROM documents INDEXED BY documents_unsearched WHERE ${UNSEARCHED}
  AND status IN ('queued', 'processing', 'completed', 'failed', 'cancelled') AND`

/** Bounds one step: other writes wait for it. */
const MOST_DOCUMENTS = 32
const MOST_CHARACTERS = 128 * 1024
/** Longer values are left out where they are a part of the text word for word. */
const LONG_VALUE = 100
/** A word of its own between two values, which nobody types: no phrase begins in one and ends in the other. */
const BETWEEN = ' \ue000 '

/** Those of a tenant, a collection and a profile as words of the index: no punctuation in them. */
const word = (kind: string, name: string): string => kind + Buffer.from(name).toString('hex')

export interface SearchScope {
  tenantId: string
  collectionId: string | undefined
  profile: string | undefined
}

/** The same as the conditions of a query on documents. */
function whereOf({ tenantId, collectionId, profile }: SearchScope) {
  const where = ['tenant_id = ?']
  const values: SqlValue[] = [tenantId]
  if (collectionId !== undefined) {
    where.push('collection_id = ?')
    values.push(collectionId)
  }
  if (profile !== undefined) {
    where.push('profile = ?')
    values.push(profile)
  }
  return { where: where.join(' AND '), values }
}

function scopeWords({ tenantId, collectionId, profile }: SearchScope): string[] {
  const words = [word('t', tenantId)]
  if (collectionId !== undefined) words.push(word('c', collectionId))
  if (profile !== undefined) words.push(word('p', profile))
  return words
}

function collectValues(value: unknown, text: string, into: string[]): void {
  if (typeof value === 'number') into.push(String(value))
  else if (typeof value === 'string') {
    if (value.length <= LONG_VALUE || !text.includes(value)) into.push(value)
  } else if (typeof value === 'object' && value !== null) {
    for (const child of Object.values(value)) collectValues(child, text, into)
  }
}

/** The index of words. It follows the documents at a distance: nothing that is done to one waits for it. */
export class SearchOperations {
  readonly #db: Database
  readonly #sql

  constructor(db: Database) {
    this.#db = db
    this.#sql = prepareAll(db, SQL)
  }

  /** Takes documents in, of one tenant or of all. Returns how many. */
  index(tenantId: string | null): number {
    let documents = 0
    let characters = 0
    for (const status of STATUSES) {
      if (status === 'queued' && (documents > 0 || this.#sql.inWork.get() !== undefined)) break
      for (const row of this.#unsearched(status, tenantId, MOST_DOCUMENTS - documents)) {
        characters += this.#take(row)
        documents += 1
        if (characters > MOST_CHARACTERS) return documents
      }
    }
    return documents
  }

  /** Newest first, those before `before`. `words` is a condition of FTS5. */
  find(scope: SearchScope, words: string, before: number, limit: number): RowPage {
    const wanted = [
      ...scopeWords(scope).map((one) => `scope : "${one}"`),
      `{text found_values} : (${words})`,
    ]
    const values = [wanted.join(' AND '), before, scope.tenantId]
    return readRows({ statement: this.#sql.find, values, limit })
  }

  /** How many documents there are, and how many of them the index does not know as they are. */
  counts(scope: SearchScope): { of: number; unsearched: number } {
    const { where, values } = whereOf(scope)
    const number = (sql: string): number =>
      Number(this.#db.prepare(`${sql} ${where}`).get(...values)?.['n'])
    // Documents are counted by collection, not by profile.
    const all = scope.profile === undefined ? IN_COLLECTIONS : IN_DOCUMENTS
    return { of: number(all), unsearched: number(ALL_UNSEARCHED) }
  }

  #unsearched(status: string, tenantId: string | null, limit: number): Row[] {
    return tenantId === null
      ? this.#sql.unsearched.all(status, limit)
      : this.#sql.unsearchedOf.all(status, tenantId, limit)
  }

  /** Returns how many characters it was. */
  #take(row: Row): number {
    const doc = Number(row['doc'])
    const { text } = JSON.parse(String(row['source'])) as { text: string }
    const values: string[] = []
    if (row['enriched_data'] !== null) {
      collectValues(JSON.parse(String(row['enriched_data'])), text, values)
    }
    const scope = scopeWords({
      tenantId: String(row['tenant_id']),
      collectionId: String(row['collection_id']),
      profile: String(row['profile']),
    })
    const found = values.join(BETWEEN)
    this.#sql.forget.run(doc)
    this.#sql.take.run(doc, scope.join(' '), text, found)
    this.#sql.taken.run(doc, row['revision'] ?? null)
    return text.length + found.length
  }
}
