import { entry, type CatalogueEntry } from './entry.ts'

export const MESSAGE_ERRORS = {
  'message.undecodable': entry(
    'permanent',
    422,
    'A bus message cannot be decoded',
    'It is kept in dead_messages; find out who sent it.',
  ),
} as const satisfies Record<string, CatalogueEntry>
