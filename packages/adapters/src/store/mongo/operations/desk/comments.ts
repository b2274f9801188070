import type { NewAuditEvent, ReviewComment } from '@colophon/domain'
import { recordId, type Stored } from '../../connection/collections.ts'
import type { Connection } from '../../connection/connection.ts'
import { fromBson } from '../../records/values.ts'
import { commentId } from '../effect-kinds.ts'
import type { Effects } from '../effects.ts'
import { notFound, type Steps } from './steps.ts'

type StoredComment = ReviewComment & { _id: string; step: number; made: number }

function commentFrom(stored: Stored): ReviewComment {
  const { _id, step: _, made: __, ...comment } = fromBson(stored) as StoredComment
  return comment
}

const waits = ({ answers, resolved_at }: ReviewComment): number =>
  Number(answers === null && resolved_at === null)

export class Comments {
  readonly #connection: Connection
  readonly #effects: Effects
  readonly #steps: Steps

  constructor(connection: Connection, effects: Effects, steps: Steps) {
    this.#connection = connection
    this.#effects = effects
    this.#steps = steps
  }

  /** In the order they were made. */
  async list(tenantId: string, documentId: string): Promise<ReviewComment[]> {
    await this.#effects.applyOf(recordId(tenantId, documentId))
    const found = await this.#connection.collections.comments
      .find({ tenant_id: tenantId, document_id: documentId })
      .sort({ made: 1 })
      .toArray()
    return found.map(commentFrom)
  }

  async put(comment: ReviewComment, audit: readonly NewAuditEvent[]): Promise<void> {
    const { tenant_id, document_id } = comment
    const { comments } = this.#connection.collections
    const outcome = await this.#steps.write(tenant_id, document_id, async () => {
      const there = await comments.findOne({ _id: commentId(comment) })
      const waited = there === null ? 0 : waits(commentFrom(there))
      return { entails: { comment, audit, opened: waits(comment) - waited } }
    })
    if ('no' in outcome) throw notFound(document_id)
  }
}
