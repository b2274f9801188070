import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { ColophonError, type ModelClient } from '@colophon/domain'
import type { Agent } from '../agent.ts'
import { failure } from './envelope.ts'
import { callServed, servedTools, type ServedTool } from './served-tool.ts'

export interface AgentServerOptions {
  models: ModelClient
  /** Told of every failure before it becomes a safe envelope. */
  onError?: (error: unknown, tool: string) => void
  /** How often a waiting client hears that work goes on. @default 10 s */
  progressEveryMs?: number
}
const PROGRESS_EVERY_MS = 10_000

export interface CallContext {
  /** Aborts when the client has gone. */
  signal: AbortSignal
  /** Counts up from 1 while the call runs. */
  onProgress?: ((progress: number) => void) | undefined
}

/** What an agent does with a `tools/call`, whichever way it came. */
export interface CallHandler {
  tools: readonly ServedTool[]
  toolNamed(name: unknown): ServedTool | undefined
  /** A failure is a result too; only a call whose client has gone rejects. */
  call(tool: ServedTool, args: unknown, context: CallContext): Promise<CallToolResult>
}

/** Tells a waiting client that work goes on, so that its timeout does not end a slow model's call. */
function reportProgress(onProgress: CallContext['onProgress'], everyMs: number): () => void {
  if (onProgress === undefined) return () => undefined
  let progress = 0
  const timer = setInterval(() => {
    progress += 1
    onProgress(progress)
  }, everyMs)
  timer.unref()
  return () => {
    clearInterval(timer)
  }
}

export function createCallHandler(agent: Agent, options: AgentServerOptions): CallHandler {
  const { models, onError, progressEveryMs = PROGRESS_EVERY_MS } = options
  const tools = servedTools(agent, models)
  const byName = new Map<unknown, ServedTool>(tools.map((tool) => [tool.name, tool]))
  return {
    tools,
    toolNamed: (name) => byName.get(name),
    async call(tool, args, { signal, onProgress }) {
      const stopProgress = reportProgress(onProgress, progressEveryMs)
      try {
        return await callServed(tool, args, signal)
      } catch (thrown) {
        // The client has gone: there is nobody to answer.
        if (signal.aborted) throw thrown
        onError?.(thrown, tool.name)
        // A defect is the same at every attempt: it degrades the document at once instead of being tried again.
        return failure(
          thrown instanceof ColophonError ? thrown : new ColophonError('agent.failed', agent.name),
        )
      } finally {
        stopProgress()
      }
    },
  }
}
