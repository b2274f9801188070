import { entry, type CatalogueEntry } from './entry.ts'

export const JOB_ERRORS = {
  'job.not_found': entry(
    'permanent',
    404,
    'No such job',
    'Check the id; `colophon status` lists them.',
  ),
  'job.invalid_state': entry(
    'permanent',
    409,
    'The job is not in a state that allows this',
    'Look at its status first.',
  ),
} as const satisfies Record<string, CatalogueEntry>
