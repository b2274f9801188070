import { STATUS_CODES } from 'node:http'

/** RFC 9457, with the stable `code` of the error catalogue and what to do about it. */
export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  code: string
  fix?: string
  instance: string
  request_id: string
  /** Faults of the request, each with its part. */
  errors?: RequestFault[]
  /** What else this kind of problem says, as its operation describes. */
  [member: string]: unknown
}

export interface RequestFault {
  in: 'path' | 'query' | 'header' | 'body'
  name: string
  message: string
}

const CODES: Readonly<Record<number, string>> = {
  404: 'request.not_found',
  405: 'request.method_not_allowed',
}

/** A request that cannot be served as it is. `detail` is written by us, never taken from the request. */
export class RequestError extends Error {
  readonly code: string
  readonly status: number
  readonly fix = 'See the details; /openapi.json describes every request.'
  readonly errors: RequestFault[] | undefined

  constructor(status: number, detail: string, errors?: RequestFault[]) {
    super(detail)
    this.name = 'RequestError'
    this.code = CODES[status] ?? 'request.invalid'
    this.status = status
    this.errors = errors
  }
}

/** The errors of the catalogue, known by their shape: their messages are written to be shown. */
interface CatalogueError extends Error {
  code: string
  status: number
  fix: string
  retryAfterMs?: number
  errors?: RequestFault[]
  members?: Readonly<Record<string, unknown>>
}

export interface Answer {
  problem: Problem
  retryAfterS?: number
}

const SOON_MS = 5_000

/** Turns anything thrown into what the client may see; text of unforeseen errors stays inside. */
export function describeThrown(thrown: unknown, at: { path: string; requestId: string }): Answer {
  const error = isCatalogueError(thrown) ? thrown : fromHttpLibrary(thrown)
  const { code, status } = error ?? { code: 'internal.unexpected', status: 500 }
  const problem: Problem = {
    // First: none of them can take the place of those that every problem has.
    ...error?.members,
    type: `urn:colophon:error:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: error?.message ?? 'Something unexpected happened; the log has it under the request id.',
    code,
    ...(error === undefined ? {} : { fix: error.fix }),
    instance: at.path,
    request_id: at.requestId,
    ...(error?.errors === undefined ? {} : { errors: error.errors }),
  }
  // Whatever is away is asked for again soon, and not at once by all.
  const retryAfterMs = error?.retryAfterMs ?? (status === 503 ? SOON_MS : undefined)
  return retryAfterMs === undefined
    ? { problem }
    : { problem, retryAfterS: Math.ceil(retryAfterMs / 1000) }
}

const CATALOGUE_CODE = /^[a-z]+(?:\.[a-z_]+)+$/

function isCatalogueError(thrown: unknown): thrown is CatalogueError {
  if (!(thrown instanceof Error)) return false
  const { code, status, fix } = thrown as Partial<CatalogueError>
  return (
    typeof code === 'string' &&
    CATALOGUE_CODE.test(code) &&
    typeof status === 'number' &&
    status >= 400 &&
    status <= 599 &&
    typeof fix === 'string'
  )
}

const DETAILS: Readonly<Record<number, string>> = {
  400: 'The request cannot be read: its body is not valid JSON, or its address is badly encoded.',
  413: 'The body of the request is too large.',
  415: 'The body of the request has an encoding or type that is not supported.',
}

/** Express and its body parser throw errors with a 4xx status; their messages quote the request. */
function fromHttpLibrary(thrown: unknown): CatalogueError | undefined {
  if (!(thrown instanceof Error)) return undefined
  const { status } = thrown as { status?: unknown }
  if (typeof status !== 'number' || status < 400 || status > 499) return undefined
  return new RequestError(status, DETAILS[status] ?? 'The request is not valid.') as CatalogueError
}
