import { untilAborted, type JsonSchema, type Tokens } from '@colophon/domain'
import type { ServerResponse } from 'node:http'
import { streamAnswer, type WireForm } from './answer-stream.ts'
import { refusalOf } from './anthropic-rules.ts'
import { countTokens, type ProviderBillLine } from './bill.ts'
import type { Fate } from './faults.ts'
import {
  retryAfter,
  sendJson,
  serveProvider,
  type Exchange,
  type SimulatedOptions,
  type SimulatedProvider,
} from './server.ts'

export interface SimulatedAnthropicOptions extends SimulatedOptions {
  /** Keys that are let in; any when left out. */
  apiKey?: string
  /** Shorter static parts are not cached, and nobody is told. @default 1024 */
  cacheMinimumTokens?: number
  /** Refuses every grammar as too large. @default false */
  refuseGrammar?: boolean
}

interface Message {
  model: string
  system?: { text: string; cache_control?: { type: string; ttl?: string } }[]
  messages: { content: string }[]
  output_config?: { format?: { schema: JsonSchema } }
}

interface State {
  options: SimulatedAnthropicOptions
  /** Static parts that were sent before. */
  cached: Set<string>
  count: number
}

const RATE_LIMIT = 4_000

function fail(
  response: ServerResponse,
  status: number,
  error: [type: string, message: string],
  headers: Record<string, string> = {},
): void {
  const [type, message] = error
  const request_id = headers['request-id'] ?? null
  sendJson(response, status, { type: 'error', error: { type, message }, request_id }, headers)
}

/** Prompt tokens by kind: the marked part is written to the cache once and read from then on. */
function promptTokens(message: Message, state: State): Partial<Tokens> {
  const parts = message.system ?? []
  const marked = parts.find((part) => part.cache_control !== undefined)
  const total = countTokens(parts.map(({ text }) => text).join('\n') + promptOf(message))
  const fixed = marked === undefined ? 0 : countTokens(marked.text)
  if (marked === undefined || fixed < (state.options.cacheMinimumTokens ?? 1_024))
    return { input: total }
  const key = `${message.model} ${marked.text}`
  const isCached = state.cached.has(key)
  state.cached.add(key)
  const rest = { input: Math.max(0, total - fixed) }
  if (isCached) return { ...rest, cache_read: fixed }
  return marked.cache_control?.ttl === '1h'
    ? { ...rest, cache_write_1h: fixed }
    : { ...rest, cache_write_5m: fixed }
}

const promptOf = ({ messages }: Message): string =>
  messages.map(({ content }) => content).join('\n')

function usageAtStart(tokens: Partial<Tokens>) {
  const { input = 0, cache_read = 0, cache_write_5m = 0, cache_write_1h = 0 } = tokens
  return {
    input_tokens: input,
    cache_read_input_tokens: cache_read,
    cache_creation_input_tokens: cache_write_5m + cache_write_1h,
    cache_creation: {
      ephemeral_5m_input_tokens: cache_write_5m,
      ephemeral_1h_input_tokens: cache_write_1h,
    },
    output_tokens: 1,
    service_tier: 'standard',
  }
}

const STOP_REASON: Partial<Record<Fate, string>> = { refusal: 'refusal', max_tokens: 'max_tokens' }
const OUTCOME: Partial<Record<Fate, ProviderBillLine['outcome']>> = {
  refusal: 'refused',
  max_tokens: 'max_tokens',
}

interface Begun {
  model: string
  requestId: string
  tokens: Partial<Tokens>
  fate: Fate
}

