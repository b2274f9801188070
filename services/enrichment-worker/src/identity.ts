import type { DocumentRecord } from '@colophon/domain'
import { idOf } from '@colophon/runtime'

/** Of the task that the end of this run asks for. */
export const reviewId = ({ tenant_id, document_id, revision }: DocumentRecord): string =>
  idOf('rev', tenant_id, document_id, revision + 1)

/** Of the task that asks what is to become of this revision, which has failed: the same each time that it fails. */
export const failedReviewId = ({ tenant_id, document_id, revision }: DocumentRecord): string =>
  idOf('rev', 'failed', tenant_id, document_id, revision)
