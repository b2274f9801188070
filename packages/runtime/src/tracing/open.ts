import { createLogger } from '../logger.ts'
import { NO_TRACER, type TracedProcess, type Tracer } from './tracer.ts'
import type { TracingSettings } from './settings.ts'

/**
 * The tracer of a process. Without a collector there is none, and nothing of OpenTelemetry is loaded. Disposing sends
 * what is left, for no longer than sending may take.
 */
export async function openTracer(
  settings: TracingSettings & { LOG_LEVEL: string },
  traced: TracedProcess,
): Promise<Tracer> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, LOG_LEVEL: level } = settings
  if (endpoint === undefined) return NO_TRACER
  const { createOtelTracer } = await import('./otel.ts')
  const log = createLogger({ service: traced.service, level })
  return createOtelTracer({ ...traced, settings, endpoint, log })
}
