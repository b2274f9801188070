import { increase } from '../build/queries.ts'

/** Retried ones have not ended yet. */
export const ENDED = 'outcome!="retried"'

export const AUTO_APPROVED = increase('documents', { where: 'outcome="auto_approved"' })

export const OUTCOME_COLORS = {
  auto_approved: 'green',
  review: 'yellow',
  failed: 'red',
  retried: 'purple',
} as const

export const BACKLOG_COLORS = { queued: 'yellow', processing: 'blue' } as const
