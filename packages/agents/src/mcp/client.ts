import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import {
  AgentCallError,
  type AgentCaller,
  type AgentDescription,
  type EnrichRequest,
  type EnrichResponse,
} from '@colophon/domain'
import type { Agent } from '../agent.ts'
import { createCallHandler, type AgentServerOptions, type CallHandler } from './call-handler.ts'
import { failureOf } from './envelope.ts'
import { DEFINITION_META, MODELS_META, type ServedTool } from './served-tool.ts'

export interface CallLimits {
  /** Silence (no answer, no progress) after which a call is given up. */
  idleMs: number
  /** Longest time a call may take in all. */
  deadlineMs: number
}
export const DEFAULT_LIMITS: CallLimits = { idleMs: 30_000, deadlineMs: 600_000 }

/** One agent as the worker reaches it: its handler of `tools/call`, and the tool that the pipeline uses. */
interface Connection {
  handler: CallHandler
  enrich: ServedTool
  description: AgentDescription
}

function connect(agent: Agent, options: AgentServerOptions): Connection {
  const handler = createCallHandler(agent, options)
  const enrich = handler.toolNamed('enrich')
  if (enrich === undefined) throw new AgentCallError('agent.unavailable', agent.name, [])
  return {
    handler,
    enrich,
    description: {
      agent: agent.name,
      definition_hash: String(enrich.meta?.[DEFINITION_META]),
      models: enrich.meta?.[MODELS_META] as string[],
    },
  }
}

type GiveUp = (reason: unknown) => void

interface CallOptions {
  signal: AbortSignal
  limits: CallLimits
  /** How to give up the calls that are under way; this one adds itself while it is. */
  underWay: Set<GiveUp>
}

/**
 * One call, which ends with its answer, with its caller's abort, when the agent is silent for too long, or at the
 * deadline. A call that is given up ends the agent's work too.
 */
async function callAgent(
  { handler, enrich, description: { agent } }: Connection,
  request: EnrichRequest,
  { signal, limits, underWay }: CallOptions,
): Promise<CallToolResult> {
  const { promise: ended, resolve, reject } = Promise.withResolvers<CallToolResult>()
  const own = new AbortController()
  const deadline = performance.now() + limits.deadlineMs
  const giveUp = (reason: unknown): void => {
    reject(reason)
    own.abort(reason)
  }
  const stop = (): void => {
    giveUp(signal.reason)
  }
  const tooLong = (): void => {
    giveUp(new AgentCallError('agent.timeout', agent, []))
  }
  const idle = setTimeout(tooLong, limits.idleMs)
  const onProgress = (): void => {
    if (performance.now() >= deadline) tooLong()
    else idle.refresh()
  }
  underWay.add(giveUp)
  signal.addEventListener('abort', stop, { once: true })
  try {
    handler.call(enrich, request, { signal: own.signal, onProgress }).then(resolve, reject)
    return await ended
  } finally {
    clearTimeout(idle)
    underWay.delete(giveUp)
    signal.removeEventListener('abort', stop)
  }
}

/**
 * All agents in this process. A call is MCP's `tools/call`, with the same checks, progress and error envelope as over a
 * transport, handed to the agent's handler as it is: framing it as JSON-RPC and checking the frames cost more than all
 * else that the pipeline does for a document.
 */
export function openAgentsInMemory(
  agents: readonly Agent[],
  options: AgentServerOptions & { limits?: Partial<CallLimits> },
): Promise<AgentCaller> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const connections = new Map(agents.map((agent) => [agent.name, connect(agent, options)]))
  const underWay = new Set<GiveUp>()

  const connection = (agent: string): Connection => {
    const found = connections.get(agent)
    if (found === undefined)
      throw new AgentCallError('agent.unavailable', `No agent is called ${agent}`, [])
    return found
  }

  return Promise.resolve({
    describe: (agent) => Promise.resolve(connection(agent).description),
    async enrich(
      agent: string,
      request: EnrichRequest,
      signal: AbortSignal,
    ): Promise<EnrichResponse> {
      signal.throwIfAborted()
      const result = await callAgent(connection(agent), request, { signal, limits, underWay })
      const failed = failureOf(agent, result)
      if (failed !== null) throw failed
      // The handler has checked it against EnrichResponse.
      return result.structuredContent as EnrichResponse
    },
    [Symbol.asyncDispose]() {
      for (const giveUp of underWay)
        giveUp(new AgentCallError('agent.unavailable', 'The agents are closed', []))
      connections.clear()
      return Promise.resolve()
    },
  })
}
