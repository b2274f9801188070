import type { EndedJob } from '@colophon/domain'
import { recordId } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import { jobFrom } from '../records/records.ts'

const OPEN = { status: { $in: ['queued', 'processing'] } }
const AT_ONCE = 8

/** Which jobs others were told of, as having ended. Records of jobs from before there was such a thing do not say. */
export class ToldJobs {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  /**
   * Jobs of which documents were sent round again are told of again when they end. Call it after the documents were:
   * a job that is told of between the two has not ended, and is opened again.
   */
  async openAgain(tenantId: string, jobIds: readonly string[]): Promise<void> {
    const { collections, updates } = this.#connection
    if (jobIds.length === 0) return
    const ids = jobIds.map((id) => recordId(tenantId, id))
    const change = { $set: { told: false }, $inc: { opened: 1 } }
    await updates.each(collections.jobs, ids, { told: true }, change)
  }

  /** Those that were sealed first before the others. */
  async ended(limit: number): Promise<EndedJob[]> {
    const { jobs } = this.#connection.collections
    const candidates = await jobs
      .find({ told: false, sealed: true })
      .sort({ created_at: 1 })
      .toArray()
    const ended: EndedJob[] = []
    for (let from = 0; from < candidates.length && ended.length < limit; from += AT_ONCE) {
      const some = candidates.slice(from, from + AT_ONCE)
      const open = await Promise.all(
        some.map(({ tenant_id, enrichment_job_id }) =>
          this.isOpen(String(tenant_id), String(enrichment_job_id)),
        ),
      )
      for (const [n, stored] of some.entries()) {
        if (open[n] === false)
          ended.push({ job: jobFrom(stored), opened: Number(stored['opened']) })
      }
    }
    return ended.slice(0, limit)
  }

  async isOpen(tenantId: string, jobId: string): Promise<boolean> {
    const { documents } = this.#connection.collections
    const own = { tenant_id: tenantId, jobs: jobId, ...OPEN }
    return (await documents.findOne(own, { projection: { _id: 1 } })) !== null
  }

  /** False when it is not as it was read. One that was opened again in between is to be told of once more. */
  async told({ job, opened }: EndedJob): Promise<boolean> {
    const { collections, updates } = this.#connection
    const { tenant_id: tenantId, enrichment_job_id: id } = job
    const asRead = { told: false, sealed: true, opened }
    const change = { $set: { told: true } }
    const told = await updates.one(collections.jobs, recordId(tenantId, id), asRead, change)
    if (told !== null && (await this.isOpen(tenantId, id))) await this.openAgain(tenantId, [id])
    return told !== null
  }
}
