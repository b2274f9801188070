import { ConfigError } from '../config.ts'
import { createTokenVerifier, readTokenKeys } from '../auth/index.ts'
import type { AccessOptions } from '../http/access.ts'
import type { ServeOptions } from '../http/serve.ts'

export interface AccessSettings {
  HOST: string
  PORT: number
  TLS_CERT_FILE?: string | undefined
  TLS_KEY_FILE?: string | undefined
  CORS_ORIGINS: readonly string[]
  RATE_LIMIT_PER_MINUTE: number
  NODE_ENV: string
  JWT_SECRET?: string | undefined
  JWT_PUBLIC_KEY?: string | undefined
  JWT_JWKS_URL?: string | undefined
  JWT_ISSUER: string
  JWT_AUDIENCE: string
  METRICS_TOKEN?: string | undefined
}

export interface ApiAccess {
  /** For `createXApi`. */
  api: { auth: AccessOptions | undefined; corsOrigins: readonly string[] }
  /** For `serveHttp`: other machines may come in only where tokens are asked for. */
  serve: Pick<ServeOptions, 'host' | 'port' | 'tls'> & { allowRemote: boolean }
}

/** Who may come in, and how, as the settings say. Throws for settings that contradict each other or are not safe. */
export function readAccess(settings: AccessSettings): ApiAccess {
  const keys = readTokenKeys(settings)
  const auth =
    keys === undefined
      ? undefined
      : {
          verifier: createTokenVerifier(keys, {
            issuer: settings.JWT_ISSUER,
            audience: settings.JWT_AUDIENCE,
          }),
          requestsPerMinute: settings.RATE_LIMIT_PER_MINUTE,
          metricsToken: settings.METRICS_TOKEN,
        }
  return {
    api: { auth, corsOrigins: settings.CORS_ORIGINS },
    serve: {
      host: settings.HOST,
      port: settings.PORT,
      tls: tlsOf(settings),
      allowRemote: auth !== undefined,
    },
  }
}

/** Undefined: plain HTTP. */
export function tlsOf({ TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile }: AccessSettings) {
  if (certFile === undefined && keyFile === undefined) return undefined
  if (certFile !== undefined && keyFile !== undefined) return { certFile, keyFile }
  throw new ConfigError(['TLS_CERT_FILE and TLS_KEY_FILE go together: set both or none'])
}
