import { entry, type CatalogueEntry } from './entry.ts'

export const CONFIG_ERRORS = {
  'config.invalid': entry(
    'permanent',
    500,
    'The configuration is not valid',
    'Correct the variables named in the message; docs/reference/config.md lists them all.',
  ),
  'config.unknown_scheme': entry(
    'permanent',
    500,
    'The URL scheme has no adapter',
    'Use one of the schemes named in the message.',
  ),
  'config.insecure': entry(
    'permanent',
    500,
    'The configuration is not safe to run with',
    'Set real secrets, or bind to loopback; the message names the setting.',
  ),
} as const satisfies Record<string, CatalogueEntry>
