import { ConfigError } from '../config.ts'
import { assertSecret, createTokenVerifier, readTokenKeys } from '../auth/index.ts'
import { assertLoopback } from '../http/loopback.ts'
import { readTls } from '../http/tls.ts'
import { tlsOf, type AccessSettings } from './access.ts'
import type { SettingRule } from './read-settings.ts'
import { assertStoreUrl } from './store-url.ts'

interface StoreSettings {
  STORE_URL: string
  NODE_ENV: string
}

/** A database that asks nobody for a password is one for development. */
export const STORE_SAFETY: SettingRule<StoreSettings> = {
  of: ['STORE_URL', 'NODE_ENV'],
  check: ({ STORE_URL, NODE_ENV }) => assertStoreUrl(STORE_URL, NODE_ENV),
}

interface LeaseSettings {
  LEASE_MS: number
  RENEW_MS: number
}

/** A lease that is renewed after it has run out is lost by a worker that lives. */
export const LEASE_RULE: SettingRule<LeaseSettings> = {
  of: ['LEASE_MS', 'RENEW_MS'],
  check({ LEASE_MS, RENEW_MS }) {
    if (RENEW_MS < LEASE_MS) return
    throw new ConfigError([
      `RENEW_MS (${RENEW_MS}) has to be less than LEASE_MS (${LEASE_MS}), at best a third of it: leases would run out before they are renewed`,
    ])
  },
}

type Keys = Pick<
  AccessSettings,
  'NODE_ENV' | 'JWT_SECRET' | 'JWT_PUBLIC_KEY' | 'JWT_JWKS_URL' | 'JWT_ISSUER'
>
const KEY_NAMES = ['NODE_ENV', 'JWT_SECRET', 'JWT_PUBLIC_KEY', 'JWT_JWKS_URL'] as const

const isTold = (keys: Keys): boolean =>
  [keys.JWT_SECRET, keys.JWT_PUBLIC_KEY, keys.JWT_JWKS_URL].some((key) => key !== undefined)

/** Rules of a program that serves an API: its keys, its certificate, and who may come in without. */
export const ACCESS_RULES: readonly SettingRule<AccessSettings>[] = [
  {
    of: [...KEY_NAMES, 'JWT_ISSUER', 'JWT_AUDIENCE'],
    check(settings) {
      const keys = readTokenKeys(settings)
      const { JWT_ISSUER: issuer, JWT_AUDIENCE: audience } = settings
      if (keys !== undefined) createTokenVerifier(keys, { issuer, audience })
    },
  },
  {
    of: ['METRICS_TOKEN', 'NODE_ENV'],
    check({ METRICS_TOKEN, NODE_ENV }) {
      if (METRICS_TOKEN !== undefined)
        assertSecret(METRICS_TOKEN, { name: 'METRICS_TOKEN', NODE_ENV })
    },
  },
  {
    of: ['TLS_CERT_FILE', 'TLS_KEY_FILE'],
    check(settings) {
      const files = tlsOf(settings)
      if (files !== undefined) readTls(files)
    },
  },
  {
    of: ['HOST', ...KEY_NAMES],
    check(settings) {
      if (!isTold(settings)) assertLoopback(settings.HOST)
    },
  },
]
