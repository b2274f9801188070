import { createHash } from 'node:crypto'
import type {
  Clock,
  DeadMessage,
  FoundOcrJob,
  IntakeStore,
  OcrDelivery,
  OcrJob,
  RecordedError,
  RejectedOcrJob,
} from '@colophon/domain'
import { assertIdentifier } from '../../identifiers.ts'
import { recordId, type Stored } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import {
  foundOcrJobFrom,
  READ_AS_IT_IS,
  rejectedOcrJobFrom,
  settleOcrJob,
  type OcrJobEnd,
} from './ocr-jobs.ts'
import { orderKey } from '../records/order-key.ts'
import { bsonFields } from '../records/records.ts'
import { insertNew } from '../updates/updates.ts'
import { fromBson } from '../records/values.ts'

const MAX_BODY_BYTES = 64 * 1024

const sha256 = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex')

function cut(body: string): string {
  const bytes = Buffer.from(body)
  return bytes.length <= MAX_BODY_BYTES ? body : bytes.toString('utf8', 0, MAX_BODY_BYTES)
}

export class MongoIntake implements IntakeStore {
  readonly #connection: Connection
  readonly #clock: Clock

  constructor(connection: Connection, clock: Clock) {
    this.#connection = connection
    this.#clock = clock
  }

  async putOcrJob(job: OcrJob): Promise<void> {
    assertIdentifier('tenant id', job.tenant_id)
    assertIdentifier('OCR job id', job.job_id)
    await this.#connection.run(async () => {
      const { collections, updates } = this.#connection
      const { profile, documents } = job
      const documents_hash = sha256(profile === undefined ? documents : [profile, documents])
      const _id = recordId(job.tenant_id, job.job_id)
      const fields = { ...bsonFields(job), documents_hash }
      if (await insertNew(collections.ocrJobs, { _id, ...fields })) return
      const { created_at: _, ...corrected } = fields as Record<string, unknown>
      // By their hash: documents may be large, and odd parts of them are stored as JSON.
      const others = { documents_hash: { $ne: documents_hash } }
      const $unset: Record<string, ''> = { error: '' }
      if (profile === undefined) $unset['profile'] = ''
      const change = { $set: corrected, $unset }
      await updates.one(collections.ocrJobs, _id, others, change)
    })
  }

  openOcrJobs(limit: number): Promise<FoundOcrJob[]> {
    return this.#connection.run(async () => {
      const { ocrJobs } = this.#connection.collections
      const open = ocrJobs.find({ status: 'completed' }, READ_AS_IT_IS)
      return (await open.sort({ created_at: 1 }).limit(limit).toArray()).map(foundOcrJobFrom)
    })
  }

  markOcrJobTaken(delivery: OcrDelivery): Promise<boolean> {
    return this.#settle(delivery, { status: 'taken' })
  }

  rejectOcrJob(delivery: OcrDelivery, reason: Omit<RecordedError, 'at'>): Promise<boolean> {
    const { code, message } = reason
    return this.#settle(delivery, { status: 'rejected', error: { code, message } })
  }

  rejectedOcrJobs(limit: number): Promise<RejectedOcrJob[]> {
    return this.#connection.run(async () => {
      const { ocrJobs } = this.#connection.collections
      const rejected = ocrJobs.find({ status: 'rejected' }, READ_AS_IT_IS)
      const newest = rejected.sort({ created_at: -1 }).limit(limit)
      return (await newest.toArray()).map(rejectedOcrJobFrom)
    })
  }

  #settle(delivery: OcrDelivery, end: OcrJobEnd): Promise<boolean> {
    const now = this.#clock.now()
    return this.#connection.run(() => settleOcrJob(this.#connection, delivery, end, now))
  }

  async putDeadMessage({ topic, body, reason, at }: DeadMessage): Promise<void> {
    const record: Stored = {
      _id: sha256([topic, body]),
      ...bsonFields({ topic, body: cut(body), reason, at }),
      order: orderKey(),
    }
    await this.#connection.run(() => insertNew(this.#connection.collections.deadMessages, record))
  }

  deadMessages(limit: number): Promise<DeadMessage[]> {
    return this.#connection.run(async () => {
      const { deadMessages } = this.#connection.collections
      const found = await deadMessages.find().sort({ order: -1 }).limit(limit).toArray()
      return found.map((stored) => {
        const { topic, body, reason, at } = fromBson(stored) as DeadMessage
        return { topic, body, reason, at }
      })
    })
  }
}
