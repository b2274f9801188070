import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { ColophonError } from '@colophon/domain'
import type { Agent } from '../../agent.ts'
import { failure } from '../wire/envelope.ts'
import { callServed, servedTools, type Answering, type ServedTool } from './served-tool.ts'
import { WaitClock, type Waiting } from '../wire/waiting.ts'

/** One call that has ended. */
export interface EndedCall {
  /** Its name; `unread` when the request was refused before it was read. */
  tool: string
  /** `ok`, `aborted` when the client had gone, or the code of the error catalogue. */
  outcome: string
  seconds: number
}

export interface AgentServerOptions extends Answering {
  /** Told of every failure before it becomes a safe envelope. */
  onError?: (error: unknown, tool: string) => void
  /** How often a waiting client hears that work goes on. @default 10 s */
  progressEveryMs?: number
  /** Calls worked on at once; one more is told `agent.busy`. @default no limit */
  maxConcurrency?: number
  /** Told how many calls are being worked on whenever that changes. */
  onRunning?: (running: number) => void
  onEnd?: (call: EndedCall) => void
  /** Does a call within a span of the trace that its client names. @default without one */
  traced?: CallTracing | undefined
}

export type CallTracing = <T>(
  call: { agent: string; tool: string; traceparent: string | undefined },
  work: () => Promise<T>,
) => Promise<T>

const PROGRESS_EVERY_MS = 10_000

export interface CallContext {
  /** Aborts when the client has gone. */
  signal: AbortSignal
  /** Counts up from 1 while the call runs. */
  onProgress?: ((progress: number, waiting: Waiting) => void) | undefined
  /** As the client has told. */
  traceparent?: string | undefined
}

/** Answers a `tools/call` for an agent, whichever way it came. */
export interface CallHandler {
  tools: readonly ServedTool[]
  toolNamed(name: unknown): ServedTool | undefined
  /** A failure is a result too; only a call whose client has gone rejects. */
  call(tool: ServedTool, args: unknown, context: CallContext): Promise<CallToolResult>
}

interface Reported {
  wait: (waits: boolean) => void
  stop: () => void
}

/**
 * Tells a waiting client that work goes on, so that its timeout does not end a slow model's call; and at once when the
 * call begins or ceases to wait for its turn, so that it can tell work from waiting.
 */
function reportProgress(onProgress: CallContext['onProgress'], everyMs: number): Reported {
  if (onProgress === undefined) return { wait: () => undefined, stop: () => undefined }
  let progress = 0
  const tell = (): void => {
    progress += 1
    onProgress(progress, clock.read())
  }
  const clock = new WaitClock(tell)
  const timer = setInterval(tell, everyMs)
  timer.unref()
  return {
    wait: clock.wait,
    stop: () => {
      clearInterval(timer)
    },
  }
}

const BUSY_RETRY_MS = { least: 500, spread: 1_500 }

/** When to come back to a busy agent: spread out, or all that were refused would come back at once. */
export const busyRetryMs = (): number =>
  BUSY_RETRY_MS.least + Math.round(Math.random() * BUSY_RETRY_MS.spread)

const busy = (agent: string): ColophonError =>
  new ColophonError('agent.busy', agent, { retryAfterMs: busyRetryMs() })

export function createCallHandler(agent: Agent, options: AgentServerOptions): CallHandler {
  const { models, rules, onError, onRunning, onEnd, traced } = options
  const { progressEveryMs = PROGRESS_EVERY_MS, maxConcurrency = Infinity } = options
  const tools = servedTools(agent, { models, rules })
  const byName = new Map<unknown, ServedTool>(tools.map((tool) => [tool.name, tool]))
  let running = 0

  const run: CallHandler['call'] = async (tool, args, { signal, onProgress }) => {
    const startedAt = performance.now()
    const { wait, stop: stopProgress } = reportProgress(onProgress, progressEveryMs)
    let outcome = 'ok'
    running += 1
    onRunning?.(running)
    try {
      return await callServed(tool, args, { signal, onWait: wait })
    } catch (thrown) {
      // The client has gone: there is nobody to answer.
      if (signal.aborted) {
        outcome = 'aborted'
        throw thrown
      }
      onError?.(thrown, tool.name)
      // A defect is the same at every attempt: it degrades the document at once instead of being tried again.
      const error =
        thrown instanceof ColophonError ? thrown : new ColophonError('agent.failed', agent.name)
      outcome = error.code
      return failure(error)
    } finally {
      stopProgress()
      running -= 1
      onRunning?.(running)
      onEnd?.({ tool: tool.name, outcome, seconds: (performance.now() - startedAt) / 1000 })
    }
  }
  return {
    tools,
    toolNamed: (name) => byName.get(name),
    call(tool, args, context) {
      if (running < maxConcurrency) {
        const { traceparent } = context
        if (traced === undefined) return run(tool, args, context)
        const call = { agent: agent.name, tool: tool.name, traceparent }
        return traced(call, () => run(tool, args, context))
      }
      const error = busy(agent.name)
      onEnd?.({ tool: tool.name, outcome: error.code, seconds: 0 })
      return Promise.resolve(failure(error))
    },
  }
}
