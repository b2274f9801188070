import type { ClaimRef, CostRecord, StepRun } from '@colophon/domain'
import { Refusal, prepareAll, type Database, type Row } from '../database.ts'
import type { Budgets } from './budgets.ts'
import { Completions, type EncodedCompletion, type EncodedFailure } from './completions.ts'
import type { CostRows } from './cost-rows.ts'
import { DOCUMENT_COLUMNS, DOCUMENT_JOINS } from './documents.ts'
import type { Revisions } from './revisions.ts'
import { Runs } from './runs.ts'
import { AnswerRows, type EncodedAnswer } from './answers.ts'
import type { TaskRows } from './tasks.ts'

const UNLEASED = 'lease_owner = NULL, lease_token = NULL, lease_until = NULL'

const SQL = {
  find: `SELECT ${DOCUMENT_COLUMNS} FROM documents d ${DOCUMENT_JOINS}
    WHERE d.tenant_id = ? AND d.document_id = ?`,
  claim: `UPDATE documents SET status = 'processing', lease_owner = ?2, lease_token = ?3, lease_until = ?4,
      attempts = attempts + 1, begun = 1, updated_at = ?5 WHERE doc = ?1`,
  fence: `SELECT doc FROM documents
    WHERE tenant_id = ? AND document_id = ? AND status = 'processing' AND lease_token = ?`,
  renew: 'UPDATE documents SET lease_until = ?2 WHERE doc = ?1',
  retryLater: `UPDATE documents SET status = 'queued', ${UNLEASED}, error = ?2, next_at = ?3,
      dispatch_state = 'pending', attempts = max(0, attempts - ?5), updated_at = ?4 WHERE doc = ?1`,
  release: `UPDATE documents SET status = 'queued', ${UNLEASED}, attempts = max(0, attempts - 1), next_at = ?2,
      dispatch_state = 'pending', updated_at = ?2 WHERE doc = ?1`,
} as const

export interface Lease {
  owner: string
  token: string
  until: number
}

export interface RetryRow {
  error: string
  nextAt: number
  /** The attempt that ends here does not count. */
  uncounted: boolean
}

export interface ClaimedRow {
  document: Row
  lost: Row[]
}

interface WorkDeps {
  costs: CostRows
  budgets: Budgets
  revisions: Revisions
  tasks: TaskRows
}

/** All but `claim` and `answers` throw `lease.lost` when the claim is no longer the document's. */
export class WorkOperations {
  readonly #sql
  readonly #answers: AnswerRows
  readonly #runs: Runs
  readonly #completions: Completions

  constructor(db: Database, { costs, budgets, revisions, tasks }: WorkDeps) {
    this.#sql = prepareAll(db, SQL)
    this.#answers = new AnswerRows(db)
    this.#runs = new Runs(db, costs, budgets)
    this.#completions = new Completions(db, { revisions, tasks })
  }

  claim(tenantId: string, documentId: string, lease: Lease, now: number): ClaimedRow | null {
    const row = this.#sql.find.get(tenantId, documentId)
    if (row === undefined) return null
    const isDue = Number(row['next_at']) <= now || row['dispatch_state'] === 'sent'
    if (row['status'] !== 'queued' || !isDue) return null
    const { owner, token, until } = lease
    const doc = Number(row['doc'])
    this.#sql.claim.run(doc, owner, token, until, now)
    // The document as the update has left it.
    const document = {
      ...row,
      status: 'processing',
      lease_owner: owner,
      lease_token: token,
      lease_until: until,
      attempts: Number(row['attempts']) + 1,
      updated_at: now,
    }
    return { document, lost: this.#runs.of(doc) }
  }

  renew(ref: ClaimRef, until: number): void {
    this.#sql.renew.run(this.#docOf(ref), until)
  }

  answers(tenantId: string, keys: readonly string[]): Row[] {
    return this.#answers.find(tenantId, keys)
  }

  /** Ids of the runs the budget does not allow. */
  beginRuns(ref: ClaimRef, runs: readonly StepRun[]): string[] {
    return this.#runs.begin(this.#docOf(ref), ref, runs)
  }

  putAnswer(
    ref: ClaimRef,
    answer: EncodedAnswer,
    costs: readonly CostRecord[],
    runId: string,
  ): boolean {
    const doc = this.#docOf(ref)
    const isKept = this.#answers.put(answer)
    this.#runs.end(doc, ref.tenant_id, runId, costs)
    return isKept
  }

  endRun(ref: ClaimRef, runId: string, costs: readonly CostRecord[]): void {
    this.#runs.end(this.#docOf(ref), ref.tenant_id, runId, costs)
  }

  commit(ref: ClaimRef, completion: EncodedCompletion, now: number): void {
    this.#completions.put({ ref, doc: this.#docOf(ref), now }, completion)
  }

  retryLater(ref: ClaimRef, { error, nextAt, uncounted }: RetryRow, now: number): void {
    this.#sql.retryLater.run(this.#docOf(ref), error, nextAt, now, uncounted ? 1 : 0)
  }

  fail(ref: ClaimRef, failure: EncodedFailure, now: number): void {
    this.#completions.fail({ ref, doc: this.#docOf(ref), now }, failure)
  }

  release(ref: ClaimRef, now: number): void {
    this.#sql.release.run(this.#docOf(ref), now)
  }

  #docOf(ref: ClaimRef): number {
    const row = this.#sql.fence.get(ref.tenant_id, ref.document_id, ref.token)
    if (row !== undefined) return Number(row['doc'])
    throw new Refusal('lease.lost', `The claim of ${ref.document_id} is no longer valid`)
  }
}
