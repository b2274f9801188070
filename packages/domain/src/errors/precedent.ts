import { entry, type CatalogueEntry } from './entry.ts'

export const PRECEDENT_ERRORS = {
  'precedent.not_found': entry(
    'permanent',
    404,
    'No such decision on names in this collection',
    'Check the id; the register of the collection lists them.',
  ),
  'precedent.changed': entry(
    'permanent',
    409,
    'Somebody else has changed this decision on names',
    'Load the register again and look whether it still is to be changed.',
  ),
} as const satisfies Record<string, CatalogueEntry>
