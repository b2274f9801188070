import { entry, type CatalogueEntry } from './entry.ts'

export const BACKUP_ERRORS = {
  'backup.failed': entry(
    'transient',
    500,
    'The backup could not be made',
    'Look at the message, free space or give the rights that are missing, and run it again; older archives are untouched.',
  ),
  'backup.hook_failed': entry(
    'transient',
    500,
    'The backup is made, and the command that was to take it elsewhere failed',
    'Run the command by hand with the path of the archive and see what it says; then run the backup again.',
  ),
  'backup.damaged': entry(
    'permanent',
    500,
    'The archive is damaged, incomplete or put together of several',
    'Nothing was restored. Use another archive, and find out what happened to this one before one is needed.',
  ),
  'backup.not_empty': entry(
    'permanent',
    409,
    'There is something already where the backup is to be restored',
    'Name a place with nothing in it; nothing was overwritten.',
  ),
  'backup.unsuitable': entry(
    'permanent',
    400,
    'The archive or the store is of another kind',
    'Restore an archive of SQLite into sqlite:FILE, and one of MongoDB into a mongodb: URL.',
  ),
  'backup.drill_failed': entry(
    'permanent',
    500,
    'What was restored is not what was backed up',
    'Make a backup and drill again; if it fails again, look after the store itself: colophon audit verify, colophon doctor.',
  ),
} as const satisfies Record<string, CatalogueEntry>
