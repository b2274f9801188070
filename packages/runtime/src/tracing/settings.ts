import { z } from 'zod'

const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const

/** `name=value` with commas between them, percent-encoded, as the standard has it. */
const pairs = z
  .string()
  .optional()
  .transform((list = '') =>
    list
      .split(',')
      .map((pair) => pair.trim())
      .filter((pair) => pair !== ''),
  )
  .refine((list) => list.every((pair) => /^[^=\s]+=/.test(pair) && isEncoded(pair)), {
    error: 'expected name=value, with commas between them',
  })
  .transform((list) =>
    Object.fromEntries(
      list.map((pair) => {
        const at = pair.indexOf('=')
        return [pair.slice(0, at), decodeURIComponent(pair.slice(at + 1))]
      }),
    ),
  )

function isEncoded(pair: string): boolean {
  try {
    decodeURIComponent(pair)
    return true
  } catch {
    return false
  }
}

const isHttp = (url: string): boolean =>
  URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)

/** The variables of OpenTelemetry that are heeded; no others are. */
export const TRACING_SETTINGS = {
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .string()
    .refine(isHttp, { error: 'expected an http or https URL' })
    .optional()
    .describe('Collector that spans are sent to, by OTLP over HTTP as JSON; unset: no tracing'),
  OTEL_EXPORTER_OTLP_HEADERS: pairs.describe(
    'Headers for it, `name=value` with commas between them',
  ),
  OTEL_EXPORTER_OTLP_TIMEOUT: z.coerce
    .number()
    .int()
    .min(100)
    .max(30_000)
    .default(3_000)
    .describe(
      'How long spans are tried to be sent, in milliseconds; a process that stops waits no longer',
    ),
  OTEL_TRACES_SAMPLER: z
    .enum(SAMPLERS)
    .default('parentbased_always_on')
    .describe('Which traces are kept'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('Share of the traces that are kept, where the sampler is one of a ratio'),
  OTEL_BSP_MAX_QUEUE_SIZE: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(2_048)
    .describe('Spans that wait to be sent; more are dropped'),
  OTEL_RESOURCE_ATTRIBUTES: pairs.describe(
    'What is said of the process with its spans, `name=value` with commas between them',
  ),
  OTEL_SEMCONV_STABILITY_OPT_IN: z
    .string()
    .optional()
    .describe(
      '`gen_ai_latest_experimental`: spans of model calls have the names that OpenTelemetry has for them, which may change',
    ),
} as const
export type TracingSettings = z.infer<z.ZodObject<typeof TRACING_SETTINGS>>
