import { entry, type CatalogueEntry } from './entry.ts'

export const AUTH_ERRORS = {
  'auth.required': entry(
    'permanent',
    401,
    'A token is required',
    'Send `Authorization: Bearer …` with a valid token.',
  ),
  'auth.forbidden': entry(
    'permanent',
    403,
    'The token does not allow this',
    'Ask for the role named in the message.',
  ),
  'auth.unavailable': entry(
    'transient',
    503,
    'The keys that check tokens cannot be fetched',
    'Check JWT_JWKS_URL and that its server answers.',
  ),
} as const satisfies Record<string, CatalogueEntry>
