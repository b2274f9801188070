import type { BulkAnswer, BulkBody } from '@colophon/domain'
import type { Filter } from './filters.ts'
import { capital, counted, spaced } from './words.ts'

/** What can be done to all documents that a filter of the queue shows. */
export type WholeAction = Exclude<BulkBody['action'], { kind: 'fields' }>

/** The filter without the order, which says nothing of what fits. */
export function selectionOf(filter: Filter): Record<string, string> {
  const { order: _, ...rest } = filter
  return rest
}

const CLOSED = new Set(['approved', 'rejected', 'superseded'])

/** Of what is decided there is nothing left to decide. */
export const isDecidable = ({ status = 'open' }: Filter): boolean => !CLOSED.has(status)

/** The filter in words, so that nobody decides on more than they meant. */
export function filterInWords(filter: Filter): string {
  const parts = Object.entries(selectionOf(filter)).map(
    ([name, value]) => `${spaced(name).replace(/ id$/, '')} ${spaced(value)}`,
  )
  return parts.length === 0 ? 'no filter: all that waits' : parts.join(', ')
}

const VERBS = { approve: 'Approve', reject: 'Reject', assign: 'Assign' } as const
export const wholeVerb = ({ kind }: Pick<WholeAction, 'kind'>): string => VERBS[kind]

const DONE = { approve: 'approved', reject: 'rejected', assign: 'assigned' } as const

/** What was done, for the notice with the undo. */
export function bulkDone({ kind }: Pick<WholeAction, 'kind'>, answer: BulkAnswer): string {
  const { done, skipped } = answer
  const left = skipped.length === 0 ? '' : `, ${skipped.length} left as they were`
  const way = answer.undo === null && done > 0 ? '. Assign them again to change it' : ''
  return `${capital(counted(done, 'document'))} ${DONE[kind]}${left}${way}`
}

/** How a document stands before and after; of an assignment, with whom it lies. */
export const standingOf = (
  { kind }: Pick<WholeAction, 'kind'>,
  { from, to }: Pick<BulkAnswer['sample'][number], 'from' | 'to'>,
): { from: string; to: string } => {
  const words = (side: unknown): string =>
    typeof side === 'string' ? (kind === 'assign' ? side : spaced(side)) : 'nobody'
  return { from: words(from), to: words(to) }
}
