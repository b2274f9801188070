import { LARGEST_TEXT_BYTES, MIB } from '@colophon/domain'
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Agent } from '../../agent.ts'
import { createBodyRoom } from './body-room.ts'
import { busyRetryMs } from './call-handler.ts'
import { createExchange } from './http-exchange.ts'
import { faultOf, readMessages, type HttpFault, type RequestLimits } from './http-request.ts'
import { createServerFactory, type AgentServerOptions } from './server.ts'

/** Above three times the largest text: written as JSON a text grows, and what earlier phases found travels with it. */
export const MAX_BODY_BYTES = 3 * LARGEST_TEXT_BYTES + MIB

/**
 * Bodies of the largest size that are held at once. The limit of calls does not bound memory: that a body is a call is
 * known only when it has been read.
 */
const LARGEST_BODIES = 4

export interface AgentEndpointOptions extends AgentServerOptions, Partial<RequestLimits> {}

export type AgentEndpoint = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/**
 * One agent behind Streamable HTTP, stateless: a new server for each request, answers as server-sent events, so that
 * headers and progress are out while a model still thinks. Who may call is the business of what stands before it.
 */
export function createAgentEndpoint(agent: Agent, options: AgentEndpointOptions): AgentEndpoint {
  const { maxBodyBytes = MAX_BODY_BYTES, allowedHosts } = options
  const limits = { maxBodyBytes, allowedHosts }
  const createServer = createServerFactory(agent, options)
  const room = createBodyRoom({ totalBytes: LARGEST_BODIES * maxBodyBytes, maxBodyBytes })

  async function answer(messages: JSONRPCMessage[], response: ServerResponse): Promise<void> {
    const server = createServer()
    const exchange = createExchange(response, messages)
    // The end of the connection is how a client cancels: a notification would reach another server that knows no call.
    response.once('close', () => {
      if (!response.writableFinished) void exchange.close()
    })
    await server.connect(exchange)
    for (const message of messages) exchange.onmessage?.(message)
  }

  return async (request, response) => {
    // The client may have gone while its token was checked.
    if (hasGone(response)) return
    const fault = faultOf(request, limits)
    if (fault === null && !room.take(request, response)) {
      options.onEnd?.({ tool: 'unread', outcome: 'agent.busy', seconds: 0 })
      refuse(request, response, busy())
      return
    }
    const messages = fault ?? (await readMessages(request, maxBodyBytes))
    // The client may have gone while its request was read.
    if (hasGone(response)) return
    if (!Array.isArray(messages)) refuse(request, response, messages)
    else if (messages.some((message) => 'method' in message && 'id' in message))
      await answer(messages, response)
    else response.writeHead(202).end()
  }
}

const hasGone = ({ closed }: ServerResponse): boolean => closed

const busy = (): HttpFault => ({
  status: 429,
  message: 'Busy: this agent holds as many large requests as it has room for; come back later',
  headers: { 'retry-after': String(Math.ceil(busyRetryMs() / 1000)) },
})

function refuse(request: IncomingMessage, response: ServerResponse, fault: HttpFault): void {
  // Unread, a large body would meet a closed socket, and the client a reset instead of this answer.
  request.resume()
  const { status, message, code = -32_000 } = fault
  const body = { jsonrpc: '2.0', error: { code, message }, id: null }
  response.writeHead(status, { 'content-type': 'application/json', ...fault.headers })
  response.end(JSON.stringify(body))
}
