import type { BulkAnswer, BulkBody, PropagateAnswer, PropagateBody } from '@colophon/domain'
import { call } from '@colophon/web-shared/client'

export type Selection = BulkBody['select']
export type BulkAction = BulkBody['action']

/** Decides on many documents, or says what that would change. */
export const bulk = (select: Selection, action: BulkAction, dryRun: boolean) =>
  call<BulkAnswer>('POST', '/api/review/bulk', { body: { select, action, dry_run: dryRun } })

/** Makes the same correction where the same value stands by the same words, or says where that is. */
export const propagate = (
  of: Pick<PropagateBody, 'document_id' | 'path'>,
  { dryRun, only }: { dryRun: boolean; only?: readonly string[] },
) =>
  call<PropagateAnswer>('POST', '/api/review/propagate', {
    body: { ...of, dry_run: dryRun, ...(only === undefined ? {} : { only }) },
  })
