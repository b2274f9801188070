import { randomBytes } from 'node:crypto'
import {
  ColophonError,
  type AgentOutcome,
  type Claim,
  type ClaimRef,
  type Completion,
  type CostRecord,
  type RecordedError,
  type StepResult,
  type StepRun,
  type WorkStore,
} from '@colophon/domain'
import { Completions } from './completions.ts'
import { CostRows } from './cost-rows.ts'
import { prepareAll, type Session } from './database.ts'
import { DOCUMENT_COLUMNS, DOCUMENT_JOINS, documentFrom, json, runFrom, stepFrom } from './rows.ts'

const UNLEASED = 'lease_owner = NULL, lease_token = NULL, lease_until = NULL'

const SQL = {
  find: `SELECT ${DOCUMENT_COLUMNS} FROM documents d ${DOCUMENT_JOINS}
    WHERE d.tenant_id = ? AND d.document_id = ?`,
  claim: `UPDATE documents SET status = 'processing', lease_owner = ?2, lease_token = ?3, lease_until = ?4,
      attempts = attempts + 1, updated_at = ?5 WHERE doc = ?1`,
  fence: `SELECT doc FROM documents
    WHERE tenant_id = ? AND document_id = ? AND status = 'processing' AND lease_token = ?`,
  renew: 'UPDATE documents SET lease_until = ?2 WHERE doc = ?1',
  step: 'SELECT * FROM step_results WHERE tenant_id = ? AND key = ?',
  insertStep: `INSERT INTO step_results (tenant_id, key, agent, document_id, output, created_at)
    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
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

const TOKEN_BYTES = 16

export class SqliteWork implements WorkStore {
  readonly #session: Session
  readonly #sql
  readonly #lostRuns
  readonly #costs: CostRows
  readonly #completions: Completions

  constructor(session: Session) {
    this.#session = session
    this.#sql = prepareAll(session.db, SQL)
    this.#lostRuns = prepareAll(session.db, SQL_MONEY, { bigInts: true }).lostRuns
    this.#costs = new CostRows(session.db)
    this.#completions = new Completions(session.db)
  }

  claim(
    tenantId: string,
    documentId: string,
    owner: string,
    leaseMs: number,
  ): Promise<Claim | null> {
    const token = randomBytes(TOKEN_BYTES).toString('base64url')
    return this.#session
      .write(() => {
        const row = this.#sql.find.get(tenantId, documentId)
        if (row === undefined) return null
        const now = this.#session.clock.now()
        const due =
          (row['status'] === 'queued' && Number(row['next_at']) <= now) ||
          (row['status'] === 'processing' && Number(row['lease_until']) <= now)
        if (!due) return null
        const until = now + leaseMs
        this.#sql.claim.run(Number(row['doc']), owner, token, until, now)
        row['status'] = 'processing'
        row['lease_owner'] = owner
        row['lease_token'] = token
        row['lease_until'] = until
        row['attempts'] = Number(row['attempts']) + 1
        row['updated_at'] = now
        return row
      })
      .then(
        (row) =>
          row && {
            ref: { tenant_id: tenantId, document_id: documentId, token },
            document: documentFrom(row),
          },
      )
  }

  renew(ref: ClaimRef, leaseMs: number): Promise<void> {
    return this.#fenced(ref, (doc, now) => {
      this.#sql.renew.run(doc, now + leaseMs)
    })
  }

  steps(tenantId: string, keys: readonly string[]): Promise<Map<string, StepResult>> {
    return this.#session.read(() => {
      const found = new Map<string, StepResult>()
      for (const key of keys) {
        const row = this.#sql.step.get(tenantId, key)
        if (row !== undefined) found.set(key, stepFrom(row))
      }
      return found
    })
  }

  beginRuns(ref: ClaimRef, runs: readonly StepRun[]): Promise<void> {
    return this.#fenced(ref, (doc) => {
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
    })
  }

  async putStep(
    ref: ClaimRef,
    step: StepResult,
    costs: readonly CostRecord[],
    runId: string,
  ): Promise<void> {
    const output = JSON.stringify(step.output)
    await this.#fenced(ref, (doc) => {
      const { tenant_id, key, agent, document_id, created_at } = step
      this.#sql.insertStep.run(tenant_id, key, agent, document_id, output, created_at)
      this.#costs.insert(costs)
      this.#sql.deleteRun.run(doc, runId)
    })
  }

  endRun(ref: ClaimRef, runId: string, costs: readonly CostRecord[]): Promise<void> {
    return this.#fenced(ref, (doc) => {
      this.#costs.insert(costs)
      this.#sql.deleteRun.run(doc, runId)
    })
  }

  lostRuns(ref: ClaimRef): Promise<StepRun[]> {
    return this.#session.read(() => {
      this.#docOf(ref)
      return this.#lostRuns.all(ref.tenant_id, ref.document_id, ref.token).map(runFrom)
    })
  }

  async commit(ref: ClaimRef, completion: Completion): Promise<void> {
    const encoded = this.#completions.encode(completion)
    await this.#fenced(ref, (doc, now) => {
      this.#completions.put({ ref, doc, now }, completion, encoded)
    })
  }

  async retryLater(ref: ClaimRef, error: RecordedError, nextAt: Date): Promise<void> {
    const recorded = json(error)
    await this.#fenced(ref, (doc, now) => {
      this.#sql.retryLater.run(doc, recorded, nextAt.getTime(), now)
    })
  }

  async fail(
    ref: ClaimRef,
    error: RecordedError,
    agents: Record<string, AgentOutcome>,
  ): Promise<void> {
    const encoded = { error: json(error), agents: json(agents) }
    await this.#fenced(ref, (doc, now) => {
      this.#completions.fail(doc, now, encoded)
    })
  }

  release(ref: ClaimRef): Promise<void> {
    return this.#fenced(ref, (doc, now) => {
      this.#sql.release.run(doc, now)
    })
  }

  #fenced(ref: ClaimRef, operation: (doc: number, now: number) => void): Promise<void> {
    return this.#session.write(() => {
      operation(this.#docOf(ref), this.#session.clock.now())
    })
  }

  #docOf(ref: ClaimRef): number {
    const row = this.#sql.fence.get(ref.tenant_id, ref.document_id, ref.token)
    if (row !== undefined) return Number(row['doc'])
    throw new ColophonError('lease.lost', `The claim of ${ref.document_id} is no longer valid`)
  }
}
