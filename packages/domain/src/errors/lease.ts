import { entry, type CatalogueEntry } from './entry.ts'

export const LEASE_ERRORS = {
  'lease.lost': entry(
    'transient',
    409,
    'The worker no longer holds the document',
    'Nothing to do: another worker has taken the document over.',
  ),
} as const satisfies Record<string, CatalogueEntry>
