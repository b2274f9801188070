import { createHash } from 'node:crypto'
import {
  DEFAULT_TENANT,
  RecordedError,
  type FoundOcrJob,
  type OcrDelivery,
  type RejectedOcrJob,
} from '@colophon/domain'
import { BSON, type FindOptions } from 'mongodb'
import type { Stored } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import type { Condition } from '../updates/matches.ts'
import { bsonFields, iso } from '../records/records.ts'
import type { Change } from '../updates/updates.ts'
import { fromBson } from '../records/values.ts'

/** A text of another system that is no UTF-8 must not end the reading of all others. */
export const READ_AS_IT_IS = { enableUtf8Validation: false } as const satisfies FindOptions

/** Fields that say which delivery it is, as far as they are written. */
const SMALL_FIELDS = [
  'tenant_id',
  'job_id',
  'profile',
  'documents_hash',
  'created_at',
  'updated_at',
]
const DELIVERY_FIELDS = [...SMALL_FIELDS, 'documents']

export interface OcrJobEnd {
  status: 'taken' | 'rejected'
  error?: Omit<RecordedError, 'at'>
}

function deliveryOf(stored: Stored): OcrDelivery {
  const fields = DELIVERY_FIELDS.map((name) => stored[name] ?? null)
  const text = JSON.stringify(fields, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  )
  return {
    // Its id may be of any type.
    record: BSON.EJSON.stringify(stored._id, { relaxed: false }),
    version: createHash('sha256').update(text).digest('hex'),
  }
}

/** Undefined for what only looks like a value of ours, and dates that JavaScript does not know. */
function readable(value: unknown): unknown {
  try {
    return fromBson(value)
  } catch (thrown) {
    if (thrown instanceof SyntaxError || thrown instanceof RangeError) return undefined
    throw thrown
  }
}

function textOf(value: unknown): string {
  const text = readable(value)
  return typeof text === 'string' ? text : ''
}

/** Other systems write OCR jobs too, mostly without what only we need. */
export function foundOcrJobFrom(stored: Stored): FoundOcrJob {
  const created_at = textOf(stored['created_at'])
  return {
    delivery: deliveryOf(stored),
    tenant_id: stored['tenant_id'] == null ? DEFAULT_TENANT : readable(stored['tenant_id']),
    job_id: readable(stored['job_id']),
    ...(stored['profile'] != null && { profile: readable(stored['profile']) }),
    documents: readable(stored['documents']),
    created_at,
    updated_at: stored['updated_at'] == null ? created_at : textOf(stored['updated_at']),
  }
}

export function rejectedOcrJobFrom(stored: Stored): RejectedOcrJob {
  const error = RecordedError.safeParse(readable(stored['error']))
  return { ...foundOcrJobFrom(stored), error: error.success ? error.data : null }
}

// Under an operator, because a value may look like one itself.
const isStill = (stored: Stored, fields: readonly string[]): Condition => ({
  status: 'completed',
  ...Object.fromEntries(fields.map((name) => [name, { $eq: stored[name] ?? null }])),
})

/** In the type that the others who write this record use. */
const timeLike = (stored: Stored, now: number): unknown =>
  [stored['updated_at'], stored['created_at']].some((at) => at instanceof Date)
    ? new Date(now)
    : iso(now)

function changeTo({ status, error }: OcrJobEnd, stored: Stored, now: number): Change {
  const fields = { status, updated_at: timeLike(stored, now) }
  if (error === undefined) return { $set: fields, $unset: { error: '' } }
  return { $set: { ...fields, error: bsonFields({ ...error, at: iso(now) }) } }
}

/** Ends an OCR job that is still open with this delivery; false when it is not. */
export async function settleOcrJob(
  { collections, updates }: Pick<Connection, 'collections' | 'updates'>,
  delivery: OcrDelivery,
  end: OcrJobEnd,
  now: number,
): Promise<boolean> {
  const { ocrJobs } = collections
  const _id = BSON.EJSON.parse(delivery.record, { relaxed: false }) as string
  // Documents are compared by the server too, since they may be all that an OCR system changes. Some it does not get back as
  // they lie there (names like "10" change their order); then having compared them here, a moment before, has to do.
  for (const fields of [DELIVERY_FIELDS, SMALL_FIELDS]) {
    const stored = await ocrJobs.findOne({ _id }, READ_AS_IT_IS)
    if (stored?.['status'] !== 'completed') return false
    if (deliveryOf(stored).version !== delivery.version) return false
    const change = changeTo(end, stored, now)
    try {
      const changed = await updates.each(ocrJobs, [_id], isStill(stored, fields), change)
      if (changed === 1) return true
    } catch (thrown) {
      if (!(thrown instanceof BSON.BSONError) || fields === SMALL_FIELDS) throw thrown
    }
  }
  return false
}
