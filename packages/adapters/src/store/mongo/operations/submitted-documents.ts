import {
  ColophonError,
  type JobRecord,
  type NewDocument,
  type SubmitOutcome,
} from '@colophon/domain'
import { isSame, narrowed } from '../../meeting.ts'
import { recordId, type Stored } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import { newEffectId, type Effect } from './effect-kinds.ts'
import type { Effects } from './effects.ts'
import type { Heads } from './heads.ts'
import { NEW_HEAD, sameHead } from '../records/desk-head.ts'
import { orderKey } from '../records/order-key.ts'
import { iso, rankOf } from '../records/records.ts'
import { NO_RESULTS, startedAgain } from '../records/new-document.ts'
import type { Revisions } from './revisions.ts'
import type { ToldJobs } from './told-jobs.ts'
import {
  IDENTITY_FIELDS,
  identityOf,
  meetingOf,
  reachOf,
  sameReach,
  sourceAfter,
  type Batch,
} from './submitted-identity.ts'
import { insertAllNew } from '../updates/updates.ts'
import { toBson } from '../records/values.ts'

const AT_ONCE = 16

export interface SubmittedDeps {
  connection: Connection
  effects: Effects
  heads: Heads
  revisions: Revisions
  toldJobs: ToldJobs
}

/**
 * Takes documents into the store and into a job. Places in the job come first, then the documents: a place whose
 * document was refused, or prevented by a crash, does not show, and submitting again fills it.
 */
export class SubmittedDocuments {
  readonly #connection: Connection
  readonly #effects: Effects
  readonly #heads: Heads
  readonly #revisions: Revisions
  readonly #toldJobs: ToldJobs

  constructor({ connection, effects, heads, revisions, toldJobs }: SubmittedDeps) {
    this.#connection = connection
    this.#effects = effects
    this.#heads = heads
    this.#revisions = revisions
    this.#toldJobs = toldJobs
  }

