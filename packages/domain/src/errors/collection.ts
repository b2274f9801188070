import { entry, type CatalogueEntry } from './entry.ts'

export const COLLECTION_ERRORS = {
  'collection.not_found': entry(
    'permanent',
    404,
    'No such collection',
    'Check the id; `GET /api/collections` lists them.',
  ),
  'collection.changed': entry(
    'permanent',
    409,
    'Somebody else has changed the settings of the collection',
    'Load them again, then send what is still wanted with the `etag` of that answer.',
  ),
} as const satisfies Record<string, CatalogueEntry>
