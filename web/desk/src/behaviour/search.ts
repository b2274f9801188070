import type { SearchAnswer } from '@colophon/domain'
import { counted } from './words.ts'

/** An excerpt around what was found. */
export interface Excerpt {
  before: string
  match: string
  after: string
}

type Found = SearchAnswer['hits'][number]['found'][number]

export const excerptOf = ({
  text,
  start,
  end,
}: Pick<Found, 'text' | 'start' | 'end'>): Excerpt => ({
  before: text.slice(0, start),
  match: text.slice(start, end),
  after: text.slice(end),
})

/** How much of everything was looked at, so that nobody takes an answer of a part for one of the whole. */
export function searchedInWords({ searched, of }: Pick<SearchAnswer, 'searched' | 'of'>): string {
  const all = counted(of, 'document')
  if (of === 0) return 'There are no documents yet'
  return searched >= of
    ? `All ${all} searched`
    : `${searched.toLocaleString('en')} of ${all} searched`
}

const STATES: Readonly<Record<string, string>> = {
  pending: 'waits for a person',
  in_progress: 'begun',
  approved: '✓ approved',
  rejected: '✗ rejected',
  not_required: 'taken over without a look',
}

/** How far a document has come; nothing while it has not come to a person. */
export const stateInWords = (status: string | null): string =>
  status === null ? '' : (STATES[status] ?? status.replaceAll('_', ' '))
