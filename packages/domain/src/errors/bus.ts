import { entry, type CatalogueEntry } from './entry.ts'

export const BUS_ERRORS = {
  'bus.unavailable': entry(
    'transient',
    503,
    'The bus does not answer',
    'Check BUS_URL and that the broker runs; nothing is lost, the store owns the work.',
  ),
  'bus.rejected': entry(
    'permanent',
    500,
    'The bus cannot carry the message',
    'A defect: the message is empty or too large, or its topic has no valid name.',
  ),
} as const satisfies Record<string, CatalogueEntry>
