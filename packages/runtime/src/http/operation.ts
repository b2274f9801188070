import { z } from 'zod'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

interface Shapes<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType> {
  /** The named parts of the path. */
  params?: P
  /** Unknown names in the query are refused: a mistyped filter would answer with everything. */
  query?: Q
  body?: B
}

export interface OperationRequest<P = unknown, Q = unknown, B = unknown> {
  params: P
  query: Q
  body: B
  tenant: string
  requestId: string
  /** Aborts when the client has gone. */
  signal: AbortSignal
}

/** One line of an API: what it takes, what it answers, and how. Handlers see parsed values only. */
export interface OperationSpec<
  P extends z.ZodObject,
  Q extends z.ZodObject,
  B extends z.ZodType,
> extends Shapes<P, Q, B> {
  summary: string
  description?: string
  /** Schema of the JSON answer, for the reference. */
  response?: z.ZodType
  /** Further media types it can answer with. */
  alsoProduces?: readonly string[]
  /** Codes of errors to expect beside those every request may meet, by status. */
  errors?: Readonly<Record<number, string>>
  /** Returns the JSON answer, or a `Reply`. */
  handle(request: OperationRequest<z.output<P>, z.output<Q>, z.output<B>>): unknown
}

export type Operation = OperationSpec<z.ZodObject, z.ZodObject, z.ZodType>
export type Route = readonly [method: Method, path: string, operation: Operation]

/** The identity, there for inference: the handler's request has the types of the schemas. */
export function operation<
  P extends z.ZodObject = z.ZodObject,
  Q extends z.ZodObject = z.ZodObject,
  B extends z.ZodType = z.ZodUndefined,
>(spec: OperationSpec<P, Q, B>): Operation {
  // The router parses with the very schemas of the spec before it calls `handle`.
  return spec
}

/** An answer that is not plain JSON with status 200. A string or stream needs a `contentType`. */
export class Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
  readonly contentType: string | undefined

  constructor(
    body: unknown,
    options: { status?: number; contentType?: string; headers?: Record<string, string> } = {},
  ) {
    this.body = body
    this.status = options.status ?? 200
    this.contentType = options.contentType
    this.headers = options.headers ?? {}
  }
}

/** What every list takes. Cursors are opaque; `next_cursor` of one page asks for the next. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50).describe('Rows of a page'),
  cursor: z.string().min(1).max(1000).optional().describe('`next_cursor` of the page before'),
})
