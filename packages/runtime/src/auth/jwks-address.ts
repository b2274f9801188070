import { isPrivateHost } from '@colophon/domain'
import { InsecureSettingError } from './errors.ts'

export interface JwksOptions {
  /** Milliseconds on a clock that never goes back. @default performance.now */
  now?: (() => number) | undefined
  /** @default 2 s */
  timeoutMs?: number | undefined
}

/** Where a key set may be fetched from. Throws `InsecureSettingError` on any other address. */
export function jwksAddress(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (
    parsed?.protocol === 'https:' ||
    (parsed?.protocol === 'http:' && isPrivateHost(parsed.hostname))
  )
    return parsed
  throw new InsecureSettingError(
    'JWT_JWKS_URL must be an https address, or http on this machine or a private network',
  )
}
