import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import type { SpanExporter } from '@opentelemetry/sdk-trace'
import type { Logger } from '../logger.ts'
import type { TracingSettings } from './settings.ts'

export interface ExporterOptions {
  settings: TracingSettings
  endpoint: string
  log: Logger
}

/** A collector that is away fails every second: one line in so long. */
const LOG_EVERY_MS = 60_000

/** Sends spans, and says so in the log when they could not be. Work never hears of it. */
export function createExporter({ settings, endpoint, log }: ExporterOptions): SpanExporter {
  const otlp = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    headers: settings.OTEL_EXPORTER_OTLP_HEADERS,
    timeoutMillis: settings.OTEL_EXPORTER_OTLP_TIMEOUT,
  })
  let lost = 0
  let toldAt = -Infinity
  const failed = (spans: number, err: unknown): void => {
    lost += spans
    if (performance.now() - toldAt < LOG_EVERY_MS) return
    toldAt = performance.now()
    log.warn({ err, lost }, 'spans could not be sent')
    lost = 0
  }
  return {
    export(spans, done) {
      otlp.export(spans, (result) => {
        if (result.error !== undefined) failed(spans.length, result.error)
        done(result)
      })
    },
    forceFlush: () => otlp.forceFlush(),
    shutdown: () => otlp.shutdown(),
  }
}
