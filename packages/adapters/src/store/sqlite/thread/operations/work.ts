import type { ClaimRef, CostRecord, StepRun } from '@colophon/domain'
import { Refusal, prepareAll, type Database, type Row } from '../database.ts'
import type { Budgets } from './budgets.ts'
import { Completions, type EncodedCompletion } from './completions.ts'
import type { CostRows } from './cost-rows.ts'
import { DOCUMENT_COLUMNS, DOCUMENT_JOINS } from './documents.ts'
import { StepRows, type EncodedStep } from './steps.ts'

const UNLEASED = 'lease_owner = NULL, lease_token = NULL, lease_until = NULL'

const SQL = {
  find: `SELECT ${DOCUMENT_COLUMNS} FROM documents d ${DOCUMENT_JOINS}
    WHERE d.tenant_id = ? AND d.document_id = ?`,
  claim: `UPDATE documents SET status = 'processing', lease_owner = ?2, lease_token = ?3, lease_until = ?4,
      attempts = attempts + 1, begun = 1, updated_at = ?5 WHERE doc = ?1`,
  fence: `SELECT doc FROM documents
    WHERE tenant_id = ? AND document_id = ? AND status = 'processing' AND lease_token = ?`,
  renew: 'UPDATE documents SET lease_until = ?2 WHERE doc = ?1',
  insertRun: `INSERT INTO step_runs (doc, run_id, lease_token, enrichment_job_id, collection_id, agent, step_key,
      tiers, bound_pico_usd, started_at, limits) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  findRun: 'SELECT 1 FROM step_runs WHERE doc = ? AND run_id = ?',
  retryLater: `UPDATE documents SET status = 'queued', ${UNLEASED}, error = ?2, next_at = ?3,
      dispatch_state = 'pending', attempts = max(0, attempts - ?5), updated_at = ?4 WHERE doc = ?1`,
  release: `UPDATE documents SET status = 'queued', ${UNLEASED}, attempts = max(0, attempts - 1), next_at = ?2,
      dispatch_state = 'pending', updated_at = ?2 WHERE doc = ?1`,
} as const

const SQL_MONEY = {
  lostRuns: `SELECT r.run_id, r.enrichment_job_id, r.collection_id, r.agent, r.step_key, r.tiers, r.bound_pico_usd,
      r.started_at, r.limits FROM step_runs r WHERE r.doc = ?`,
  endRun: `DELETE FROM step_runs WHERE doc = ? AND run_id = ? RETURNING bound_pico_usd, limits`,
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

/** All but `claim` and `steps` throw `lease.lost` when the claim is no longer the document's. */
export class WorkOperations {
  readonly #sql
  readonly #money
  readonly #steps: StepRows
  readonly #costs: CostRows
  readonly #budgets: Budgets
  readonly #completions: Completions

  constructor(db: Database, costs: CostRows, budgets: Budgets) {
    this.#sql = prepareAll(db, SQL)
    this.#money = prepareAll(db, SQL_MONEY, { bigInts: true })
    this.#steps = new StepRows(db)
    this.#costs = costs
    this.#budgets = budgets
    this.#completions = new Completions(db)
  }

  claim(tenantId: string, documentId: string, lease: Lease, now: number): ClaimedRow | null {
    const row = this.#sql.find.get(tenantId, documentId)
    if (row === undefined) return null
    const isDue = Number(row['next_at']) <= now || row['dispatch_state'] === 'sent'
    if (row['status'] !== 'queued' || !isDue) return null
    const { owner, token, until } = lease
    const doc = Number(row['doc'])
    this.#sql.claim.run(doc, owner, token, until, now)
    // As the update has left it.
    const document = {
      ...row,
      status: 'processing',
      lease_owner: owner,
      lease_token: token,
      lease_until: until,
      attempts: Number(row['attempts']) + 1,
      updated_at: now,
    }
    return { document, lost: this.#money.lostRuns.all(doc) }
  }

  renew(ref: ClaimRef, until: number): void {
    this.#sql.renew.run(this.#docOf(ref), until)
  }

  steps(tenantId: string, keys: readonly string[]): Row[] {
    return this.#steps.find(tenantId, keys)
  }

  /** Ids of the runs the budget does not allow. */
  beginRuns(ref: ClaimRef, runs: readonly StepRun[]): string[] {
    const doc = this.#docOf(ref)
    const refused: string[] = []
    for (const run of runs) {
      // A mark that is there has its reservation.
      if (this.#sql.findRun.get(doc, run.run_id) !== undefined) continue
      if (!this.#budgets.reserve(ref.tenant_id, run.limits, run.bound_pico_usd)) {
        refused.push(run.run_id)
        continue
      }
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
        JSON.stringify(run.limits.map(({ key, limit_pico_usd }) => [key, String(limit_pico_usd)])),
      )
    }
    return refused
  }

  putStep(ref: ClaimRef, step: EncodedStep, costs: readonly CostRecord[], runId: string): void {
    const doc = this.#docOf(ref)
    this.#steps.put(step)
    this.#settle(doc, ref.tenant_id, runId, costs)
  }

  endRun(ref: ClaimRef, runId: string, costs: readonly CostRecord[]): void {
    const doc = this.#docOf(ref)
    this.#settle(doc, ref.tenant_id, runId, costs)
  }

  commit(ref: ClaimRef, completion: EncodedCompletion, now: number): void {
    this.#completions.put({ ref, doc: this.#docOf(ref), now }, completion)
  }

  retryLater(ref: ClaimRef, { error, nextAt, uncounted }: RetryRow, now: number): void {
    this.#sql.retryLater.run(this.#docOf(ref), error, nextAt, now, uncounted ? 1 : 0)
  }

  fail(ref: ClaimRef, error: string, agents: string, now: number): void {
    this.#completions.fail(this.#docOf(ref), now, { error, agents })
  }

  release(ref: ClaimRef, now: number): void {
    this.#sql.release.run(this.#docOf(ref), now)
  }

  #settle(doc: number, tenantId: string, runId: string, costs: readonly CostRecord[]): void {
    const spent = this.#costs.insert(costs)
    const run = this.#money.endRun.get(doc, runId)
    if (run === undefined) return
    const keys = (JSON.parse(String(run['limits'])) as [string, string][]).map(([key]) => key)
    this.#budgets.settle(tenantId, keys, { reserved: run['bound_pico_usd'] as bigint, spent })
  }

  #docOf(ref: ClaimRef): number {
    const row = this.#sql.fence.get(ref.tenant_id, ref.document_id, ref.token)
    if (row !== undefined) return Number(row['doc'])
    throw new Refusal('lease.lost', `The claim of ${ref.document_id} is no longer valid`)
  }
}
