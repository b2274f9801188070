import {
  asOf,
  type Clock,
  type PageOf,
  type PageRequest,
  type ReviewRecord,
  type ReviewStore,
} from '@colophon/domain'
import type { Remote } from '../protocol.ts'
import { momentOf } from './desk-rows.ts'
import { placeOf, taskFrom, taskPage } from './task-rows.ts'

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
    const now = this.#clock.now()
    const { status, jobId } = filter
    const asked = { jobId, statuses: status && [status] }
    const ask = { tenantId, filter: asked, order: 'oldest', moment: momentOf(now) } as const
    const after = page.cursor === undefined ? null : placeOf(page, 'oldest')
    return taskPage(await this.#remote.read('desk', 'list', ask, after, page.limit), 'oldest', now)
  }

  counts(
    tenantId: string,
    filter: { jobId?: string | undefined },
  ): Promise<Record<ReviewRecord['status'], number>> {
    const moment = momentOf(this.#clock.now())
    return this.#remote.read('reviews', 'counts', tenantId, filter, moment)
  }

  async reasons(tenantId: string, jobId: string): Promise<Record<string, number>> {
    return Object.fromEntries(await this.#remote.read('reviews', 'reasons', tenantId, jobId))
  }
}