  async submit(
    job: JobRecord,
    submitted: readonly NewDocument[],
    { nowMs, ...how }: { nowMs: number } & Pick<Batch, 'replace' | 'traceparent'>,
  ): Promise<SubmitOutcome[]> {
    const batch = { job, now: iso(nowMs), ...how }
    const first = await this.#takePlaces(job, submitted.length)
    if (submitted.length === 0) return []
    const documents = await this.#underFormerIds(job, submitted)
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

  /** The documents, those that are there under an id of earlier versions by that id. */
  async #underFormerIds(
    { tenant_id, profile }: JobRecord,
    submitted: readonly NewDocument[],
  ): Promise<readonly NewDocument[]> {
    const { documents } = this.#connection.collections
    const projection = IDENTITY_FIELDS
    const idOf = (id: string): string => recordId(tenant_id, id)
    const ids = submitted.flatMap(({ former_id }) => (former_id === undefined ? [] : former_id))
    const found = await this.#connection.byIds(documents, ids.map(idOf), { projection })
    const known = new Map(found.map((stored) => [stored._id, identityOf(stored)]))
    const isFormer = (document: NewDocument): boolean => {
      const former = known.get(idOf(document.former_id ?? ''))
      return former !== undefined && isSame({ ...document, profile }, former)
    }
    const candidates = submitted.filter(isFormer).map(({ document_id }) => idOf(document_id))
    const present = await this.#connection.byIds(documents, candidates, { projection })
    const taken = new Set(present.map(({ _id }) => _id))
    return submitted.map((document) =>
      isFormer(document) && !taken.has(idOf(document.document_id))
        ? { ...document, document_id: document.former_id ?? '' }
        : document,
    )
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
  #create(batch: Batch, documents: readonly NewDocument[]): Promise<Set<number>> {
    const { job, now } = batch
    const records = documents.map((document): Stored => ({
      _id: recordId(job.tenant_id, document.document_id),
      tenant_id: job.tenant_id,
      document_id: document.document_id,
      ...jobFields(batch, document),
      ...startedAgain(now),
      dispatch: { state: 'pending', at: now, n: 0, by: '' },
      ...NO_RESULTS,
      revision: 1,
      created_at: now,
      order: orderKey(),
      jobs: [job.enrichment_job_id],
      runs: {},
      desk: NEW_HEAD,
      effects: {},
      open_effects: 0,
    }))
    return insertAllNew(this.#connection.collections.documents, records)
  }

  /** A document that is there already. */
  async #meet(batch: Batch, document: NewDocument): Promise<SubmitOutcome> {
    const { documents } = this.#connection.collections
    const _id = recordId(batch.job.tenant_id, document.document_id)
    for (;;) {
      const found = await documents.findOne({ _id }, { projection: IDENTITY_FIELDS })
      const meeting = found === null ? 'unchanged' : meetingOf(batch, document, found)
      if (typeof meeting === 'object') return meeting
      if (meeting === 'unchanged') {
        if (await this.#narrow(_id, found, document)) break
        continue
      }
      // Somebody else may change it meanwhile: then they meet again.
      if (await this.#revise(batch, document)) return 'revised'
    }
    const job = batch.job.enrichment_job_id
    const change = { $addToSet: { jobs: job } }
    await this.#connection.updates.one(documents, _id, { jobs: { $ne: job } }, change)
    return 'unchanged'
  }

  /** False when somebody else has said something else meanwhile. */
  async #narrow(_id: string, found: Stored | null, { source }: NewDocument): Promise<boolean> {
    if (found === null || source.reach === undefined) return true
    const known = reachOf(found)
    const reach = narrowed(known, source.reach)
    if (reach === null) return true
    const { collections, updates } = this.#connection
    const asRead = { 'source.reach': typeof known === 'string' ? known : null }
    const $set = { 'source.reach': reach }
    return (await updates.one(collections.documents, _id, asRead, { $set })) !== null
  }

  /**
   * Keeps what the document was before it changes, and changes it only if it still is what was kept. Its results stay
   * in it, unless they are another's: the next run carries over what a person decided in them. False when it has changed.
   */
  async #revise(batch: Batch, document: NewDocument): Promise<boolean> {
    const { collections, updates } = this.#connection
    const { job, now } = batch
    const _id = recordId(job.tenant_id, document.document_id)
    const before = await collections.documents.findOne({ _id })
    if (before === null) return false
    const meeting = meetingOf(batch, document, before)
    if (meeting !== 'revise' && meeting !== 'replace') return false
    await this.#revisions.keep(before, now)
    const head = await this.#heads.of(before)
    const desk = { ...head, step: head.step + 1 }
    const effect: Effect = { kind: 'supersede', order: orderKey(), at: now, step: desk.step }
    const { revision, status, updated_at } = before
    const revised = await updates.one(
      collections.documents,
      _id,
      {
        ...identityOf(before),
        revision,
        status,
        updated_at,
        ...sameHead(before),
        ...sameReach(before),
      },
      {
        $set: {
          ...jobFields(batch, document),
          ...startedAgain(now),
          ...(meeting === 'replace' ? NO_RESULTS : sourceAfter(before, document)),
          dispatch: { state: 'pending', at: now, n: 0, by: '' },
          desk,
          [`effects.${newEffectId()}`]: effect,
        },
        $addToSet: { jobs: job.enrichment_job_id },
        $inc: { revision: 1, open_effects: 1 },
      },
    )
    if (revised === null) return false
    await this.#toldJobs.openAgain(job.tenant_id, (revised['jobs'] as string[]).slice(0, -1))
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

const jobFields = (
  { job, traceparent }: Batch,
  document: NewDocument,
): Record<string, unknown> => ({
  enrichment_job_id: job.enrichment_job_id,
  collection_id: document.collection_id,
  profile: job.profile,
  priority: job.priority,
  rank: rankOf(job.priority),
  source: toBson(document.source),
  source_hash: document.source_hash,
  traceparent,
})
