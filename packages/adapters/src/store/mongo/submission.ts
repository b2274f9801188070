import {
  ColophonError,
  type JobRecord,
  type NewDocument,
  type SubmitOutcome,
} from '@colophon/domain'
import { recordId, type Stored } from './collections.ts'
import type { Connection } from './connection.ts'
import { newEffectId, type Effect, type Effects } from './effects.ts'
import { orderKey } from './order-key.ts'
import { iso, rankOf } from './records.ts'
import { insertAllNew } from './updates.ts'
import { toBson } from './values.ts'

interface Batch {
  job: JobRecord
  now: string
}

const AT_ONCE = 16

/**
 * Takes documents into the store and into a job. Places in the job come first, then the documents: a place whose
 * document a crash has prevented does not show, and submitting again fills it.
 */
export class Submission {
  readonly #connection: Connection
  readonly #effects: Effects

  constructor(connection: Connection, effects: Effects) {
    this.#connection = connection
    this.#effects = effects
  }

  async submit(
    job: JobRecord,
    documents: readonly NewDocument[],
    nowMs: number,
  ): Promise<SubmitOutcome[]> {
    const batch = { job, now: iso(nowMs) }
    const first = await this.#takePlaces(job, documents.length)
    if (documents.length === 0) return []
    await this.#join(job, documents, first)
    const outcomes = await this.#put(batch, documents)
    await this.#withdrawIfCancelled(batch)
    return outcomes
  }

  /** Only documents whose own job this is: another job may still be waiting for those it shares. */
  cancelQueued(tenantId: string, jobId: string, now: string): Promise<number> {
    const { collections, updates } = this.#connection
    return updates.many(
      collections.documents,
      { tenant_id: tenantId, enrichment_job_id: jobId, status: 'queued' },
      { $set: { status: 'cancelled', updated_at: now } },
    )
  }

  async #takePlaces(
    { tenant_id, enrichment_job_id: id }: JobRecord,
    count: number,
  ): Promise<number> {
    const { collections, updates } = this.#connection
    const _id = recordId(tenant_id, id)
    const open = { cancelled: false, sealed: false }
    const taken = await updates.one(collections.jobs, _id, open, { $inc: { positions: count } })
    if (taken !== null) return Number(taken['positions']) - count
    if ((await collections.jobs.findOne({ _id })) === null) {
      throw new ColophonError('job.not_found', `No job ${id}`)
    }
    throw new ColophonError('job.invalid_state', `Job ${id} takes no more documents`)
  }

  async #join(job: JobRecord, documents: readonly NewDocument[], first: number): Promise<void> {
    const { tenant_id, enrichment_job_id } = job
    const places = documents.map(({ document_id }, n) => ({
      _id: recordId(tenant_id, JSON.stringify([enrichment_job_id, document_id])),
      tenant_id,
      enrichment_job_id,
      document_id,
      position: first + n,
    }))
    // The first place of a document stays.
    const firsts = new Map(places.toReversed().map((place) => [place._id, place]))
    const inOrder = [...firsts.values()].sort((a, b) => a.position - b.position)
    await insertAllNew(this.#connection.collections.memberships, inOrder)
  }

  async #put(batch: Batch, documents: readonly NewDocument[]): Promise<SubmitOutcome[]> {
    const seen = new Set<string>()
    const isRepeated = documents.map(({ document_id: id }) => seen.size === seen.add(id).size)
    const outcomes: SubmitOutcome[] = documents.map(() => 'created')
    const news = [...documents.keys()].filter((n) => isRepeated[n] !== true)
    const there = await this.#create(
      batch,
      news.flatMap((n) => documents[n] ?? []),
    )
    const known = news.filter((_, index) => there.has(index))
    const meet = async (): Promise<void> => {
      for (let n = known.shift(); n !== undefined; n = known.shift()) {
        const document = documents[n]
        if (document !== undefined) outcomes[n] = await this.#meet(batch, document)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, meet))
    for (const [n, document] of documents.entries()) {
      if (isRepeated[n] === true) outcomes[n] = await this.#meet(batch, document)
    }
    return outcomes
  }

  /** Returns the indexes of those that are there already. */
  #create({ job, now }: Batch, documents: readonly NewDocument[]): Promise<Set<number>> {
    const records = documents.map((document): Stored => ({
      _id: recordId(job.tenant_id, document.document_id),
      tenant_id: job.tenant_id,
      document_id: document.document_id,
      ...jobFields(job, document),
      schema_version: '',
      ...startedAgain(now),
      dispatch: { state: 'pending', at: now, n: 0, by: '' },
      enriched_data: null,
      provenance: [],
      rivals: [],
      quality_metrics: null,
      agents: {},
      review_reasons: [],
      revision: 1,
      created_at: now,
      order: orderKey(),
      jobs: [job.enrichment_job_id],
      runs: {},
      effects: {},
      open_effects: 0,
    }))
    return insertAllNew(this.#connection.collections.documents, records)
  }

  /** A document that is there already. */
  async #meet(batch: Batch, document: NewDocument): Promise<SubmitOutcome> {
    const { documents } = this.#connection.collections
    const _id = recordId(batch.job.tenant_id, document.document_id)
    const found = await documents.findOne({ _id }, { projection: { source_hash: 1 } })
    if (found?.['source_hash'] !== document.source_hash && (await this.#revise(batch, document))) {
      return 'revised'
    }
    const job = batch.job.enrichment_job_id
    const change = { $addToSet: { jobs: job } }
    await this.#connection.updates.one(documents, _id, { jobs: { $ne: job } }, change)
    return 'unchanged'
  }

  /** Results stay: the next run carries over what a person decided in them. */
  async #revise({ job, now }: Batch, document: NewDocument): Promise<boolean> {
    const { collections, updates } = this.#connection
    const effect: Effect = { kind: 'supersede', order: orderKey(), at: now }
    const revised = await updates.one(
      collections.documents,
      recordId(job.tenant_id, document.document_id),
      { source_hash: { $ne: document.source_hash } },
      {
        $set: {
          ...jobFields(job, document),
          ...startedAgain(now),
          dispatch: { state: 'pending', at: now, n: 0, by: '' },
          [`effects.${newEffectId()}`]: effect,
        },
        $addToSet: { jobs: job.enrichment_job_id },
        $inc: { revision: 1, open_effects: 1 },
      },
    )
    if (revised === null) return false
    await this.#effects.applyAll(revised)
    return true
  }

  /** The job may have been cancelled while its documents were written. */
  async #withdrawIfCancelled({ job, now }: Batch): Promise<void> {
    const { tenant_id, enrichment_job_id: id } = job
    const { jobs } = this.#connection.collections
    const projection = { cancelled: 1 }
    const found = await jobs.findOne({ _id: recordId(tenant_id, id) }, { projection })
    if (found?.['cancelled'] === true) await this.cancelQueued(tenant_id, id, now)
  }
}

const jobFields = (job: JobRecord, document: NewDocument): Record<string, unknown> => ({
  enrichment_job_id: job.enrichment_job_id,
  collection_id: document.collection_id,
  profile: job.profile,
  priority: job.priority,
  rank: rankOf(job.priority),
  source: toBson(document.source),
  source_hash: document.source_hash,
})

const startedAgain = (now: string): Record<string, unknown> => ({
  status: 'queued',
  lease: null,
  attempts: 0,
  begun: false,
  next_at: now,
  review_status: null,
  error: null,
  updated_at: now,
})
