import {
  AgentCallError,
  ERRORS,
  isErrorCode,
  Usage,
  type ColophonError,
  type ErrorCode,
} from '@colophon/domain'
import { z } from 'zod'

/**
 * How a failure travels over MCP. It stands in `_meta`, because clients validate `structuredContent` against the output
 * schema even when `isError` is set; and it is built from the catalogue, because the SDK passes thrown text on verbatim.
 */
export const ERROR_META = 'colophon/error'

const Envelope = z.object({
  code: z.string(),
  retryable: z.boolean(),
  retryAfterMs: z.number().optional(),
  usage: z.array(Usage).optional(),
})

export interface ToolFailure {
  [key: string]: unknown
  isError: true
  content: { type: 'text'; text: string }[]
  _meta: Record<string, unknown>
}

export function failure(error: ColophonError): ToolFailure {
  const { title, fix } = ERRORS[error.code]
  // The one message that is for the caller: which of its arguments do not fit. All others are for our logs.
  const detail = error.code === 'agent.invalid_arguments' ? ` (${error.message})` : ''
  return {
    isError: true,
    content: [{ type: 'text', text: `${title}${detail}. ${fix}` }],
    _meta: {
      [ERROR_META]: {
        code: error.code,
        retryable: error.class === 'transient',
        ...(error.retryAfterMs !== undefined && { retryAfterMs: error.retryAfterMs }),
        ...(error instanceof AgentCallError && { usage: error.usage }),
      },
    },
  }
}

/** The failure a tool result carries, or null when it is no failure. Retryability is read from the envelope only. */
export function errorInResult(
  agent: string,
  result: { isError?: unknown; _meta?: unknown },
): AgentCallError | null {
  if (result.isError !== true) return null
  const meta = (result._meta as Record<string, unknown> | undefined)?.[ERROR_META]
  const envelope = Envelope.safeParse(meta)
  // An envelope nobody can read may have held what was spent.
  const unread: ErrorCode = meta === undefined ? 'agent.failed' : 'agent.invalid_answer'
  const code: ErrorCode =
    envelope.success && isErrorCode(envelope.data.code) ? envelope.data.code : unread
  const { retryAfterMs, usage } = envelope.data ?? {}
  return new AgentCallError(code, `${agent}: ${ERRORS[code].title}`, usage ?? [], {
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  })
}
