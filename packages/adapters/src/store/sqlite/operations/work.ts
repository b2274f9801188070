import type { ClaimRef, CostRecord, StepRun } from '@colophon/domain'
import { Refusal, prepareAll, type Database, type Row } from '../database.ts'
import { Completions, type EncodedCompletion } from './completions.ts'
import type { CostRows } from './cost-rows.ts'
import { DOCUMENT_COLUMNS, DOCUMENT_JOINS } from './documents.ts'
import { StepRows, type EncodedStep } from './steps.ts'

const UNLEASED = 'lease_owner = NULL, lease_token = NULL, lease_until = NULL'

const SQL = {
  find: `SELECT ${DOCUMENT_COLUMNS} FROM documents d ${DOCUMENT_JOINS}
    WHERE d.tenant_id = ? AND d.document_id = ?`,
  claim: `UPDATE documents SET status = 'processing', lease_owner = ?2, lease_token = ?3, lease_until = ?4,
      attempts = attempts + 1, updated_at = ?5 WHERE doc = ?1`,
  fence: `SELECT doc FROM documents
    WHERE tenant_id = ? AND document_id = ? AND status = 'processing' AND lease_token = ?`,
  renew: 'UPDATE documents SET lease_until = ?2 WHERE doc = ?1',
  insertRun: `INSERT INTO step_runs (doc, run_id, lease_token, enrichment_job_id, collection_id, agent, step_key,
      tiers, bound_pico_usd, started_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  deleteRun: 'DELETE FROM step_runs WHERE doc = ? AND run_id = ?',
  retryLater: `UPDATE documents SET status = 'queued', ${UNLEASED}, error = ?2, next_at = ?3,
      dispatch_state = 'pending', updated_at = ?4 WHERE doc = ?1`,
  release: `UPDATE documents SET status = 'queued', ${UNLEASED}, attempts = max(0, attempts - 1), next_at = ?2,
      dispatch_state = 'pending', updated_at = ?2 WHERE doc = ?1`,
} as const

const SQL_MONEY = {
  lostRuns: `SELECT r.run_id, r.enrichment_job_id, r.collection_id, r.agent, r.step_key, r.tiers, r.bound_pico_usd,
      r.started_at, d.tenant_id, d.document_id
    FROM documents d CROSS JOIN step_runs r ON r.doc = d.doc
    WHERE d.tenant_id = ? AND d.document_id = ? AND r.lease_token <> ?`,
} as const

export interface Lease {
  owner: string
  token: string
  until: number
}

/** All but `claim` and `steps` throw `lease.lost` when the claim is no longer the document's. */
export class WorkOperations {
  readonly #sql
  readonly #lostRuns
  readonly #steps: StepRows
  readonly #costs: CostRows
  readonly #completions: Completions

  constructor(db: Database, costs: CostRows) {
    this.#sql = prepareAll(db, SQL)
    this.#lostRuns = prepareAll(db, SQL_MONEY, { bigInts: true }).lostRuns
    this.#steps = new StepRows(db)
    this.#costs = costs
    this.#completions = new Completions(db)
  }

  claim(tenantId: string, documentId: string, lease: Lease, now: number): Row | null {
    const row = this.#sql.find.get(tenantId, documentId)
    if (row === undefined) return null
    const due =
      (row['status'] === 'queued' && Number(row['next_at']) <= now) ||
      (row['status'] === 'processing' && Number(row['lease_until']) <= now)
    if (!due) return null
    const { owner, token, until } = lease
    this.#sql.claim.run(Number(row['doc']), owner, token, until, now)
    // As the update has left it.
    return {
      ...row,
      status: 'processing',
      lease_owner: owner,
      lease_token: token,
      lease_until: until,
      attempts: Number(row['attempts']) + 1,
      updated_at: now,
    }
  }

  renew(ref: ClaimRef, until: number): void {
    this.#sql.renew.run(this.#docOf(ref), until)
  }

  steps(tenantId: string, keys: readonly string[]): Row[] {
    return this.#steps.find(tenantId, keys)
  }

  beginRuns(ref: ClaimRef, runs: readonly StepRun[]): void {
    const doc = this.#docOf(ref)
    for (const run of runs) {
      this.#sql.insertRun.run(
        doc,
        run.run_id,
        ref.token,
        run.enrichment_job_id,
        run.collection_id,
        run.agent,
        run.step_key,
        JSON.stringify(run.tiers),
        run.bound_pico_usd,
        run.started_at,
      )
    }
  }

  putStep(ref: ClaimRef, step: EncodedStep, costs: readonly CostRecord[], runId: string): void {
    const doc = this.#docOf(ref)
    this.#steps.put(step)
    this.#costs.insert(costs)
    this.#sql.deleteRun.run(doc, runId)
  }

  endRun(ref: ClaimRef, runId: string, costs: readonly CostRecord[]): void {
    const doc = this.#docOf(ref)
    this.#costs.insert(costs)
    this.#sql.deleteRun.run(doc, runId)
  }

  lostRuns(ref: ClaimRef): Row[] {
    this.#docOf(ref)
    return this.#lostRuns.all(ref.tenant_id, ref.document_id, ref.token)
  }

  commit(ref: ClaimRef, completion: EncodedCompletion, now: number): void {
    this.#completions.put({ ref, doc: this.#docOf(ref), now }, completion)
  }

  retryLater(ref: ClaimRef, error: string, nextAt: number, now: number): void {
    this.#sql.retryLater.run(this.#docOf(ref), error, nextAt, now)
  }

  fail(ref: ClaimRef, error: string, agents: string, now: number): void {
    this.#completions.fail(this.#docOf(ref), now, { error, agents })
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
