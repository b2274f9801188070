import {
  ColophonError,
  type Clock,
  type JobCounts,
  type JobRecord,
  type JobStore,
  type NewDocument,
  type PageOf,
  type PageRequest,
  type SubmitOptions,
  type SubmitOutcome,
} from '@colophon/domain'
import { assertIdentifier } from '../../identifiers.ts'
import { decodeCursor, pageOf } from '../../pages.ts'
import { recordId, type Stored } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import { groupSums } from '../records/groups.ts'
import { readPage } from '../records/page-records.ts'
import { iso, jobFrom, jobToBson } from '../records/records.ts'
import { SubmittedDocuments, type SubmittedDeps } from './submitted-documents.ts'
import { insertNew, type Change } from '../updates/updates.ts'

/** Above every date, as the list starts with the newest. */
const NEWEST = ['\u{10ffff}', ''] as const

export interface JobDeps extends SubmittedDeps {
  clock: Clock
}

export class MongoJobs implements JobStore {
  readonly #connection: Connection
  readonly #clock: Clock
  readonly #submitted: SubmittedDocuments

  constructor({ clock, ...deps }: JobDeps) {
    this.#connection = deps.connection
    this.#clock = clock
    this.#submitted = new SubmittedDocuments(deps)
  }

  async create(job: JobRecord): Promise<void> {
    assertIdentifier('job id', job.enrichment_job_id)
    await this.#connection.run(() => insertNew(this.#connection.collections.jobs, jobToBson(job)))
  }

  get(tenantId: string, jobId: string): Promise<JobRecord | null> {
    return this.#connection.run(async () => {
      const { jobs } = this.#connection.collections
      const stored = await jobs.findOne({ _id: recordId(tenantId, jobId) })
      return stored === null ? null : jobFrom(stored)
    })
  }

  async list(tenantId: string, page: PageRequest): Promise<PageOf<JobRecord>> {
    const [at, id] = decodeCursor(page, NEWEST)
    const rows = await this.#connection.run(() =>
      readPage(this.#connection.collections.jobs, {
        where: {
          tenant_id: tenantId,
          created_at: { $lte: at },
          $or: [{ created_at: { $lt: at } }, { enrichment_job_id: { $lt: id } }],
        },
        sort: { created_at: -1, enrichment_job_id: -1 },
        limit: page.limit,
      }),
    )
    return pageOf(rows, jobFrom, (row) => [
      String(row['created_at']),
      String(row['enrichment_job_id']),
    ])
  }

  async submit(
    job: JobRecord,
    documents: readonly NewDocument[],
    { replace = false, traceparent = null }: SubmitOptions = {},
  ): Promise<SubmitOutcome[]> {
    for (const { document_id, collection_id } of documents) {
      assertIdentifier('document id', document_id)
      assertIdentifier('collection id', collection_id)
    }
    const options = { nowMs: this.#clock.now(), replace, traceparent }
    return this.#connection.run(() => this.#submitted.submit(job, documents, options))
  }

  discard(tenantId: string, jobId: string): Promise<boolean> {
    return this.#connection.run(async () => {
      const { collections, updates } = this.#connection
      const own = { tenant_id: tenantId, jobs: jobId }
      if ((await collections.documents.findOne(own, { projection: { _id: 1 } })) !== null) {
        return false
      }
      // The places of documents that were refused.
      await collections.memberships.deleteMany({ tenant_id: tenantId, enrichment_job_id: jobId })
      return updates.remove(collections.jobs, recordId(tenantId, jobId), {})
    })
  }

  async seal(tenantId: string, jobId: string, more: Record<string, unknown> = {}): Promise<void> {
    const updated_at = iso(this.#clock.now())
    const options = Object.entries(more).map(([name, value]) => [`options.${name}`, value] as const)
    await this.#connection.run(() =>
      this.#change(tenantId, jobId, {
        $set: { sealed: true, updated_at, ...Object.fromEntries(options) },
      }),
    )
  }

  cancel(tenantId: string, jobId: string): Promise<number> {
    const now = iso(this.#clock.now())
    return this.#connection.run(async () => {
      if (await this.#wasCancelled(tenantId, jobId)) return 0
      const job = await this.#change(tenantId, jobId, {
        $set: { cancelled: true, updated_at: now },
      })
      const cancelled = await this.#submitted.cancelQueued(tenantId, jobId, now)
      if (cancelled > 0 || job['sealed'] !== true || (await this.#isOpen(tenantId, jobId))) {
        return cancelled
      }
      // Its last documents have ended between the look and the write.
      await this.#change(tenantId, jobId, { $set: { cancelled: false } })
      throw ended(jobId)
    })
  }

  counts(tenantId: string, jobId: string): Promise<JobCounts> {
    return this.#connection.run(async () => {
      const { jobs, documents } = this.#connection.collections
      const own = { tenant_id: tenantId, enrichment_job_id: jobId }
      // Those it shares with another job are few; its own are counted from the index alone.
      const shared = { tenant_id: tenantId, jobs: jobId, enrichment_job_id: { $ne: jobId } }
      const by = ['status', 'review_status']
      const [job, ...groups] = await Promise.all([
        jobs.findOne({ _id: recordId(tenantId, jobId) }, { projection: { _id: 1 } }),
        ...[own, shared].map((where) => groupSums(documents, { where, by, sums: { n: 1 } })),
      ])
      if (job === null) throw notFound(jobId)
      return countsOf(groups.flat().map(({ key, sums }) => ({ key, n: Number(sums.n) })))
    })
  }

  async #change(tenantId: string, jobId: string, change: Change): Promise<Stored> {
    const { collections, updates } = this.#connection
    const changed = await updates.one(collections.jobs, recordId(tenantId, jobId), {}, change)
    if (changed === null) throw notFound(jobId)
    return changed
  }

  /** True for a cancelled job without open documents; throws when it has ended by itself. */
  async #wasCancelled(tenantId: string, jobId: string): Promise<boolean> {
    const { jobs } = this.#connection.collections
    const job = await jobs.findOne({ _id: recordId(tenantId, jobId) })
    if (job === null) throw notFound(jobId)
    if (await this.#isOpen(tenantId, jobId)) return false
    if (job['cancelled'] !== true && job['sealed'] === true) throw ended(jobId)
    return job['cancelled'] === true
  }

  async #isOpen(tenantId: string, jobId: string): Promise<boolean> {
    const { documents } = this.#connection.collections
    const open = { tenant_id: tenantId, jobs: jobId, status: { $in: ['queued', 'processing'] } }
    return (await documents.findOne(open, { projection: { _id: 1 } })) !== null
  }
}

const ended = (jobId: string): ColophonError =>
  new ColophonError('job.invalid_state', `Job ${jobId} has ended`)

const notFound = (jobId: string): ColophonError =>
  new ColophonError('job.not_found', `No job ${jobId}`)

function countsOf(groups: readonly { key: Record<string, unknown>; n: number }[]): JobCounts {
  const counts: JobCounts = {
    total: 0,
    queued: 0,
    processing: 0,
    completed: 0,
    failed: 0,
    cancelled: 0,
    auto_approved: 0,
    to_review: 0,
  }
  for (const { key, n } of groups) {
    const status = key['status'] as Exclude<keyof JobCounts, 'total'>
    const review = key['review_status']
    counts.total += n
    counts[status] += n
    if (status !== 'completed') continue
    if (review === 'not_required') counts.auto_approved += n
    else if (review === 'pending' || review === 'in_progress') counts.to_review += n
  }
  return counts
}
