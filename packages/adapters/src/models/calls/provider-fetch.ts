import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { onAbort } from '@colophon/domain'

/** Longer than any handshake with a provider that is there. */
const CONNECT_MS = 10_000
/** A connection that was closed before shows it at once. One that is reset later may have brought the request. */
const STALE_MS = 1_000

export type Pieces = AsyncIterator<Uint8Array>

/** The part of a web stream that clients of providers use. */
export interface PulledBody extends AsyncIterable<Uint8Array> {
  getReader(): { read: () => Promise<IteratorResult<Uint8Array>>; releaseLock: () => void }
}

export const bodyOf = (pieces: Pieces): PulledBody => ({
  getReader: () => ({ read: () => pieces.next(), releaseLock: () => undefined }),
  [Symbol.asyncIterator]: () => pieces,
})

export const piecesOf = (message: IncomingMessage): Pieces =>
  (message as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]()

/** Nothing was sent: no connection came about, or its handshake did not come to an end. */
class ConnectTimeoutError extends Error {
  readonly code = 'UND_ERR_CONNECT_TIMEOUT'
}

/** The request was not taken, or what answered is not the provider: nobody can have billed it. */
export class NotTakenError extends TypeError {}

/** The connection was kept from an earlier request, and ended as this one was sent. */
class StaleConnection extends Error {}

const RESET = new Set(['ECONNRESET', 'EPIPE'])
const isReset = (error: Error): boolean => 'code' in error && RESET.has(String(error.code))

/**
 * A `fetch` for the clients of providers, over `node:http`. It makes no web streams, which took two fifths of the
 * CPU time of a call, and does not give up on headers after five minutes: a model may take longer to load. Never follows
 * a redirect, which could lead the document and the key to another host.
 */
export const fetchFromProvider = async (
  input: string | URL | Request,
  init: ProviderInit = {},
): Promise<Response> => {
  const message = await send(input, init)
  const { onPiece } = init
  return onPiece === undefined
    ? responseTo(message)
    : responseTo(message, bodyOf(told(piecesOf(message), onPiece)))
}

export interface ProviderInit extends RequestInit {
  /** Told of every piece of the answer as it comes, also of those the client keeps to itself. */
  onPiece?: () => void
}

/** Who asks for the next piece has got the one before. */
function told(pieces: Pieces, onPiece: () => void): Pieces {
  let asked = false
  return {
    next() {
      if (asked) onPiece()
      asked = true
      return pieces.next()
    },
    return: () => pieces.return?.() ?? Promise.resolve({ done: true, value: undefined }),
  }
}

/**
 * Sends a request without waiting for more than the head of its answer. Servers close connections that are kept for
 * nothing, sometimes in the moment in which one is used again: the request is then sent once more.
 */
export async function send(
  input: string | URL | Request,
  init: RequestInit = {},
): Promise<IncomingMessage> {
  const url = new URL(input instanceof Request ? input.url : input)
  try {
    return await sendOnce(url, init)
  } catch (thrown) {
    if (!(thrown instanceof StaleConnection)) throw thrown
  }
  try {
    return await sendOnce(url, init)
  } catch (thrown) {
    if (!(thrown instanceof StaleConnection)) throw thrown
    throw new NotTakenError('the provider closed two connections at once', { cause: thrown.cause })
  }
}

function sendOnce(
  url: URL,
  { method = 'GET', headers, body, signal }: RequestInit,
): Promise<IncomingMessage> {
  if (body !== undefined && body !== null && typeof body !== 'string')
    throw new TypeError('a request to a provider is text')
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const isSecure = url.protocol === 'https:'
    const start = isSecure ? httpsRequest : httpRequest
    // The global agents: they keep connections, and know of a proxy where Node is told of one.
    const request = start(url, { method, headers: plainHeaders(headers) })
    if (signal) {
      const listening = onAbort(signal, () => {
        // First: else the caller would read of a connection that was reset.
        reject(signal.reason as Error)
        request.destroy()
      })
      request.once('close', () => {
        listening[Symbol.dispose]()
      })
    }
    const sentAt = performance.now()
    request.on('error', (error) => {
      const atOnce = performance.now() - sentAt < STALE_MS
      const isStale = request.reusedSocket && atOnce && isReset(error)
      reject(isStale ? new StaleConnection('it was closed', { cause: error }) : error)
    })
    request.once('response', (message) => {
      // Whoever reads the body is told by it; nobody may be reading it any more.
      message.on('error', () => undefined)
      const { statusCode = 0 } = message
      if (statusCode >= 300 && statusCode < 400) {
        message.destroy()
        reject(new NotTakenError('the provider answered with a redirect'))
      } else resolve(message)
    })
    request.once('socket', (socket) => {
      if (!socket.connecting) return
      const giveUp = setTimeout(() => {
        request.destroy(new ConnectTimeoutError('no connection in time'))
      }, CONNECT_MS)
      const stop = (): void => {
        clearTimeout(giveUp)
      }
      socket.once(isSecure ? 'secureConnect' : 'connect', stop).once('close', stop)
    })
    if (typeof body === 'string') request.setHeader('content-length', Buffer.byteLength(body))
    request.end(body)
  })
}

const plainHeaders = (headers: RequestInit['headers']): Record<string, string> => ({
  ...Object.fromEntries(new Headers(headers)),
  // Nothing here unpacks an answer.
  'accept-encoding': 'identity',
})

/** The head of an answer, with its own body or one that is made of it. */
export function responseTo(message: IncomingMessage, body = bodyOf(piecesOf(message))): Response {
  const { statusCode: status, statusMessage: statusText, headersDistinct } = message
  const headers = new Headers()
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    for (const value of values) headers.append(name, value)
  }
  const text = async (): Promise<string> => {
    const pieces: Uint8Array[] = []
    for await (const piece of body) pieces.push(piece)
    return Buffer.concat(pieces).toString('utf8')
  }
  const head = { ...(status !== undefined && { status }), ...(statusText && { statusText }) }
  return Object.defineProperties(new Response(null, { ...head, headers }), {
    body: { value: body },
    text: { value: text },
    json: { value: async () => JSON.parse(await text()) as unknown },
  })
}
