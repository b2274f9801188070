import type {
  Clock,
  JobCounts,
  JobRecord,
  JobStore,
  NewDocument,
  PageOf,
  PageRequest,
  SubmitOptions,
  SubmitOutcome,
} from '@colophon/domain'
import { assertIdentifier } from '../../identifiers.ts'
import { decodeCursor, pageOf } from '../../pages.ts'
import type { Remote } from '../protocol.ts'
import { iso, jobFrom, json } from './rows.ts'

/** Above every date, as the list starts with the newest. */
const NEWEST = ['\u{10ffff}', ''] as const

export class SqliteJobs implements JobStore {
  readonly #remote: Remote
  readonly #clock: Clock

  constructor(remote: Remote, clock: Clock) {
    this.#remote = remote
    this.#clock = clock
  }

  async create(job: JobRecord): Promise<void> {
    assertIdentifier('job id', job.enrichment_job_id)
    await this.#remote.write('jobs', 'create', { ...job, options: {} }, json(job.options))
  }

  async get(tenantId: string, jobId: string): Promise<JobRecord | null> {
    const row = await this.#remote.read('jobs', 'get', tenantId, jobId)
    return row === undefined ? null : jobFrom(row)
  }

  async list(tenantId: string, page: PageRequest): Promise<PageOf<JobRecord>> {
    const before = decodeCursor(page, NEWEST)
    const rows = await this.#remote.read('jobs', 'list', tenantId, before, page.limit)
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
    const encoded = documents.map(({ document_id, former_id, collection_id, ...document }) => {
      assertIdentifier('document id', document_id)
      assertIdentifier('collection id', collection_id)
      const { source, source_hash } = document
      const { machine, reach } = source
      const text = JSON.stringify(source)
      return { document_id, former_id, collection_id, source: text, source_hash, machine, reach }
    })
    const options = { now: this.#clock.now(), replace, traceparent }
    return this.#remote.write('jobs', 'submit', { ...job, options: {} }, encoded, options)
  }

  discard(tenantId: string, jobId: string): Promise<boolean> {
    return this.#remote.write('jobs', 'discard', tenantId, jobId)
  }

  seal(tenantId: string, jobId: string, more: Record<string, unknown> = {}): Promise<void> {
    const now = iso(this.#clock.now())
    return this.#remote.write('jobs', 'seal', tenantId, jobId, { now, more: JSON.stringify(more) })
  }

  cancel(tenantId: string, jobId: string): Promise<number> {
    return this.#remote.write('jobs', 'cancel', tenantId, jobId, this.#clock.now())
  }

  async counts(tenantId: string, jobId: string): Promise<JobCounts> {
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
    for (const row of await this.#remote.read('jobs', 'counts', tenantId, jobId)) {
      const status = row['status'] as Exclude<keyof JobCounts, 'total'>
      const n = Number(row['n'])
      const review = row['review_status']
      counts.total += n
      counts[status] += n
      if (status !== 'completed') continue
      if (review === 'not_required') counts.auto_approved += n
      else if (review === 'pending' || review === 'in_progress') counts.to_review += n
    }
    return counts
  }
}
