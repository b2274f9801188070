import { z } from 'zod'
import type { Principal, Role } from '../auth/index.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

interface Shapes<
  P extends z.ZodObject,
  Q extends z.ZodObject,
  B extends z.ZodType,
  H extends z.ZodObject,
> {
  /** The named parts of the path. */
  params?: P
  /** Unknown names in the query are refused: a mistyped filter would answer with everything. */
  query?: Q
  body?: B
  /** Headers that it reads, by their names in lower case. */
  headers?: H
}

export const FORM_TYPE = 'multipart/form-data'

/** A body that is not parsed: read as it arrives, so that a slow reader slows down who sends. */
export interface BodyStream {
  /** One of the `streams` of the operation, or `FORM_TYPE`. */
  mediaType: string
  /** The same with its parameters, as it was sent. */
  contentType: string
  bytes: AsyncIterable<Buffer>
}

export interface OperationRequest<P = unknown, Q = unknown, B = unknown, H = unknown> {
  params: P
  query: Q
  headers: H
  /** Undefined when the body came as a `stream`. */
  body: B
  stream: BodyStream | undefined
  tenant: string
  /** Who asks; undefined when the API runs without authentication. */
  principal: Principal | undefined
  requestId: string
  /** Aborts when the client has gone. */
  signal: AbortSignal
}

/** One line of an API: what it takes, what it answers, and how. Handlers see parsed values only. */
export interface OperationSpec<
  P extends z.ZodObject,
  Q extends z.ZodObject,
  B extends z.ZodType,
  H extends z.ZodObject,
> extends Shapes<P, Q, B, H> {
  summary: string
  description?: string
  /** Schema of the JSON answer, for the reference. */
  response?: z.ZodType
  /** Status of a success, for the reference. @default 200 */
  status?: number
  /** Schemas of further answers in JSON that are successes too, by status. */
  otherAnswers?: Readonly<Record<number, z.ZodType>>
  /** Media types whose body the handler reads itself; `body` is undefined then. */
  streams?: readonly string[]
  /** Fields and files of a form that the handler reads itself, as a stream too: they are not checked here. */
  form?: z.ZodObject
  /** The JSON body for the reference, where `body` lets more through than the handler takes. */
  describedBody?: z.ZodType
  /** Largest JSON body. @default that of the app */
  bodyLimit?: string | number | undefined
  /** Further media types it can answer with. */
  alsoProduces?: readonly string[]
  /** Names in the query that the order of the list depends on: a cursor holds for the same values of them only. */
  orderedBy?: readonly string[]
  /** Codes of errors to expect beside those every request may meet, by status. */
  errors?: Readonly<Record<number, string>>
  /** Returns the JSON answer, or a `Reply`. */
  handle(request: OperationRequest<z.output<P>, z.output<Q>, z.output<B>, z.output<H>>): unknown
}

export type Operation = OperationSpec<z.ZodObject, z.ZodObject, z.ZodType, z.ZodObject>
/** Who may ask: one of the roles suffices. Without any, whoever has a token; `anybody` before they have one. */
export type Access = readonly Role[] | 'anybody'
export type Route = readonly [method: Method, path: string, operation: Operation, access?: Access]

/** The identity, there for inference: the handler's request has the types of the schemas. */
export function operation<
  P extends z.ZodObject = z.ZodObject,
  Q extends z.ZodObject = z.ZodObject,
  B extends z.ZodType = z.ZodUndefined,
  H extends z.ZodObject = z.ZodObject,
>(spec: OperationSpec<P, Q, B, H>): Operation {
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

/** The option of every answer in CSV. */
export const ByteOrderMark = z
  .enum(['true', 'false'])
  .default('true')
  .describe('CSV with a byte order mark, without which spreadsheets misread it')
