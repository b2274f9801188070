import {
  ColophonError,
  type Clock,
  type JobCounts,
  type JobRecord,
  type JobStore,
  type NewDocument,
  type PageOf,
  type PageRequest,
  type SubmitOutcome,
} from '@colophon/domain'
import { assertIdentifier } from '../identifiers.ts'
import { decodeCursor, pageOf } from '../pages.ts'
import { recordId } from './collections.ts'
import type { Connection } from './connection.ts'
import type { Effects } from './effects.ts'
import { groupSums } from './groups.ts'
import { readPage } from './page-records.ts'
import { iso, jobFrom, jobToBson } from './records.ts'
import { Submission } from './submission.ts'
import { insertNew, type Change } from './updates.ts'

/** Above every date, as the list starts with the newest. */
const NEWEST = ['\u{10ffff}', ''] as const

export class MongoJobs implements JobStore {
  readonly #connection: Connection
  readonly #clock: Clock
  readonly #submission: Submission

  constructor(connection: Connection, clock: Clock, effects: Effects) {
    this.#connection = connection
    this.#clock = clock
    this.#submission = new Submission(connection, effects)
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

  async submit(job: JobRecord, documents: readonly NewDocument[]): Promise<SubmitOutcome[]> {
    for (const { document_id, collection_id } of documents) {
      assertIdentifier('document id', document_id)
      assertIdentifier('collection id', collection_id)
    }
    const now = this.#clock.now()
    return this.#connection.run(() => this.#submission.submit(job, documents, now))
  }

  seal(tenantId: string, jobId: string): Promise<void> {
    const updated_at = iso(this.#clock.now())
    return this.#connection.run(() =>
      this.#change(tenantId, jobId, { $set: { sealed: true, updated_at } }),
    )
  }

  cancel(tenantId: string, jobId: string): Promise<number> {
    const now = iso(this.#clock.now())
    return this.#connection.run(async () => {
      await this.#change(tenantId, jobId, { $set: { cancelled: true, updated_at: now } })
      return this.#submission.cancelQueued(tenantId, jobId, now)
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

  async #change(tenantId: string, jobId: string, change: Change): Promise<void> {
    const { collections, updates } = this.#connection
    const changed = await updates.one(collections.jobs, recordId(tenantId, jobId), {}, change)
    if (changed === null) throw notFound(jobId)
  }
}

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
