import type { ErrorCode, JsonSchema, ModelRequest, Tokens } from '@colophon/domain'
import type { ChatRequest, ChatResponse } from 'ollama'
import { estimatedTokens } from '../calls/usage.ts'

const KEEP_ALIVE = '30m'
/** An answer shorter than this says nothing: a text that leaves less room does not fit. */
const LEAST_ANSWER_TOKENS = 512
/** Tokens that a model may think before a short answer. */
const THOUGHT_TOKENS = 2_048

/** A chat with what the library's types leave out: without these two Ollama cuts a long text silently and answers 200. */
export type OllamaChat = ChatRequest & { stream: true; truncate: false; shift: false }

const toldSchemas = new WeakMap<JsonSchema, string>()

/** The schema as the prompt tells it: what describes many fields in the same words does so once. */
function toldSchema(given: JsonSchema): string {
  const known = toldSchemas.get(given)
  if (known !== undefined) return known
  const { $schema: _dialect, ...schema } = given
  const told = new Set<unknown>()
  const text = JSON.stringify(schema, (key, value: unknown) => {
    if (key !== 'description' || typeof value !== 'string') return value
    if (told.has(value)) return undefined
    told.add(value)
    return value
  })
  toldSchemas.set(given, text)
  return text
}

/** The grammar forces the form; the model writes better when it has been told what is forced. */
const systemFor = ({ system, schema }: ModelRequest): string =>
  `${system}\n\nAnswer with one JSON value that fits this JSON Schema, and nothing else:\n${toldSchema(schema)}`

export interface PlannedCall {
  body: OllamaChat
  /** Tokens of the prompt, from above. */
  inputTokens: number
  /** False: the window has no room for an answer. */
  fits: boolean
}

export interface Served {
  /** The window that is asked for; the server may be known to give less. */
  contextTokens: number
  loadedTokens?: number | undefined
  /** No answer is longer, whatever is asked for. */
  mostTokens?: number | undefined
  /** Whether the model thinks before it answers; undefined: nobody knows. */
  thinks?: boolean | undefined
}

export function planChat(
  request: ModelRequest,
  model: string,
  { contextTokens, loadedTokens = contextTokens, mostTokens = Infinity, thinks }: Served,
): PlannedCall {
  const system = systemFor(request)
  const inputTokens = estimatedTokens(system, request.prompt)
  const room = Math.min(contextTokens, loadedTokens) - inputTokens
  // An answer is held to what it can need, or a loop runs on. Where nobody knows whether it thinks, it may.
  const { max_tokens: allowed, answer_tokens: needed = allowed } = request
  const thought = thinks === undefined ? THOUGHT_TOKENS : 0
  const most = Math.min(mostTokens, allowed, needed + thought)
  const body: OllamaChat = {
    model,
    stream: true,
    ...(thinks === true && { think: false }),
    truncate: false,
    shift: false,
    keep_alive: KEEP_ALIVE,
    format: request.schema,
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: request.prompt },
    ],
    options: {
      temperature: 0,
      num_ctx: contextTokens,
      num_predict: Math.min(most, Math.max(1, room)),
    },
  }
  return { body, inputTokens, fits: room >= Math.min(LEAST_ANSWER_TOKENS, most) }
}

/** Counts of zero are left out of the wire format, and so are unknown ones: an absent count is no zero to rely on. */
export function countsOf(last: Partial<ChatResponse>): {
  tokens: Pick<Tokens, 'input' | 'output'>
  complete: boolean
} {
  const { prompt_eval_count: input, eval_count: output } = last
  return {
    tokens: { input: input ?? 0, output: output ?? 0 },
    complete: input !== undefined && output !== undefined,
  }
}

// Estimates lie above the truth by a third at most for the languages that were tried; less than this was cut.
const SUSPICIOUS_SHARE = 0.5

export const looksTruncated = (counted: number, estimated: number): boolean =>
  counted > 0 && counted < estimated * SUSPICIOUS_SHARE

const TOO_LONG = /context|too long|exceed/i
/**
 * It cannot make a grammar of the schema, or its runner died of the request, before its first word or after: either would
 * happen again, and a dead runner makes all others wait until the model is loaded anew. Memory may be free another time.
 */
const DIES_OF_IT =
  /invalid (?:json schema|format)|model runner has unexpectedly stopped|while running the model:(?!.*memory)/i

/** The error that an HTTP status of Ollama means; `said` is its error text, which decides about 400 and 500. */
export function codeOfStatus(status: number, said: string): ErrorCode {
  if (status === 500 && DIES_OF_IT.test(said)) return 'model.request_rejected'
  switch (status) {
    case 400:
      return TOO_LONG.test(said) ? 'model.input_too_long' : 'model.request_rejected'
    case 401:
    case 403:
      return 'model.unauthorised'
    case 404:
      return 'model.missing'
    case 408:
    case 504:
      return 'model.timeout'
    case 413:
      return 'model.input_too_long'
    case 429:
      return 'model.rate_limited'
    case 503:
      return 'model.overloaded'
    default:
      return status >= 499 ? 'model.unavailable' : 'model.request_rejected'
  }
}

/** The code of an error inside a stream: the runner crashed, ran out of memory, or ran out of context. */
export function codeOfStreamed(said: string): ErrorCode {
  if (/context (?:length|window|size)|exceeds? .*context/i.test(said)) return 'model.input_too_long'
  return DIES_OF_IT.test(said) ? 'model.request_rejected' : 'model.unavailable'
}

/** Ollama knows a model without a tag as `latest`. */
export const withTag = (model: string): string =>
  model.slice(model.lastIndexOf('/') + 1).includes(':') ? model : `${model}:latest`
