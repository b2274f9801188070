import type { Client } from '@modelcontextprotocol/sdk/client/index.js'
import {
  ErrorCode as McpErrorCode,
  ListToolsResultSchema,
  McpError,
} from '@modelcontextprotocol/sdk/types.js'
import {
  AgentCallError,
  CallSize,
  LONGEST_RUN_MS,
  ModelTier,
  onAbort,
  VERSION,
  type AgentDescription,
  type Course,
  type EnrichRequest,
} from '@colophon/domain'
import { z } from 'zod'
import {
  DEFINITION_META,
  LARGEST_CALL_META,
  MODELS_META,
  OUTSIDE_META,
} from '../wire/description.ts'
import { errorInResult } from '../wire/envelope.ts'
import { TRACEPARENT_META } from '../wire/trace.ts'
import { waitingIn, WorkDeadline } from '../wire/waiting.ts'
import { TransportFault } from './transport-fault.ts'

export interface CallLimits {
  /** Silence (no answer, no progress) after which a call is given up. */
  idleMs: number
  /** Longest time a call may take in all, beside what it waits for its turn at a model. */
  deadlineMs: number
}
export const DEFAULT_LIMITS: CallLimits = { idleMs: 30_000, deadlineMs: LONGEST_RUN_MS }

export const CLIENT = { name: 'colophon-worker', version: VERSION }

const EnrichMeta = z.object({
  [DEFINITION_META]: z.string().min(1),
  [MODELS_META]: z.array(z.string()),
  [OUTSIDE_META]: z.array(ModelTier).optional(),
  // What cannot be read counts as not said.
  [LARGEST_CALL_META]: CallSize.optional().catch(undefined),
})

/** Describes an agent by its own list of tools. */
export async function describeAgent(
  client: Client,
  agent: string,
  options: { timeoutMs?: number } = {},
): Promise<AgentDescription> {
  // Not `listTools`, which also compiles a validator per tool: answers of `enrich` are checked with its own schema.
  const { tools } = await client.request({ method: 'tools/list' }, ListToolsResultSchema, {
    timeout: options.timeoutMs ?? DEFAULT_LIMITS.idleMs,
  })
  const meta = EnrichMeta.safeParse(tools.find((tool) => tool.name === 'enrich')?._meta)
  if (!meta.success)
    throw new AgentCallError('agent.invalid_answer', `${agent} does not describe itself`, [])
  const largestCall = meta.data[LARGEST_CALL_META]
  const outside = meta.data[OUTSIDE_META]
  return {
    agent,
    definition_hash: meta.data[DEFINITION_META],
    models: meta.data[MODELS_META],
    ...(outside !== undefined && { outside }),
    ...(largestCall !== undefined && { largest_call: largestCall }),
  }
}

export interface EnrichCall {
  agent: string
  request: EnrichRequest
  course: Course
  limits: CallLimits
}

/** Asks an agent over any transport. The answer has not been checked; a failure rejects with `AgentCallError`. */
export async function callEnrich(client: Client, call: EnrichCall): Promise<unknown> {
  const { agent, request, limits } = call
  const { signal, onWait, traceparent } = call.course
  if (client.transport === undefined) throw new AgentCallError('agent.unavailable', agent, [])
  const own = following(signal)
  let waits = false
  const tellWait = (now: boolean): void => {
    if (now === waits) return
    waits = now
    onWait?.(now)
  }
  using deadline = new WorkDeadline(limits.deadlineMs, () => {
    own.abort('it has worked for too long')
  })
  try {
    const asked = {
      name: 'enrich',
      arguments: { ...request },
      ...(traceparent !== undefined && { _meta: { [TRACEPARENT_META]: traceparent } }),
    }
    const result = await client.callTool(asked, undefined, {
      signal: own.signal,
      timeout: limits.idleMs,
      resetTimeoutOnProgress: true,
      onprogress(progress) {
        const waiting = waitingIn(progress)
        if (waiting === undefined) return
        deadline.told(waiting)
        if (waiting.asked && !waits) onWait?.(false)
        tellWait(waiting.now)
      },
    })
    const failed = errorInResult(agent, result)
    if (failed !== null) throw failed
    return result['structuredContent']
  } catch (thrown) {
    if (signal.aborted) throw signal.reason
    throw toCallError(agent, thrown)
  } finally {
    tellWait(false)
    own.stop()
  }
}

/**
 * A signal for one call that follows the caller's. The SDK never takes its listener off a signal it was given, so a
 * signal that lives as long as the worker would collect one for each call.
 */
function following(signal: AbortSignal) {
  const own = new AbortController()
  const listening = onAbort(signal, () => {
    own.abort(signal.reason)
  })
  return {
    signal: own.signal,
    abort: (reason: string): void => {
      own.abort(reason)
    },
    stop: (): void => {
      listening[Symbol.dispose]()
    },
  }
}

/** Whatever a call was ended by, as what the worker knows. */
export function toCallError(agent: string, thrown: unknown): AgentCallError {
  if (thrown instanceof AgentCallError) return thrown
  if (thrown instanceof TransportFault) return thrown.toCallError(agent)
  if (thrown instanceof McpError) {
    if (thrown.data instanceof TransportFault) return thrown.data.toCallError(agent)
    const timeout = thrown.code === (McpErrorCode.RequestTimeout as number)
    const gone = thrown.code === (McpErrorCode.ConnectionClosed as number)
    if (timeout || gone) {
      return new AgentCallError(timeout ? 'agent.timeout' : 'agent.unavailable', agent, [], {
        cause: thrown,
      })
    }
    return new AgentCallError('agent.invalid_answer', agent, [], { cause: thrown })
  }
  return new AgentCallError('agent.failed', agent, [], { cause: thrown })
}
