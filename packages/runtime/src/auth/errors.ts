const AUTH_ERRORS = {
  'auth.required': { status: 401, fix: 'Send `Authorization: Bearer …` with a valid token.' },
  'auth.forbidden': { status: 403, fix: 'Ask for the role named in the message.' },
  'auth.unavailable': { status: 503, fix: 'Check JWT_JWKS_URL and that its server answers.' },
} as const
type AuthCode = keyof typeof AUTH_ERRORS

/**
 * A request that may not have what it asks for. Has the shape of the error catalogue, so that it leaves as one of its
 * errors; the message never repeats a part of the token.
 */
export class AuthError extends Error {
  readonly code: AuthCode
  readonly status: number
  readonly fix: string
  readonly retryAfterMs: number | undefined

  constructor(
    code: AuthCode,
    message: string,
    options: { cause?: unknown; retryAfterMs?: number } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AuthError'
    this.code = code
    this.status = AUTH_ERRORS[code].status
    this.fix = AUTH_ERRORS[code].fix
    this.retryAfterMs = options.retryAfterMs
  }
}

/** A setting that would let anybody in. The message names the setting, never its value. */
export class InsecureSettingError extends Error {
  readonly code = 'config.insecure'
  readonly status = 500
  readonly fix = 'Set real secrets, or bind to loopback; the message names the setting.'

  constructor(message: string) {
    super(message)
    this.name = 'InsecureSettingError'
  }
}
