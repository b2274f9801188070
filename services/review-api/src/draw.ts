import { hash } from 'node:crypto'
import type { ReviewRecord } from '@colophon/domain'

/** Uniform in [0, 1), and the same for the same document: nobody draws again by asking again. */
export const drawOf = (
  what: 'second_review' | 'neutral' | 'sent',
  { tenant_id, document_id }: Pick<ReviewRecord, 'tenant_id' | 'document_id'>,
): number =>
  parseInt(hash('sha256', JSON.stringify([what, tenant_id, document_id]), 'hex').slice(0, 12), 16) /
  2 ** 48
