import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/sdk/types.js'
import type { ServerResponse } from 'node:http'
import { isRequest } from '../wire/modern.ts'

/** An answer that takes longer than this does not make its headers wait. */
const HEADERS_AFTER_MS = 200
/** Below the idle limits of proxies on the way. */
const KEEP_ALIVE_MS = 15_000

/**
 * The server's end of one POST: the transport of a server that lives as long as its answer. Events go out as they come;
 * the answer of a short call leaves with headers and end in one piece. The SDK's own makes web streams of both ends,
 * which takes several times as long as the call itself.
 */
export function createExchange(
  response: ServerResponse,
  messages: readonly JSONRPCMessage[],
): Transport {
  const waiting = new Set<RequestId>(messages.filter(isRequest).map(({ id }) => id))
  let keepAlive: NodeJS.Timeout | undefined
  const headers = setTimeout(() => {
    response.flushHeaders()
    keepAlive = setInterval(() => response.write(': keepalive\n\n'), KEEP_ALIVE_MS)
    keepAlive.unref()
  }, HEADERS_AFTER_MS)
  const stopTimers = (): void => {
    clearTimeout(headers)
    clearInterval(keepAlive)
  }
  response.once('close', stopTimers)

  const transport: Transport = {
    start() {
      response.statusCode = 200
      response.setHeader('content-type', 'text/event-stream')
      response.setHeader('cache-control', 'no-store, no-transform')
      response.setHeader('x-accel-buffering', 'no')
      return Promise.resolve()
    },
    send(message) {
      if (response.closed || response.writableEnded) return Promise.resolve()
      const event = `event: message\ndata: ${JSON.stringify(message)}\n\n`
      if (!('method' in message)) waiting.delete(message.id as RequestId)
      if (waiting.size > 0) {
        response.write(event)
      } else {
        stopTimers()
        response.end(event)
      }
      return Promise.resolve()
    },
    close() {
      stopTimers()
      transport.onclose?.()
      return Promise.resolve()
    },
  }
  return transport
}
