import { entry, type CatalogueEntry } from './entry.ts'

export const REQUEST_ERRORS = {
  'request.invalid': entry(
    'permanent',
    400,
    'The request is not valid',
    'See the details; /openapi.json describes every request.',
  ),
  'request.not_found': entry(
    'permanent',
    404,
    'There is nothing at this address',
    'See /openapi.json for the addresses.',
  ),
  'request.method_not_allowed': entry(
    'permanent',
    405,
    'The address does not take this method',
    'Use one of those that `allow` names; /openapi.json describes every request.',
  ),
  'request.rate_limited': entry(
    'transient',
    429,
    'Too many requests',
    'Wait as long as `retry-after` says, then go on more slowly.',
  ),
} as const satisfies Record<string, CatalogueEntry>