/** Server-sent events, input counted at their start, output at their end. */
function eventsOf({ response }: Exchange, { model, requestId, tokens, fate }: Begun): WireForm {
  const event = (type: string, of: object = {}): void => {
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...of })}\n\n`)
  }
  return {
    half: 'event: content_block_delta\ndata: {"type":',
    start() {
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'request-id': requestId,
        'anthropic-ratelimit-requests-limit': String(RATE_LIMIT),
        'anthropic-ratelimit-requests-remaining': String(RATE_LIMIT - 1),
      })
      event('message_start', {
        message: {
          id: requestId.replace('req', 'msg'),
          type: 'message',
          role: 'assistant',
          model,
          content: [],
          stop_reason: null,
          stop_sequence: null,
          usage: usageAtStart(tokens),
        },
      })
      event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } })
      event('ping')
    },
    piece(text) {
      event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } })
    },
    fail() {
      event('error', { error: { type: 'overloaded_error', message: 'Overloaded' } })
    },
    end(outputTokens) {
      event('content_block_stop', { index: 0 })
      event('message_delta', {
        delta: { stop_reason: STOP_REASON[fate] ?? 'end_turn', stop_sequence: null },
        usage: { output_tokens: outputTokens },
      })
      event('message_stop')
    },
  }
}

/** A schema that was told instead of forced stands in the last part of the system prompt. */
function schemaInWords({ system = [] }: Message): JsonSchema {
  const text = system.at(-1)?.text ?? ''
  const start = text.indexOf('{')
  return start < 0 ? {} : (JSON.parse(text.slice(start)) as JsonSchema)
}

async function answerWith(
  exchange: Exchange,
  message: Message,
  { fate, requestId, state }: { fate: Fate; requestId: string; state: State },
): Promise<void> {
  const { model } = message
  const tokens = promptTokens(message, state)
  await streamAnswer(exchange, {
    fate,
    schema: message.output_config?.format?.schema ?? schemaInWords(message),
    charged: {
      provider: 'anthropic',
      request_id: requestId,
      model,
      prompt: promptOf(message),
      tokens,
    },
    outcome: OUTCOME[fate] ?? 'answered',
    form: eventsOf(exchange, { model, requestId, tokens, fate }),
  })
}

async function answer(exchange: Exchange, state: State): Promise<void> {
  const { response, headers, body, conduct } = exchange
  const { apiKey, models, refuseGrammar = false } = state.options
  state.count += 1
  const id = `req_${String(state.count).padStart(6, '0')}`
  const ids = { 'request-id': id }
  const key = headers.authorization?.replace(/^Bearer /, '') ?? headers['x-api-key']
  if (key === undefined || (apiKey !== undefined && key !== apiKey)) {
    fail(response, 401, ['authentication_error', 'invalid API key'], ids)
    return
  }
  const message = body as unknown as Message
  if (models !== undefined && !models.includes(message.model)) {
    fail(response, 404, ['not_found_error', `model: ${message.model}`], ids)
    return
  }
  const refused =
    refuseGrammar && message.output_config?.format !== undefined
      ? 'The compiled grammar is too large'
      : refusalOf(body)
  if (refused !== null) {
    fail(response, 400, ['invalid_request_error', refused], ids)
    return
  }
  const fate = conduct.nextFate()
  switch (fate) {
    case 'rate_limited':
      fail(response, 429, ['rate_limit_error', 'This request would exceed the rate limit'], {
        ...ids,
        ...retryAfter(conduct),
      })
      return
    case 'overloaded':
      fail(response, 529, ['overloaded_error', 'Overloaded'], ids)
      return
    case 'server_error':
      fail(response, 500, ['api_error', 'Internal server error'], ids)
      return
    case 'runner_died':
      fail(response, 500, ['api_error', 'Internal server error'], ids)
      return
    case 'half_open':
      await untilAborted(exchange.gone)
      return
    default:
      await answerWith(exchange, message, { fate, requestId: id, state })
  }
}

/** The Messages API, streamed, and `GET /v1/models/{model}`. */
export async function startSimulatedAnthropic(
  options: SimulatedAnthropicOptions = {},
): Promise<SimulatedProvider> {
  const state: State = { options, cached: new Set(), count: 0 }
  return await serveProvider(options, {
    asks: '/v1/messages',
    answer: (exchange) => answer(exchange, state),
    get(path) {
      const id = /^\/v1\/models\/([\w.-]+)$/.exec(path)?.[1]
      if (id === undefined || options.models?.includes(id) === false) return undefined
      return { type: 'model', id, display_name: id, created_at: '2026-01-01T00:00:00Z' }
    },
    overloaded: (response) => {
      fail(response, 529, ['overloaded_error', 'Overloaded'])
    },
  })
}
