import { hash } from 'node:crypto'
import type { DocumentRecord } from '@colophon/domain'

const hashId = (...parts: (string | number)[]): string =>
  hash('sha256', JSON.stringify(parts), 'hex')

/** Uniform in [0, 1) and the same whenever this revision is routed. */
export const drawOf = (document: DocumentRecord): number =>
  parseInt(
    hashId('audit', document.tenant_id, document.document_id, document.source_hash).slice(0, 12),
    16,
  ) /
  2 ** 48

/** Of the task that the end of this run asks for. */
export const reviewId = (document: DocumentRecord): string =>
  `rev_${hashId(document.tenant_id, document.document_id, document.revision + 1).slice(0, 24)}`

/** Of the task that asks what is to become of this revision, which has failed: the same each time that it fails. */
export const failedReviewId = (document: DocumentRecord): string =>
  `rev_${hashId('failed', document.tenant_id, document.document_id, document.revision).slice(0, 24)}`
