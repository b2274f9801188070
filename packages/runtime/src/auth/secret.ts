import { InsecureSettingError } from './errors.ts'

const MIN_SECRET_BYTES = 32

/** Six characters or more each, so that a random secret does not hold one of them by chance. */
const PLACEHOLDER =
  /change[-_ ]?(?:me|it|this)|placeholder|example|password|passphrase|default|replace|insert[-_ ]|your[-_ ]|secret|letmein|qwerty|please|development/i
/** One unit, however long, over and over. */
const REPEATED = /^(.+?)\1+.?$/s
const MIN_DISTINCT = 10
/** Share of neighbours that follow each other in the alphabet: `abcdefgh…` and `12345678…` are all of it. */
const MAX_SEQUENCE = 0.5

function weakness(secret: string): string | null {
  if (PLACEHOLDER.test(secret)) return 'is a placeholder'
  if (Buffer.byteLength(secret) < MIN_SECRET_BYTES)
    return `is shorter than ${MIN_SECRET_BYTES} bytes`
  if (REPEATED.test(secret)) return 'repeats itself'
  if (new Set(secret).size < MIN_DISTINCT) return 'has too few different characters'
  const bytes = Buffer.from(secret)
  const following = bytes.filter((byte, i) => Math.abs(byte - (bytes[i - 1] ?? NaN)) === 1)
  if (following.length / bytes.length > MAX_SEQUENCE) return 'is a sequence'
  return null
}

export interface SecretContext {
  /** Name of the setting, for the message. @default 'JWT_SECRET' */
  name?: string | undefined
  /** `development` accepts any secret. */
  NODE_ENV?: string | undefined
}

/** Refuses a default, example, placeholder or short secret outside development. The message never shows the value. */
export function assertSecret(secret: string, context: SecretContext): void {
  if (context.NODE_ENV === 'development') return
  const why = weakness(secret.trim())
  if (why === null) return
  const name = context.name ?? 'JWT_SECRET'
  throw new InsecureSettingError(
    `${name} ${why}: set ${MIN_SECRET_BYTES} random bytes or more, for example from \`openssl rand -base64 48\``,
  )
}
