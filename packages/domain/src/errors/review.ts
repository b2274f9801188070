import { entry, type CatalogueEntry } from './entry.ts'

export const REVIEW_ERRORS = {
  'review.not_found': entry(
    'permanent',
    404,
    'No such review task',
    'Check the id; the queue lists them.',
  ),
  'review.conflict': entry(
    'permanent',
    409,
    'The review task is not in a state that allows this',
    'Load it again and look at its status.',
  ),
} as const satisfies Record<string, CatalogueEntry>
