import { NO_TOKENS, type ModelRequest, type Tokens, type Usage } from '@colophon/domain'
import type { ModelName } from '../events.ts'

// Three bytes a token is the densest that tokenizers make of the languages of documents: an estimate from above.
const BYTES_PER_TOKEN = 3

export const estimatedTokens = (...texts: readonly string[]): number =>
  Math.ceil(texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / BYTES_PER_TOKEN)

export interface UsageOf {
  tokens: Partial<Tokens>
  complete: boolean
  requestId?: string | undefined
  modelDigest?: string | undefined
}

/** Makes the usage of one call, whose duration ends when it is made. */
export function usageMaker(request: ModelRequest, name: ModelName): (of: UsageOf) => Usage {
  const startedAt = performance.now()
  return ({ tokens, complete, requestId, modelDigest }) => ({
    call_id: request.call_id,
    tier: request.tier,
    ...name,
    tool: null,
    tokens: { ...NO_TOKENS, ...tokens },
    duration_ms: performance.now() - startedAt,
    ...(requestId !== undefined && { request_id: requestId }),
    ...(modelDigest !== undefined && { model_digest: modelDigest }),
    usage_complete: complete,
  })
}

const BYTES_PER_STREAMED_TOKEN = 2

/**
 * Output of a call that was cut. Providers stop when the connection breaks, so it is about what had been streamed; when
 * nothing had, the model may have been thinking unseen: all that was allowed.
 */
export const cutOutput = (streamed: string, maxTokens: number): number =>
  streamed === ''
    ? maxTokens
    : Math.min(maxTokens, Math.ceil(Buffer.byteLength(streamed) / BYTES_PER_STREAMED_TOKEN))
