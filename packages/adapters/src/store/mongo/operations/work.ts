import { randomBytes } from 'node:crypto'
import type {
  AgentOutcome,
  Claim,
  ClaimRef,
  Clock,
  Completion,
  CostRecord,
  RecordedError,
  ReviewRecord,
  StoredAnswer,
  StepRun,
  WorkStore,
} from '@colophon/domain'
import { Claims } from './claims.ts'
import { recordId } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import type { Effects } from './effects.ts'
import { Endings } from './endings.ts'
import type { Heads } from './heads.ts'
import type { Revisions } from './revisions.ts'
import type { Budgets } from './budgets.ts'
import { documentFrom, iso, provenanceToBson, runsFrom, answerFrom } from '../records/records.ts'
import { Runs } from './runs.ts'
import { toBson } from '../records/values.ts'

const TOKEN_BYTES = 16
/** A claim counts its attempt; what ends here does not count. */
const UNCOUNTED = { attempts: -1 }

export interface WorkDeps {
  connection: Connection
  clock: Clock
  budgets: Budgets
  effects: Effects
  heads: Heads
  revisions: Revisions
}

export class MongoWork implements WorkStore {
  readonly #connection: Connection
  readonly #clock: Clock
  readonly #effects: Effects
  readonly #claims: Claims
  readonly #runs: Runs
  readonly #endings: Endings

  constructor({ budgets, ...deps }: WorkDeps) {
    const { connection, clock, effects } = deps
    this.#connection = connection
    this.#clock = clock
    this.#effects = effects
    this.#claims = new Claims(connection)
    this.#runs = new Runs(this.#claims, budgets, effects)
    this.#endings = new Endings({ ...deps, claims: this.#claims })
  }

  claim(
    tenantId: string,
    documentId: string,
    owner: string,
    leaseMs: number,
  ): Promise<Claim | null> {
    return this.#connection.run(async () => {
      const now = this.#clock.now()
      const token = randomBytes(TOKEN_BYTES).toString('base64url')
      const lease = { owner, token, until: iso(now + leaseMs) }
      const { collections, updates } = this.#connection
      const stored = await updates.one(
        collections.documents,
        recordId(tenantId, documentId),
        {
          status: 'queued',
          $or: [{ next_at: { $lte: iso(now) } }, { 'dispatch.state': 'sent' }],
        },
        {
          $set: { status: 'processing', lease, begun: true, updated_at: iso(now) },
          $inc: { attempts: 1 },
        },
      )
      if (stored === null) return null
      await this.#effects.applyAll(stored)
      const ref = { tenant_id: tenantId, document_id: documentId, token }
      this.#endings.remember(ref, stored)
      return { ref, document: documentFrom(stored), lost: runsFrom(stored['runs'], ref) }
    })
  }

  renew(ref: ClaimRef, leaseMs: number): Promise<void> {
    const until = iso(this.#clock.now() + leaseMs)
    return this.#connection.run(async () => {
      await this.#claims.write(ref, { $set: { 'lease.until': until } })
    })
  }

  answers(tenantId: string, keys: readonly string[]): Promise<Map<string, StoredAnswer>> {
    return this.#connection.run(async () => {
      const ids = keys.map((key) => recordId(tenantId, key))
      const found = await this.#connection.byIds(this.#connection.collections.answers, ids)
      return new Map(found.map(answerFrom).map((answer) => [answer.key, answer]))
    })
  }

  beginRuns(ref: ClaimRef, runs: readonly StepRun[]): Promise<string[]> {
    return this.#connection.run(() => this.#claims.during(ref, () => this.#runs.begin(ref, runs)))
  }

  putAnswer(
    ref: ClaimRef,
    answer: StoredAnswer,
    costs: readonly CostRecord[],
    runId: string,
  ): Promise<boolean> {
    return this.#connection.run(() =>
      this.#claims.during(ref, () => this.#runs.end(ref, runId, costs, answer)),
    )
  }

  async endRun(ref: ClaimRef, runId: string, costs: readonly CostRecord[]): Promise<void> {
    await this.#connection.run(() =>
      this.#claims.during(ref, () => this.#runs.end(ref, runId, costs, null)),
    )
  }

  commit(ref: ClaimRef, completion: Completion): Promise<void> {
    const { review, audit } = completion
    const set = { ...resultsOf(completion), status: 'completed', error: null, registered: false }
    return this.#connection.run(() => this.#endings.end(ref, { set, revisions: 1, review, audit }))
  }

  retryLater(
    ref: ClaimRef,
    error: RecordedError,
    nextAt: Date,
    attempt: 'counted' | 'uncounted',
  ): Promise<void> {
    return this.#connection.run(async () => {
      await this.#claims.end(ref, {
        $set: { ...this.#queued(nextAt.toISOString()), error: toBson(error) },
        ...(attempt === 'uncounted' && { $inc: UNCOUNTED }),
      })
    })
  }

  fail(
    ref: ClaimRef,
    error: RecordedError,
    agents: Record<string, AgentOutcome>,
    task: ReviewRecord | null,
  ): Promise<void> {
    const set = { status: 'failed', error: toBson(error), agents: toBson(agents) }
    return this.#connection.run(async () => {
      if (task !== null) {
        await this.#endings.end(ref, { set, revisions: 0, review: task, audit: [] })
        return
      }
      const updated_at = iso(this.#clock.now())
      await this.#claims.end(ref, { $set: { ...set, lease: null, updated_at } })
    })
  }

  release(ref: ClaimRef): Promise<void> {
    return this.#connection.run(async () => {
      const change = { $set: this.#queued(iso(this.#clock.now())), $inc: UNCOUNTED }
      await this.#claims.end(ref, change)
    })
  }

  #queued(nextAt: string): Record<string, unknown> {
    return {
      status: 'queued',
      lease: null,
      next_at: nextAt,
      'dispatch.state': 'pending',
      updated_at: iso(this.#clock.now()),
    }
  }
}

const resultsOf = (completion: Completion): Record<string, unknown> => ({
  schema_version: completion.schema_version,
  enriched_data: toBson(completion.enriched_data),
  provenance: provenanceToBson(completion.provenance),
  rivals: toBson(completion.rivals),
  quality_metrics: toBson(completion.quality_metrics),
  agents: toBson(completion.agents),
  review_status: completion.review_status,
  review_reasons: toBson(completion.review_reasons),
})
