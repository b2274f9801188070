import { onAbort } from '@colophon/domain'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import {
  ErrorCode as McpErrorCode,
  type JSONRPCMessage,
  type RequestId,
} from '@modelcontextprotocol/sdk/types.js'
import { request as httpRequest, type Agent as HttpAgent, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { createEventReader } from './event-stream.ts'
import { faultOfSocket, faultOfStatus, TransportFault } from './transport-fault.ts'

export interface HttpTransportOptions {
  url: URL
  /** Keeps connections, and bounds how many there are. */
  sockets: HttpAgent
  /** Asked for every request: a token is good for minutes. */
  token: () => string
  connectTimeoutMs: number
}

const MAX_ANSWER_CHARS = 64 * 1024 * 1024

interface Exchange extends HttpTransportOptions {
  body: string
  protocolVersion: string | undefined
  signal: AbortSignal
  onMessage: (message: JSONRPCMessage) => void
}

/**
 * The client's end of Streamable HTTP with a server that keeps no sessions: a POST for each message, its answer on the
 * same connection. The SDK's own gives all requests one abort signal, cannot end a single one, and does not notice an
 * answer that breaks off; here every request has a life of its own, and a fault is the request's answer.
 */
export function createHttpTransport(options: HttpTransportOptions): Transport {
  const running = new Map<RequestId, AbortController>()
  let protocolVersion: string | undefined
  let closed = false

  async function ask(id: RequestId, body: string): Promise<void> {
    const abort = new AbortController()
    running.set(id, abort)
    const state = { answered: false }
    const onMessage = (message: JSONRPCMessage): void => {
      if ('id' in message && message.id === id && !('method' in message)) state.answered = true
      transport.onmessage?.(message)
    }
    try {
      await exchange({ ...options, body, protocolVersion, signal: abort.signal, onMessage })
      if (!state.answered) throw new TransportFault('cut', 'the answer broke off')
    } catch (thrown) {
      // As the request's answer, not as a rejection, after which the SDK would keep what it knows of the request.
      if (state.answered || abort.signal.aborted) return
      const data = faultOfSocket(thrown)
      const error = { code: McpErrorCode.ConnectionClosed, message: data.message, data }
      transport.onmessage?.({ jsonrpc: '2.0', id, error })
    } finally {
      running.delete(id)
    }
  }

  const transport: Transport = {
    start: () => Promise.resolve(),
    async send(message) {
      if (closed) throw new TransportFault('cut', 'the client is closed')
      if (!('method' in message)) return
      // A server that keeps nothing finds the call by its connection only, so that is what ends.
      if (message.method === 'notifications/cancelled') {
        running.get(message.params?.['requestId'] as RequestId)?.abort()
        return
      }
      const body = JSON.stringify(message)
      if ('id' in message) {
        await ask(message.id, body)
      } else {
        const { signal } = new AbortController()
        const told = { ...options, body, protocolVersion, signal, onMessage: () => undefined }
        await exchange(told).catch((thrown: unknown) => {
          throw faultOfSocket(thrown)
        })
      }
    },
    close() {
      if (!closed) {
        closed = true
        for (const abort of running.values()) abort.abort()
        transport.onclose?.()
      }
      return Promise.resolve()
    },
    setProtocolVersion(version) {
      protocolVersion = version
    },
  }
  return transport
}

async function exchange(call: Exchange): Promise<void> {
  const response = await post(call)
  const { statusCode: status = 0, headers } = response
  const type = headers['content-type'] ?? ''
  if (status < 200 || status > 299) {
    // Read to its end, the connection can be used again.
    response.resume()
    throw faultOfStatus(status, headers['retry-after'])
  }
  if (status === 202) {
    response.resume()
  } else if (type.startsWith('text/event-stream')) {
    await readEvents(response, call.onMessage)
  } else if (type.startsWith('application/json')) {
    let body = ''
    await readText(response, (piece) => (body += piece))
    deliver(body, call.onMessage)
  } else {
    response.destroy()
    throw new TransportFault('unreadable', 'what answers at its address is not an agent')
  }
}

function post(call: Exchange): Promise<IncomingMessage> {
  const { url, sockets, body, protocolVersion, signal } = call
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const request = send(url, {
      method: 'POST',
      agent: sockets,
      headers: {
        authorization: `Bearer ${call.token()}`,
        accept: 'application/json, text/event-stream',
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        ...(protocolVersion !== undefined && { 'mcp-protocol-version': protocolVersion }),
      },
    })
    // Not its `signal` option: that destroys with an error, which nobody takes from a socket that is back in the pool.
    onAbort(signal, () => request.destroy())
    request.once('response', resolve)
    request.on('error', reject)
    request.once('socket', (socket) => {
      if (!socket.connecting) return
      const giveUp = setTimeout(() => {
        request.destroy(new TransportFault('unreachable', 'its address does not answer'))
      }, call.connectTimeoutMs)
      const stop = (): void => {
        clearTimeout(giveUp)
      }
      socket.once('connect', stop).once('close', stop)
    })
    request.end(body)
  })
}

async function readText(response: IncomingMessage, take: (piece: string) => void): Promise<void> {
  response.setEncoding('utf8')
  let length = 0
  for await (const piece of response as AsyncIterable<string>) {
    length += piece.length
    if (length > MAX_ANSWER_CHARS)
      throw new TransportFault('unreadable', 'its answer is larger than any document')
    take(piece)
  }
}

async function readEvents(
  response: IncomingMessage,
  onMessage: Exchange['onMessage'],
): Promise<void> {
  const read = createEventReader((data) => {
    deliver(data, onMessage)
  })
  await readText(response, read)
}

function deliver(text: string, onMessage: Exchange['onMessage']): void {
  let message: unknown
  try {
    message = JSON.parse(text)
  } catch {
    // The parser's message quotes what it could not read.
    throw new TransportFault('unreadable', 'its answer is not JSON')
  }
  if (typeof message !== 'object' || message === null || Array.isArray(message))
    throw new TransportFault('unreadable', 'its answer is not a message')
  onMessage(message as JSONRPCMessage)
}
