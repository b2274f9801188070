import { z } from 'zod'
import { AUTH_SETTINGS, SERVICE_AUTH_SETTINGS, SIGNING_SETTINGS } from '../auth/index.ts'
import { areLevels, LOG_LEVELS, type LogLevel } from '../log-levels.ts'
import { TRACING_SETTINGS } from '../tracing/settings.ts'

/**
 * The variables that several programs have: each is described once, and a program's `Config` is put together of them.
 * `AUTH_SETTINGS`, `SERVICE_AUTH_SETTINGS` and `SIGNING_SETTINGS` (with `NODE_ENV`) are those of tokens.
 */
export const logLevel = (fallback: LogLevel) =>
  z
    .string()
    .refine(areLevels, {
      error: `expected one of ${LOG_LEVELS.join(', ')}, or with services by name: info,enrichment-worker=debug`,
    })
    .default(fallback)
    .describe(
      `Least severe log lines that are written to stderr: ${LOG_LEVELS.join(', ')}; behind it \`,SERVICE=LEVEL\` for services by name`,
    )

/** What a process tells of itself: its log, and spans where somebody collects them. */
export const LOG_SETTINGS = { LOG_LEVEL: logLevel('info'), ...TRACING_SETTINGS } as const

export const STORE_SETTINGS = {
  STORE_URL: z
    .string()
    .default('sqlite:./data/colophon.db')
    .describe('Where work, records and costs are kept; the same for every process'),
} as const

export const IMAGE_SETTINGS = {
  IMAGES_DIR: z
    .string()
    .min(1)
    .optional()
    .describe('Folder of the images of pages (`images` beside a store that is a file, else none)'),
} as const

/** Without a default: between processes an in-process bus carries nothing, and nothing would say so. */
export const BUS_SETTINGS = {
  BUS_URL: z.string().min(1).describe('How workers hear of work; the same for every process'),
} as const

const port = z.coerce.number().int().min(0).max(65_535)

/** Coordinator and workers alike. */
export const DEFAULT_LEASE_MS = 60_000

export const LEASE_SETTINGS = {
  LEASE_MS: z.coerce
    .number()
    .int()
    .min(1_000)
    .default(DEFAULT_LEASE_MS)
    .describe(
      'How long a document stays with a worker that no longer answers, in milliseconds; the same for coordinator and workers',
    ),
} as const

/** Settings of a process that shows nothing but health and metrics. */
export const opsSettings = (defaultPort: number) => ({
  OPS_HOST: z
    .string()
    .default('127.0.0.1')
    .describe('Address of /healthz, /readyz and /metrics; 0.0.0.0 in a container'),
  OPS_PORT: port.default(defaultPort).describe('Port of the same; 0 takes any free one'),
})

const DRAIN_SETTINGS = {
  NOT_READY_MS: z.coerce
    .number()
    .int()
    .min(0)
    .max(60_000)
    .default(0)
    .describe('How long a stopping process says that it is not ready before it closes'),
} as const

export const AUDIENCE_SETTINGS = {
  JWT_AUDIENCE: z
    .string()
    .min(1)
    .default('colophon-api')
    .describe('`aud` of the tokens of the job, review and cost API'),
} as const

const origins = z
  .string()
  .optional()
  .transform((list = '') =>
    list
      .split(',')
      .map((origin) => origin.trim())
      .filter((origin) => origin !== ''),
  )
  .refine((list) => list.every(isOrigin), {
    error: 'expected origins such as https://desk.example.org, with commas between them',
  })

/** Whether it is an origin as browsers write it: without a path, and never the star that would mean everybody. */
const isOrigin = (text: string): boolean =>
  !text.includes('*') && URL.canParse(text) && new URL(text).origin === text

/** Settings of a process that serves an API. */
export const apiSettings = (defaultPort: number) => ({
  HOST: z
    .string()
    .default('127.0.0.1')
    .describe('Address the API listens on; only loopback without configured tokens'),
  PORT: port.default(defaultPort).describe('Port of the API; 0 takes any free one'),
  TLS_CERT_FILE: z
    .string()
    .optional()
    .describe('PEM file of the certificate with its chain: HTTPS instead of HTTP'),
  TLS_KEY_FILE: z.string().optional().describe('PEM file of its private key'),
  CORS_ORIGINS: origins.describe(
    'Origins of web pages elsewhere that may use the API, with commas between them',
  ),
  ...AUDIENCE_SETTINGS,
  RATE_LIMIT_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(1)
    .default(1_200)
    .describe('Requests that the bearer of a token may make in a minute'),
  METRICS_TOKEN: z
    .string()
    .optional()
    .describe(
      'Bearer token that Prometheus shows at /metrics, where APIs ask for tokens; one of an operator is taken too',
    ),
  ...DRAIN_SETTINGS,
})

export { AUTH_SETTINGS, SERVICE_AUTH_SETTINGS, SIGNING_SETTINGS }

/** Where rules run, and for how long. `which`: how many threads there are unless it is said. */
export const rulesSettings = (which: string) => ({
  RULES_THREADS: z.coerce
    .number()
    .int()
    .min(0)
    .max(64)
    .optional()
    .describe(
      `Threads that rules run in; 0 runs them beside everything else, and nothing ends them. Unset: ${which}`,
    ),
  RULES_LIMIT_MS: z.coerce
    .number()
    .int()
    .min(1)
    .default(5_000)
    .describe('Longest time that all rules may take for one document, in milliseconds'),
  RULES_LIMIT_MS_PER_MIB: z.coerce
    .number()
    .int()
    .min(1)
    .default(10_000)
    .describe('The same for each MiB of its text, where that is more'),
})

/** The program's own number of threads holds where `RULES_THREADS` does not say. */
export const readRules = (
  config: z.infer<z.ZodObject<ReturnType<typeof rulesSettings>>>,
  threads: number,
) => ({
  threads: config.RULES_THREADS ?? threads,
  limits: { leastMs: config.RULES_LIMIT_MS, perMibMs: config.RULES_LIMIT_MS_PER_MIB },
})

/** What models cost. */
export const PRICE_SETTINGS = {
  PRICES_FILE: z
    .string()
    .optional()
    .describe('File with prices of your own; a model that it names has no others'),
  COMPUTE_SECOND_USD: z
    .string()
    .regex(/^\d{1,6}(\.\d{1,9})?$/, 'expected dollars such as 0.0003')
    .default('0')
    .describe(
      'What a second of a model is charged at that nobody bills, in dollars; above 0 its calls are under the limits as paid ones are',
    ),
}

/** Where the models are; a tier without a URL has none. */
export const MODEL_SETTINGS = {
  MODEL_LOCAL: z
    .string()
    .optional()
    .describe('URL of the local model; behind it `?model.AGENT=NAME` gives one agent another'),
  MODEL_FAST: z.string().optional().describe('URL of the fast model'),
  MODEL_DEEP: z.string().optional().describe('URL of the deep model'),
  ANTHROPIC_API_KEY: z.string().optional().describe('Key for `anthropic:` models'),
  ...PRICE_SETTINGS,
  MODEL_CALIBRATION: z
    .string()
    .optional()
    .describe(
      'File that says how often each model was right, written by `npm run calibrate`; models that are not in it only propose',
    ),
}
