import { entry, type CatalogueEntry } from './entry.ts'

export const OUTPUT_ERRORS = {
  'output.failed': entry(
    'permanent',
    500,
    'The output cannot be written',
    'Check free space and permissions of the output folder; the records are in the store, so run the same command again.',
  ),
  'output.refused': entry(
    'permanent',
    409,
    'The output would take the place of something else',
    'Name another file. --overwrite replaces a file that is neither the store nor an input.',
  ),
  'output.format': entry(
    'permanent',
    400,
    'The name of the output says no format that there is',
    'Name a .jsonl, .json or .csv file, or say which with --format.',
  ),
} as const satisfies Record<string, CatalogueEntry>
