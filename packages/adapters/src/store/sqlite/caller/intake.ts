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
import type { Remote } from '../protocol.ts'
import { deadMessageFrom, foundOcrJobFrom, iso, rejectedOcrJobFrom } from './rows.ts'

const MAX_BODY_BYTES = 64 * 1024

/** Encodes as JSON, because a message nobody could decode may hold anything, NUL included. */
function encodeBody(body: string): string {
  const bytes = Buffer.from(body)
  const kept = bytes.length <= MAX_BODY_BYTES ? body : bytes.toString('utf8', 0, MAX_BODY_BYTES)
  return JSON.stringify(kept)
}

export class SqliteIntake implements IntakeStore {
  readonly #remote: Remote
  readonly #clock: Clock

  constructor(remote: Remote, clock: Clock) {
    this.#remote = remote
    this.#clock = clock
  }

  async putOcrJob({ documents, ...job }: OcrJob): Promise<void> {
    assertIdentifier('tenant id', job.tenant_id)
    assertIdentifier('OCR job id', job.job_id)
    await this.#remote.write('intake', 'putOcrJob', job, JSON.stringify(documents))
  }

  async openOcrJobs(limit: number): Promise<FoundOcrJob[]> {
    return (await this.#remote.read('intake', 'openOcrJobs', limit)).map(foundOcrJobFrom)
  }

  markOcrJobTaken(delivery: OcrDelivery): Promise<boolean> {
    const end = { status: 'taken', error: null } as const
    return this.#remote.write('intake', 'settleOcrJob', delivery, end, iso(this.#clock.now()))
  }

  rejectOcrJob(delivery: OcrDelivery, reason: Omit<RecordedError, 'at'>): Promise<boolean> {
    const at = iso(this.#clock.now())
    const { code, message } = reason
    const end = { status: 'rejected', error: JSON.stringify({ code, message, at }) } as const
    return this.#remote.write('intake', 'settleOcrJob', delivery, end, at)
  }

  async rejectedOcrJobs(limit: number): Promise<RejectedOcrJob[]> {
    return (await this.#remote.read('intake', 'rejectedOcrJobs', limit)).map(rejectedOcrJobFrom)
  }

  async putDeadMessage({ topic, body, reason, at }: DeadMessage): Promise<void> {
    const hash = createHash('sha256')
      .update(JSON.stringify([topic, body]))
      .digest('hex')
    const message = { hash, topic, body: encodeBody(body), reason, at }
    await this.#remote.write('intake', 'putDeadMessage', message)
  }

  async deadMessages(limit: number): Promise<DeadMessage[]> {
    return (await this.#remote.read('intake', 'deadMessages', limit)).map(deadMessageFrom)
  }
}
