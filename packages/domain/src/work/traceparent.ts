/** W3C Trace Context, version 00: trace, span, flags. */
const TRACEPARENT = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/

/** The trace that a traceparent is of; null for none, and for what is no traceparent. */
export const traceIdOf = (traceparent: string | null | undefined): string | null =>
  TRACEPARENT.exec(traceparent ?? '')?.[1] ?? null
