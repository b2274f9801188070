export type SpanKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer'

/** Names, numbers and codes; never words of a document, and nothing secret. Undefined: left out. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean | undefined>>

export interface SpanOptions {
  /** @default internal */
  kind?: SpanKind
  /** W3C form of the span that it is a part of; null: it begins a trace. @default the span that is under way */
  parent?: string | null | undefined
  attributes?: SpanAttributes
}

/** A piece of work, with what is said of it. */
export interface Span {
  /** W3C form, for others to go on with; undefined when nothing is traced. */
  readonly traceparent: string | undefined
  rename(name: string): void
  set(attributes: SpanAttributes): void
  /** It has to do with another trace, given in W3C form. */
  link(traceparent: string | null): void
  /** It did not go well: the code of an error, never its message. */
  fail(code: string): void
}

/** What a line of the log says of the span it was written in. */
export interface SpanIds {
  trace_id: string
  span_id: string
}

/** Whose spans they are. */
export interface TracedProcess {
  service: string
  version: string
}

export interface Tracer extends AsyncDisposable {
  /** False: spans are nobody's, and what is made for them alone can be left out. */
  readonly on: boolean
  /** The span that is under way here, over all that was awaited. */
  readonly current: Span
  readonly ids: SpanIds | undefined
  /** A listener that is called within the span that is under way now, whoever calls it. */
  readonly bind: <Args extends unknown[]>(
    listener: (...args: Args) => void,
  ) => (...args: Args) => void
  /** Does the work within a span, which ends with it; an error that it throws is what the span failed of. */
  span<T>(name: string, options: SpanOptions, work: (span: Span) => T): T
}

export const NO_SPAN: Span = {
  traceparent: undefined,
  rename: () => undefined,
  set: () => undefined,
  link: () => undefined,
  fail: () => undefined,
}

/** Tracing is off: work is done as if it had not been asked for. */
export const NO_TRACER: Tracer = {
  on: false,
  current: NO_SPAN,
  ids: undefined,
  bind: (listener) => listener,
  span: (_name, _options, work) => work(NO_SPAN),
  [Symbol.asyncDispose]: () => Promise.resolve(),
}
