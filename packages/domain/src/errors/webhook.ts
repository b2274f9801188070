import { entry, type CatalogueEntry } from './entry.ts'

export const WEBHOOK_ERRORS = {
  'webhook.not_found': entry(
    'permanent',
    404,
    'No such endpoint or delivery',
    'Check the name: `colophon webhooks list` has the endpoints, with `--deliveries` what was sent to them.',
  ),
} as const satisfies Record<string, CatalogueEntry>
