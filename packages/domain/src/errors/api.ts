import { entry, type CatalogueEntry } from './entry.ts'

export const API_ERRORS = {
  'api.unavailable': entry(
    'transient',
    503,
    'The API does not answer',
    'Check its URL and that its service runs; what was sent can be sent again.',
  ),
} as const satisfies Record<string, CatalogueEntry>
