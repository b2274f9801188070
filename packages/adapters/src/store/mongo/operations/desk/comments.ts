import type { NewAuditEvent, ReviewComment } from '@colophon/domain'
import { recordId, type Stored } from '../../connection/collections.ts'
import type { Connection } from '../../connection/connection.ts'
import { fromBson } from '../../records/values.ts'
import type { Effects } from '../effects.ts'
import type { Steps } from './steps.ts'

type StoredComment = ReviewComment & { _id: string; step: number }

function commentFrom(stored: Stored): ReviewComment {
  const { _id, step: _, ...comment } = fromBson(stored) as StoredComment
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

  async list(tenantId: string, documentId: string): Promise<ReviewComment[]> {
    await this.#effects.applyOf(recordId(tenantId, documentId))
    const found = await this.#connection.collections.comments
      .find({ tenant_id: tenantId, document_id: documentId })
      .sort({ at: 1, comment_id: 1 })
      .toArray()
    return found.map(commentFrom)
  }

  async put(comment: ReviewComment, audit: readonly NewAuditEvent[]): Promise<void> {
    const { tenant_id, document_id, comment_id } = comment
    const { comments } = this.#connection.collections
    await this.#steps.write(tenant_id, document_id, async () => {
      const there = await comments.findOne({ _id: recordId(tenant_id, comment_id) })
      const waited = there === null ? 0 : waits(commentFrom(there))
      return { entails: { comment, audit, opened: waits(comment) - waited } }
    })
  }
}
