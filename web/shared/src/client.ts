/** What the API said instead of an answer. Its words are for people: what happened, and what to do. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly fix: string
  /** The whole answer, which a conflict has more in. */
  readonly body: Readonly<Record<string, unknown>>

  constructor(status: number, body: Readonly<Record<string, unknown>>) {
    super(textOf(body, 'detail', `The server answered ${status}.`))
    this.name = 'ApiError'
    this.status = status
    this.code = textOf(body, 'code', 'unknown')
    this.fix = textOf(body, 'fix', '')
    this.body = body
  }
}

/** Nothing came back: the server is away, or the network. */
export class UnreachableError extends Error {
  constructor() {
    super('The server cannot be reached.')
    this.name = 'UnreachableError'
  }
}

const textOf = (
  body: Readonly<Record<string, unknown>>,
  name: string,
  otherwise: string,
): string => (typeof body[name] === 'string' ? body[name] : otherwise)

export interface CallOptions {
  body?: unknown
  /** Of the document that the change is made on. */
  revision?: number | undefined
  signal?: AbortSignal | undefined
  /** Is sent also when the page is being left. */
  outlives?: boolean
}

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

/** One call of the API. Throws `ApiError` or `UnreachableError`; the caller says what the answer is. */
export async function call<T>(method: Method, path: string, options: CallOptions = {}): Promise<T> {
  const { body, revision, signal, outlives = false } = options
  const response = await fetch(path, {
    method,
    keepalive: outlives,
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(revision === undefined ? {} : { 'if-match': `"${revision}"` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((thrown: unknown) => {
    if (signal?.aborted === true) throw thrown
    throw new UnreachableError()
  })
  const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>
  // What stands in front of the server while it is away answers for it.
  if ([502, 503, 504].includes(response.status) && answer['code'] === undefined)
    throw new UnreachableError()
  if (!response.ok) throw new ApiError(response.status, answer)
  return answer as T
}

export const isCode = (thrown: unknown, code: string): thrown is ApiError =>
  thrown instanceof ApiError && thrown.code === code
