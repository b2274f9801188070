import { pino } from 'pino'
import { levelOf, namedLevel, type LogLevel } from './log-levels.ts'

export type LogFields = Record<string, unknown>

/** The message is a constant; what varies goes into the fields. */
export interface LogMethod {
  (message: string): void
  (fields: LogFields, message: string): void
}

export interface Logger {
  readonly trace: LogMethod
  readonly debug: LogMethod
  readonly info: LogMethod
  readonly warn: LogMethod
  readonly error: LogMethod
  readonly fatal: LogMethod
  /** A logger that adds `fields` to every line: one per job, document or request. `level`: another than ours. */
  child(fields: LogFields, options?: { level?: LogLevel }): Logger
}

/** The part of a tracer that logs look at. */
interface Traced {
  readonly on: boolean
  readonly ids: object | undefined
}

export interface LoggerOptions {
  service: string
  /** As `LOG_LEVEL` has it. @default info */
  level?: string | undefined
  /** Whose spans lines are written in: they name the trace. @default nobody's */
  tracer?: Traced | undefined
  /** @default stderr, written at once; stdout belongs to the output of commands. */
  stream?: { write(line: string): void } | undefined
}

/** Names under which secrets and document text travel: their values never reach a log, at up to three levels. */
const REDACTED_KEYS = [
  'authorization',
  'Authorization',
  'cookie',
  'token',
  'access_token',
  'secret',
  'password',
  'key',
  'api_key',
  'apiKey',
  'text',
  'full_text',
  'quote',
  'prompt',
  'body',
  'enriched_data',
  // Variables of the environment: whoever logs a configuration must not give it away.
  'JWT_SECRET',
  'JWT_PRIVATE_KEY',
  'ANTHROPIC_API_KEY',
  'COLOPHON_TOKEN',
  'METRICS_TOKEN',
  'OTEL_EXPORTER_OTLP_HEADERS',
]
const REDACTED_PATHS = ['', '*.', '*.*.'].flatMap((above) =>
  REDACTED_KEYS.map((key) => `${above}${key}`),
)

export function createLogger({ service, level, tracer, stream }: LoggerOptions): Logger {
  return pino(
    {
      level: levelOf(service, level),
      base: { service },
      ...(tracer?.on === true && { mixin: () => ({ ...tracer.ids }) }),
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
      hooks: { streamWrite: withoutCredentials },
      redact: { paths: REDACTED_PATHS, censor: '[redacted]' },
    },
    stream ?? pino.destination({ dest: 2, sync: true }),
  )
}

/**
 * The logger of a part of a process that has several: its lines name it, and where `LOG_LEVEL` does they have a level of
 * their own.
 */
export function componentLog(log: Logger, component: string, levels: string): Logger {
  const level = namedLevel(component, levels)
  return log.child({ component }, level === undefined ? {} : { level })
}

const MAX_MESSAGE = 500
const MAX_CAUSES = 4

interface DescribedError {
  type: string
  code?: string
  message: string
  stack?: string
  cause?: DescribedError
}

/** Only what is known to be safe: further properties of an error may hold requests, answers and texts. */
function describeError(thrown: unknown, depth = 0): DescribedError {
  if (!(thrown instanceof Error)) return { type: typeof thrown, message: '[not an error]' }
  const { code } = thrown as NodeJS.ErrnoException
  const frames = thrown.stack?.split('\n').filter((line) => /^\s+at /.test(line))
  return {
    type: thrown.name,
    ...(typeof code === 'string' ? { code } : {}),
    message: withoutSnippet(thrown.message).slice(0, MAX_MESSAGE),
    ...(frames === undefined || frames.length === 0 ? {} : { stack: frames.join('\n') }),
    ...(thrown.cause === undefined || depth >= MAX_CAUSES
      ? {}
      : { cause: describeError(thrown.cause, depth + 1) }),
  }
}

/** Drivers like to name the address they could not reach, with everything in it. */
const withoutCredentials = (line: string): string =>
  line.includes('://') ? line.replaceAll(CREDENTIALS, '$1[redacted]@') : line
const CREDENTIALS = /(\b[a-z][a-z\d+.-]{0,20}:\/\/)[^\s/?#"@]*(?:@[^\s/?#"@]*)*@/gi

/** `JSON.parse` quotes what it could not read, which may be a document. */
const withoutSnippet = (message: string): string =>
  message.replace(/, (?:\.\.\.)?"[^]*"(?:\.\.\.)? is not valid JSON$/, ' in invalid JSON')
