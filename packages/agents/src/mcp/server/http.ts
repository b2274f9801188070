import { LARGEST_TEXT_BYTES, MIB } from '@colophon/domain'
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import {
  ErrorCode as McpErrorCode,
  type JSONRPCMessage,
  type JSONRPCRequest,
} from '@modelcontextprotocol/sdk/types.js'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Agent } from '../../agent.ts'
import { isModernRequest, isRequest } from '../wire/modern.ts'
import { createBodyRoom } from './body-room.ts'
import { busyRetryMs } from './call-handler.ts'
import { createExchange } from './http-exchange.ts'
import {
  faultOf,
  legacyVersionFault,
  readMessages,
  saysModern,
  type HttpFault,
  type RequestLimits,
} from './http-request.ts'
import type { ModernServer } from './modern-server.ts'
import { createAgentServers, type AgentServerOptions } from './server.ts'

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
 * One agent behind Streamable HTTP, stateless, for clients of both eras: answers are server-sent events, so that headers
 * and progress are out while a model still thinks. Who may call is the business of what stands before it.
 */
export function createAgentEndpoint(agent: Agent, options: AgentEndpointOptions): AgentEndpoint {
  const { maxBodyBytes = MAX_BODY_BYTES, allowedHosts } = options
  const limits = { maxBodyBytes, allowedHosts }
  const servers = createAgentServers(agent, options)
  const room = createBodyRoom({ totalBytes: LARGEST_BODIES * maxBodyBytes, maxBodyBytes })

  async function answer(
    messages: JSONRPCMessage[],
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const first = messages.find(isRequest)
    const isModern = saysModern(request) || messages.some(isModernRequest)
    const older = isModern ? null : legacyVersionFault(request)
    if (older !== null) {
      refuse(request, response, older)
    } else if (first === undefined) {
      response.writeHead(202).end()
    } else if (isModern) {
      const fault = messages.length > 1 ? BATCH : servers.modern.faultOf(first, request.headers)
      if (fault !== null) refuse(request, response, { ...fault, id: first.id })
      else await answerModern(servers.modern, first, response)
    } else {
      await answerLegacy(servers.legacy(), messages, response)
    }
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
    else await answer(messages, request, response)
  }
}

async function answerLegacy(
  server: McpServer,
  messages: JSONRPCMessage[],
  response: ServerResponse,
): Promise<void> {
  const exchange = createExchange(response, messages)
  // The end of the connection is how a client cancels: a notification would reach another server that knows no call.
  onGone(response, () => void exchange.close())
  await server.connect(exchange)
  for (const message of messages) exchange.onmessage?.(message)
}

async function answerModern(
  server: ModernServer,
  request: JSONRPCRequest,
  response: ServerResponse,
): Promise<void> {
  const exchange = createExchange(response, [request])
  const gone = new AbortController()
  onGone(response, () => {
    gone.abort()
  })
  await exchange.start()
  const notify = (notification: JSONRPCMessage): void => void exchange.send(notification)
  try {
    await exchange.send(await server.answer(request, { signal: gone.signal, notify }))
  } catch (thrown) {
    // There is nobody to answer.
    if (!gone.signal.aborted) throw thrown
  }
}

const hasGone = ({ closed }: ServerResponse): boolean => closed

function onGone(response: ServerResponse, then: () => void): void {
  response.once('close', () => {
    if (!response.writableFinished) then()
  })
}

const BATCH: HttpFault = {
  status: 400,
  message: 'Invalid Request: since 2026-07-28 a body is one message',
  code: McpErrorCode.InvalidRequest,
}

const busy = (): HttpFault => ({
  status: 429,
  message: 'Busy: this agent holds as many large requests as it has room for; come back later',
  headers: { 'retry-after': String(Math.ceil(busyRetryMs() / 1000)) },
})

function refuse(request: IncomingMessage, response: ServerResponse, fault: HttpFault): void {
  // Unread, a large body would meet a closed socket, and the client a reset instead of this answer.
  request.resume()
  const { status, message, code = -32_000, data, id = null } = fault
  const body = { jsonrpc: '2.0', error: { code, message, data }, id }
  response.writeHead(status, { 'content-type': 'application/json', ...fault.headers })
  response.end(JSON.stringify(body))
}
