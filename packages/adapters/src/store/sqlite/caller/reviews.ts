import {
  asOf,
  type Clock,
  type PageOf,
  type PageRequest,
  type ReviewRecord,
  type ReviewStore,
} from '@colophon/domain'
import { decodeCursor, pageOf } from '../../pages.ts'
import type { Remote } from '../protocol.ts'
import { taskFrom } from './task-rows.ts'

export class SqliteReviews implements ReviewStore {
  readonly #remote: Remote
  readonly #clock: Clock

  constructor(remote: Remote, clock: Clock) {
    this.#remote = remote
    this.#clock = clock
  }

  async get(tenantId: string, reviewId: string): Promise<ReviewRecord | null> {
    const row = await this.#remote.read('reviews', 'get', tenantId, reviewId)
    return row === undefined ? null : asOf(taskFrom(row), this.#clock.now())
  }

  async list(
    tenantId: string,
    filter: { status?: ReviewRecord['status'] | undefined; jobId?: string | undefined },
    page: PageRequest,
  ): Promise<PageOf<ReviewRecord>> {
    const after = decodeCursor(page, ['', ''])
    const rows = await this.#remote.read('reviews', 'list', tenantId, filter, after, page.limit)
    return pageOf(rows, taskFrom, (row) => [String(row['created_at']), String(row['review_id'])])
  }

  async counts(
    tenantId: string,
    filter: { jobId?: string | undefined },
  ): Promise<Record<ReviewRecord['status'], number>> {
    const counts = { pending: 0, in_progress: 0, approved: 0, rejected: 0, superseded: 0 }
    for (const row of await this.#remote.read('reviews', 'counts', tenantId, filter.jobId)) {
      counts[row['status'] as ReviewRecord['status']] = Number(row['n'])
    }
    return counts
  }

  async reasons(tenantId: string, jobId: string): Promise<Record<string, number>> {
    const rows = await this.#remote.read('reviews', 'reasons', tenantId, jobId)
    return Object.fromEntries(rows.map((row) => [String(row['reason']), Number(row['n'])]))
  }
}
