import { entry, type CatalogueEntry } from './entry.ts'

export const STORE_ERRORS = {
  'store.unavailable': entry(
    'transient',
    503,
    'The store does not answer',
    'Check STORE_URL and that the server runs; work goes on by itself when it is back.',
  ),
  'store.full': entry(
    'transient',
    507,
    'The store cannot write',
    'Free disk space; nothing that was confirmed is lost.',
  ),
  'store.read_only': entry(
    'transient',
    503,
    'The store can be read and not written',
    'Let this user write to the file of the store, to those beside it and to their folder, on a file system that is mounted for writing.',
  ),
  'store.corrupt': entry(
    'permanent',
    500,
    'The store file is damaged or not a Colophon store',
    'Restore it from a backup, or name another file in STORE_URL.',
  ),
  'store.schema_newer': entry(
    'permanent',
    500,
    'The store was written by a newer version',
    'Upgrade Colophon, or name another store.',
  ),
} as const satisfies Record<string, CatalogueEntry>
