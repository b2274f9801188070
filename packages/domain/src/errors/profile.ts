import { entry, type CatalogueEntry } from './entry.ts'

export const PROFILE_ERRORS = {
  'profile.unknown': entry(
    'permanent',
    400,
    'There is no such profile',
    'Use one that the message names; for a document in the store, the version that knows its profile.',
  ),
} as const satisfies Record<string, CatalogueEntry>
