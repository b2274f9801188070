export { openTracer } from './open.ts'
export { TRACING_SETTINGS, type TracingSettings } from './settings.ts'
export { tracedAgents } from './traced-agents.ts'
export { tracedCalls } from './traced-calls.ts'
export { modelSpanNames, tracedModels, type ModelSpanNames } from './traced-models.ts'
export { tracedRules } from './traced-rules.ts'
export { tracedStore } from './traced-store.ts'
export {
  NO_SPAN,
  NO_TRACER,
  type Span,
  type SpanAttributes,
  type SpanIds,
  type SpanKind,
  type SpanOptions,
  type TracedProcess,
  type Tracer,
} from './tracer.ts'
