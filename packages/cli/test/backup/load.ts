import assert from 'node:assert/strict'
import { DEFAULT_TENANT, type ReviewRecord, type Store } from '@colophon/domain'
import { aCompletion, aDocument, aJob, anAuditEvent, aReview } from '@colophon/testkit'

/** How far a document had come when the store said so. */
export type Stage = 'submitted' | 'completed' | 'approved'
const RANKS: Record<Stage, number> = { submitted: 0, completed: 1, approved: 2 }

const LEASE_MS = 60_000
const EVENT = { tenant_id: DEFAULT_TENANT, at: '2026-11-30T12:00:00.000Z' }

/** Documents that are submitted, enriched and approved, until it is told to stop. */
export class Load implements AsyncDisposable {
  /** What was acknowledged. */
  readonly acknowledged = new Map<string, Stage>()
  readonly #store: Store
  readonly #running: Promise<unknown>
  #isOver = false

  constructor(store: Store) {
    this.#store = store
    this.#running = Promise.all([this.#submit(), this.#enrich(), this.#enrich(), this.#decide()])
  }

  count(stage: Stage): number {
    return [...this.acknowledged.values()].filter((one) => one === stage).length
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true
    await this.#running
  }

  async #submit(): Promise<void> {
    while (!this.#isOver) {
      const job = aJob()
      await this.#store.jobs.create(job)
      const documents = [0, 1, 2].map(() => aDocument({ text: `A letter, ${Math.random()}` }))
      await this.#store.jobs.submit(job, documents)
      await this.#store.jobs.seal(DEFAULT_TENANT, job.enrichment_job_id)
      for (const { document_id } of documents) this.acknowledged.set(document_id, 'submitted')
    }
  }

  async #enrich(): Promise<void> {
    while (!this.#isOver) {
      const [due] = await this.#store.dispatch.pending(1)
      if (due !== undefined) await this.#complete(due.document_id)
    }
  }

  async #complete(id: string): Promise<void> {
    const claim = await this.#store.work.claim(DEFAULT_TENANT, id, 'worker', LEASE_MS)
    if (claim === null) return
    const { enrichment_job_id } = claim.document
    const review = aReview({ review_id: `rev-${id}`, document_id: id, enrichment_job_id })
    const audit = [anAuditEvent({ ...EVENT, document_id: id })]
    const completion = aCompletion({ review_status: 'pending', review, audit })
    await this.#store.work.commit(claim.ref, completion)
    this.acknowledged.set(id, 'completed')
  }

  async #decide(): Promise<void> {
    while (!this.#isOver) {
      const { items } = await this.#store.reviews.list(
        DEFAULT_TENANT,
        { status: 'pending' },
        { limit: 5 },
      )
      for (const task of items) await this.#approve(task)
      if (items.length === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    }
  }

  async #approve(task: ReviewRecord): Promise<void> {
    const { document_id: id } = task
    const document = await this.#store.documents.get(DEFAULT_TENANT, id)
    assert.ok(document)
    const { enriched_data, provenance, rivals, quality_metrics, revision } = document
    const audit = [1, 2].map(() =>
      anAuditEvent({ ...EVENT, document_id: id, actor: 'human:eva', revision: revision + 1 }),
    )
    const outcome = await this.#store.desk.commit({
      tenant_id: DEFAULT_TENANT,
      document_id: id,
      revision,
      document: { enriched_data, provenance, rivals, quality_metrics, review_status: 'approved' },
      task: { ...task, version: task.version + 1, status: 'approved', decided_by: 'eva' },
      audit,
      outbox: [],
    })
    if ('committed' in outcome) this.acknowledged.set(id, 'approved')
  }
}

const isAtLeast = (found: Stage, known: Stage): boolean => RANKS[found] >= RANKS[known]

/**
 * That a restored store has all that was acknowledged, as far as it had come or further, and that each document goes
 * together with its task.
 */
export async function assertHolds(
  store: Store,
  acknowledged: ReadonlyMap<string, Stage>,
): Promise<void> {
  for (const [id, known] of acknowledged) {
    const document = await store.documents.get(DEFAULT_TENANT, id)
    assert.ok(document, `${id}, which was ${known}, is there`)
    const task = await store.reviews.get(DEFAULT_TENANT, `rev-${id}`)
    assert.equal(task?.status ?? null, document.review_status, `${id} and its task`)
    const found =
      document.review_status === 'approved'
        ? 'approved'
        : document.status === 'completed'
          ? 'completed'
          : 'submitted'
    assert.ok(isAtLeast(found, known), `${id} was ${known} and is ${found}`)
  }
}
