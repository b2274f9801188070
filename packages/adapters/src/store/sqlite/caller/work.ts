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
import { packResponse } from './packed.ts'
import type { Remote } from '../protocol.ts'
import { taskRow } from './task-rows.ts'
import { completionRows, documentFrom, json, runFrom, answerFrom } from './rows.ts'

const TOKEN_BYTES = 16

export class SqliteWork implements WorkStore {
  readonly #remote: Remote
  readonly #clock: Clock

  constructor(remote: Remote, clock: Clock) {
    this.#remote = remote
    this.#clock = clock
  }

  async claim(
    tenantId: string,
    documentId: string,
    owner: string,
    leaseMs: number,
  ): Promise<Claim | null> {
    const token = randomBytes(TOKEN_BYTES).toString('base64url')
    const now = this.#clock.now()
    const lease = { owner, token, until: now + leaseMs }
    const row = await this.#remote.write('work', 'claim', tenantId, documentId, lease, now)
    if (row === null) return null
    const ref = { tenant_id: tenantId, document_id: documentId, token }
    const lost = row.lost.map((run) => runFrom(run, ref))
    return { ref, document: documentFrom(row.document), lost }
  }

  renew(ref: ClaimRef, leaseMs: number): Promise<void> {
    return this.#remote.write('work', 'renew', ref, this.#clock.now() + leaseMs)
  }

  async answers(tenantId: string, keys: readonly string[]): Promise<Map<string, StoredAnswer>> {
    const rows = await this.#remote.read('work', 'answers', tenantId, keys)
    return new Map(rows.map(answerFrom).map((answer) => [answer.key, answer]))
  }

  beginRuns(ref: ClaimRef, runs: readonly StepRun[]): Promise<string[]> {
    return this.#remote.write('work', 'beginRuns', ref, runs)
  }

  putAnswer(
    ref: ClaimRef,
    answer: StoredAnswer,
    costs: readonly CostRecord[],
    runId: string,
  ): Promise<boolean> {
    const encoded = { ...answer, output: packResponse(answer.output) }
    return this.#remote.write('work', 'putAnswer', ref, encoded, costs, runId)
  }

  endRun(ref: ClaimRef, runId: string, costs: readonly CostRecord[]): Promise<void> {
    return this.#remote.write('work', 'endRun', ref, runId, costs)
  }

  commit(ref: ClaimRef, completion: Completion): Promise<void> {
    return this.#remote.write('work', 'commit', ref, completionRows(completion), this.#clock.now())
  }

  retryLater(
    ref: ClaimRef,
    error: RecordedError,
    nextAt: Date,
    attempt: 'counted' | 'uncounted',
  ): Promise<void> {
    const uncounted = attempt === 'uncounted'
    const row = { error: json(error), nextAt: nextAt.getTime(), uncounted }
    return this.#remote.write('work', 'retryLater', ref, row, this.#clock.now())
  }

  fail(
    ref: ClaimRef,
    error: RecordedError,
    agents: Record<string, AgentOutcome>,
    task: ReviewRecord | null,
  ): Promise<void> {
    const failure = { error: json(error), agents: json(agents), task: task && taskRow(task) }
    return this.#remote.write('work', 'fail', ref, failure, this.#clock.now())
  }

  release(ref: ClaimRef): Promise<void> {
    return this.#remote.write('work', 'release', ref, this.#clock.now())
  }
}
