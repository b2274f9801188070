import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { JSONRPCMessage, JSONRPCRequest, RequestId } from '@modelcontextprotocol/sdk/types.js'
import { isModernRequest } from '../wire/modern.ts'
import type { ModernServer } from './modern-server.ts'

/**
 * A connection that stays and brings requests of either era, side by side: those that say their revision are answered here,
 * all else is for whoever takes what this gives for the connection.
 */
export function takeModernFrom(connection: Transport, modern: ModernServer): Transport {
  const running = new Map<RequestId, AbortController>()
  const send = (message: JSONRPCMessage): void => {
    // A client that has gone away must not bring the server down.
    connection.send(message).catch(() => undefined)
  }

  async function answer(request: JSONRPCRequest): Promise<void> {
    const fault = modern.faultOf(request)
    if (fault !== null) {
      const { status: _, ...error } = fault
      send({ jsonrpc: '2.0', id: request.id, error })
      return
    }
    const own = new AbortController()
    running.set(request.id, own)
    try {
      const message = await modern.answer(request, { signal: own.signal, notify: send })
      if (!own.signal.aborted) send(message)
    } catch {
      // It rejects only for a client that no longer waits.
    } finally {
      running.delete(request.id)
    }
  }

  const rest: Transport = {
    start: () => connection.start(),
    send: (message, options) => connection.send(message, options),
    close: () => connection.close(),
  }
  connection.onmessage = (message, extra) => {
    const cancelled = running.get(cancelledBy(message))
    if (isModernRequest(message)) void answer(message)
    else if (cancelled !== undefined) cancelled.abort()
    else rest.onmessage?.(message, extra)
  }
  connection.onerror = (error) => rest.onerror?.(error)
  connection.onclose = () => {
    for (const own of running.values()) own.abort()
    rest.onclose?.()
  }
  return rest
}

/** The request that a message cancels. */
const cancelledBy = (message: JSONRPCMessage): RequestId =>
  'method' in message && message.method === 'notifications/cancelled'
    ? (message.params?.['requestId'] as RequestId)
    : NaN
