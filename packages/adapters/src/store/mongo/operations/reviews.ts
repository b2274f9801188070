import type { PageOf, PageRequest, ReviewRecord, ReviewStore } from '@colophon/domain'
import { decodeCursor, pageOf } from '../../pages.ts'
import { recordId } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import { groupSums } from '../records/groups.ts'
import { readPage } from '../records/page-records.ts'
import { reviewFrom } from '../records/records.ts'
import { fromBson } from '../records/values.ts'

interface ReviewFilter {
  status?: ReviewRecord['status'] | undefined
  jobId?: string | undefined
}

const conditions = (tenantId: string, { status, jobId }: ReviewFilter) => ({
  tenant_id: tenantId,
  ...(jobId !== undefined && { enrichment_job_id: jobId }),
  ...(status !== undefined && { status }),
})

export class MongoReviews implements ReviewStore {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  get(tenantId: string, reviewId: string): Promise<ReviewRecord | null> {
    return this.#connection.run(async () => {
      const { reviews } = this.#connection.collections
      const stored = await reviews.findOne({ _id: recordId(tenantId, reviewId) })
      return stored === null ? null : reviewFrom(stored)
    })
  }

  async list(
    tenantId: string,
    filter: ReviewFilter,
    page: PageRequest,
  ): Promise<PageOf<ReviewRecord>> {
    const [at, id] = decodeCursor(page, ['', ''])
    const rows = await this.#connection.run(() =>
      readPage(this.#connection.collections.reviews, {
        where: {
          ...conditions(tenantId, filter),
          created_at: { $gte: at },
          $or: [{ created_at: { $gt: at } }, { review_id: { $gt: id } }],
        },
        sort: { created_at: 1, review_id: 1 },
        limit: page.limit,
      }),
    )
    return pageOf(rows, reviewFrom, (row) => [String(row['created_at']), String(row['review_id'])])
  }

  counts(
    tenantId: string,
    filter: { jobId?: string | undefined },
  ): Promise<Record<ReviewRecord['status'], number>> {
    return this.#connection.run(async () => {
      const groups = await groupSums(this.#connection.collections.reviews, {
        where: conditions(tenantId, filter),
        by: ['status'],
        sums: { n: 1 },
      })
      const counts = { pending: 0, in_progress: 0, approved: 0, rejected: 0, superseded: 0 }
      for (const { key, sums } of groups) {
        counts[key['status'] as ReviewRecord['status']] = Number(sums.n)
      }
      return counts
    })
  }

  reasons(tenantId: string, jobId: string): Promise<Record<string, number>> {
    return this.#connection.run(async () => {
      const where = {
        ...conditions(tenantId, { jobId }),
        status: { $in: ['pending', 'in_progress'] },
      }
      const open = this.#connection.collections.reviews.find(where).project({ reasons: 1 })
      const counts = new Map<string, number>()
      for await (const { reasons } of open) {
        for (const reason of new Set(fromBson(reasons) as string[])) {
          counts.set(reason, (counts.get(reason) ?? 0) + 1)
        }
      }
      return Object.fromEntries(counts)
    })
  }
}
