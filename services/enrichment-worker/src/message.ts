import { EnrichmentMessage } from '@colophon/domain'
import { NO_TRACER, type Tracer } from '@colophon/runtime/tracing'

/** Null: nobody can read it. */
export function decode(body: string): EnrichmentMessage | null {
  try {
    return EnrichmentMessage.parse(JSON.parse(body))
  } catch {
    return null
  }
}

/** Works on a message within a span of the trace that it names, where work is traced. */
export function withinTrace(
  message: EnrichmentMessage | null,
  tracer: Tracer = NO_TRACER,
  work: () => Promise<void>,
): Promise<void> {
  if (!tracer.on || message === null) return work()
  const { tenant_id, document_id, traceparent: parent = null } = message
  const attributes = { 'colophon.tenant_id': tenant_id, 'colophon.document_id': document_id }
  return tracer.span('process document', { kind: 'consumer', parent, attributes }, work)
}
