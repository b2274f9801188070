import {
  createContextKey,
  ROOT_CONTEXT,
  SpanKind as OtelKind,
  SpanStatusCode,
  trace,
  type Context,
  type Span as OtelSpan,
  type SpanContext,
} from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
  type Sampler,
} from '@opentelemetry/sdk-trace'
import type { Logger } from '../logger.ts'
import { createExporter } from './exporter.ts'
import type { TracingSettings } from './settings.ts'
import {
  NO_SPAN,
  type Span,
  type SpanAttributes,
  type SpanKind,
  type TracedProcess,
  type Tracer,
} from './tracer.ts'

export interface OtelTracerOptions extends TracedProcess {
  settings: TracingSettings
  endpoint: string
  log: Logger
}

/** Longer values are no names of ours. */
const MAX_VALUE = 256
/** Spans wait at most so long for others to be sent with. */
const SEND_EVERY_MS = 1_000
const BATCH = 512

const KINDS: Readonly<Record<SpanKind, OtelKind>> = {
  internal: OtelKind.INTERNAL,
  server: OtelKind.SERVER,
  client: OtelKind.CLIENT,
  producer: OtelKind.PRODUCER,
  consumer: OtelKind.CONSUMER,
}

function samplerOf({
  OTEL_TRACES_SAMPLER: name,
  OTEL_TRACES_SAMPLER_ARG: ratio,
}: TracingSettings): Sampler {
  const root = name.endsWith('ratio')
    ? new TraceIdRatioBasedSampler(ratio)
    : name.endsWith('off')
      ? new AlwaysOffSampler()
      : new AlwaysOnSampler()
  return name.startsWith('parentbased') ? new ParentBasedSampler({ root }) : root
}

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/

/** Undefined for what is no traceparent: it comes from other programs. */
function readTraceparent(text: string): SpanContext | undefined {
  const [, traceId, spanId, flags = '00'] = TRACEPARENT.exec(text) ?? []
  if (traceId === undefined || spanId === undefined) return undefined
  const context = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true }
  return trace.isSpanContextValid(context) ? context : undefined
}

function contextOf(parent: string | null): Context {
  const remote = parent === null ? undefined : readTraceparent(parent)
  return remote === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, remote)
}

const writeTraceparent = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-${(traceFlags & 1).toString().padStart(2, '0')}`

const codeOf = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return 'unknown'
  return 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : thrown.name
}

class OwnSpan implements Span {
  readonly #span: OtelSpan

  constructor(span: OtelSpan) {
    this.#span = span
  }

  get traceparent(): string {
    return writeTraceparent(this.#span.spanContext())
  }

  get ids() {
    const { traceId, spanId } = this.#span.spanContext()
    return { trace_id: traceId, span_id: spanId }
  }

  rename(name: string): void {
    this.#span.updateName(name)
  }

  set(attributes: SpanAttributes): void {
    this.#span.setAttributes(attributes)
  }

  link(traceparent: string | null): void {
    const context = traceparent === null ? undefined : readTraceparent(traceparent)
    if (context !== undefined) this.#span.addLink({ context })
  }

  fail(code: string): void {
    this.#span.setStatus({ code: SpanStatusCode.ERROR, message: code })
    this.#span.setAttribute('error.type', code)
  }

  end(): void {
    this.#span.end()
  }
}

function whole<T>(span: OwnSpan, work: (span: Span) => T): T {
  const failed = (thrown: unknown): never => {
    span.fail(codeOf(thrown))
    span.end()
    throw thrown
  }
  let result: T
  try {
    result = work(span)
  } catch (thrown) {
    return failed(thrown)
  }
  if (result instanceof Promise)
    return result.then((value: unknown) => {
      span.end()
      return value
    }, failed) as T
  span.end()
  return result
}

/** Nothing of it is global: several may live in one process, as several of the product do in tests. */
export function createOtelTracer(options: OtelTracerOptions): Tracer {
  const { service, version, settings, endpoint, log } = options
  const exporter = createExporter({ settings, endpoint, log })
  const provider = new TracerProvider({
    sampler: samplerOf(settings),
    spanLimits: { attributeValueLengthLimit: MAX_VALUE },
    resource: resourceFromAttributes({
      ...settings.OTEL_RESOURCE_ATTRIBUTES,
      'service.name': service,
      'service.version': version,
    }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter,
        maxQueueSize: settings.OTEL_BSP_MAX_QUEUE_SIZE,
        maxExportBatchSize: Math.min(BATCH, settings.OTEL_BSP_MAX_QUEUE_SIZE),
        scheduledDelayMillis: SEND_EVERY_MS,
        exportTimeoutMillis: settings.OTEL_EXPORTER_OTLP_TIMEOUT,
      }),
    ],
  })
  const tracer = provider.getTracer('colophon', version)
  const manager = new AsyncLocalStorageContextManager()
  const own = createContextKey('colophon span')
  const current = (): OwnSpan | undefined => manager.active().getValue(own) as OwnSpan | undefined
  let closing: Promise<void> | undefined
  return {
    on: true,
    get current() {
      return current() ?? NO_SPAN
    },
    get ids() {
      return current()?.ids
    },
    bind(listener) {
      const within = manager.active()
      return (...args) => {
        manager.with(within, () => {
          listener(...args)
        })
      }
    },
    span(name, { kind = 'internal', parent, attributes = {} }, work) {
      const above = parent === undefined ? manager.active() : contextOf(parent)
      const started = tracer.startSpan(name, { kind: KINDS[kind], attributes }, above)
      const span = new OwnSpan(started)
      const within = trace.setSpan(above, started).setValue(own, span)
      return manager.with(within, () => whole(span, work))
    },
    // What cannot be sent by then is lost, which its exporter has logged.
    [Symbol.asyncDispose]: () => (closing ??= provider.shutdown().catch(() => undefined)),
  }
}
