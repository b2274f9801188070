import { randomUUID } from 'node:crypto'
import { STATUS_CODES, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { describeThrown, RequestError } from './problem.ts'

const OVERFLOW = 'HPE_HEADER_OVERFLOW'
const TIMEOUT = 'ERR_HTTP_REQUEST_TIMEOUT'

/** What is said of a request that never came to be one: nothing of it was read as far as its path. */
function refusalOf(code: string | undefined): RequestError {
  if (code === OVERFLOW)
    return new RequestError(
      431,
      'The request line and the headers are larger than 16 KiB. Send less in the query, or in the body.',
    )
  if (code === TIMEOUT) return new RequestError(408, 'The request did not come in time.')
  return new RequestError(400, 'This is not a request of HTTP/1.1.')
}

function answer(
  error: NodeJS.ErrnoException,
  { socket, response }: { socket: Duplex; response: ServerResponse | undefined },
): void {
  const isBegun = response?.headersSent === true && !response.writableFinished
  // An answer that has begun would have this one in the middle of it.
  if (error.code === 'ECONNRESET' || !socket.writable || isBegun) {
    socket.destroy()
    return
  }
  const { problem } = describeThrown(refusalOf(error.code), { path: '', requestId: randomUUID() })
  const body = JSON.stringify(problem)
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
    'content-type: application/problem+json; charset=utf-8',
    'x-content-type-options: nosniff',
    `x-request-id: ${problem.request_id}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

/** Answers with a problem, as everything else is answered, what node would refuse with a bare status. */
export function answerUnreadable(server: Server): void {
  const responses = new WeakMap<Duplex, ServerResponse>()
  server.on('request', ({ socket }, response) => {
    responses.set(socket, response)
  })
  server.on('clientError', (error, socket) => {
    answer(error, { socket, response: responses.get(socket) })
  })
}
