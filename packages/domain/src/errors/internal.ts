import { entry, type CatalogueEntry } from './entry.ts'

export const INTERNAL_ERRORS = {
  'internal.unexpected': entry(
    'transient',
    500,
    'Something unexpected happened',
    'A defect: the log has the details under the request id.',
  ),
} as const satisfies Record<string, CatalogueEntry>
