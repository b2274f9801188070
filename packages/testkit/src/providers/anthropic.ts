import type { JsonSchema, Tokens } from '@colophon/domain'
import type { ServerResponse } from 'node:http'
import { answerText, piecesOf } from './answer.ts'
import { refusalOf } from './anthropic-rules.ts'
import { countTokens, type ProviderBillLine } from './bill.ts'
import type { Fate } from './faults.ts'
import {
  leaves,
  sendJson,
  serveProvider,
  waited,
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
  const prompt = message.messages.map(({ content }) => content).join('\n')
  const total = countTokens(parts.map(({ text }) => text).join('\n') + prompt)
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

/** One answer on its way: server-sent events, input counted at its start, output at its end. */
class MessageAnswer {
  readonly #exchange: Exchange
  readonly #message: Message
  readonly #requestId: string
  readonly #tokens: Partial<Tokens>
  #sent = ''

  constructor(exchange: Exchange, message: Message, requestId: string, tokens: Partial<Tokens>) {
    this.#exchange = exchange
    this.#message = message
    this.#requestId = requestId
    this.#tokens = tokens
  }

  #event(type: string, of: object = {}): void {
    this.#exchange.response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...of })}\n\n`)
  }

  #charge(outcome: ProviderBillLine['outcome']): number {
    const output = countTokens(this.#sent)
    const callId = this.#exchange.headers['x-call-id']
    this.#exchange.bill.add({
      provider: 'anthropic',
      request_id: this.#requestId,
      call_id: typeof callId === 'string' ? callId : null,
      model: this.#message.model,
      outcome,
      prompt: this.#message.messages.map(({ content }) => content).join('\n'),
      tokens: { ...this.#tokens, output },
    })
    return output
  }

  #usage() {
    const { input = 0, cache_read = 0, cache_write_5m = 0, cache_write_1h = 0 } = this.#tokens
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

  #start(): void {
    this.#exchange.response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'request-id': this.#requestId,
      'anthropic-ratelimit-requests-limit': String(RATE_LIMIT),
      'anthropic-ratelimit-requests-remaining': String(RATE_LIMIT - 1),
    })
    this.#event('message_start', {
      message: {
        id: this.#requestId.replace('req', 'msg'),
        type: 'message',
        role: 'assistant',
        model: this.#message.model,
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: this.#usage(),
      },
    })
    this.#event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } })
    this.#event('ping')
  }

  #end(fate: Fate): void {
    const outcome =
      fate === 'refusal' ? 'refused' : fate === 'max_tokens' ? 'max_tokens' : 'answered'
    const output = this.#charge(outcome)
    const stop_reason =
      fate === 'refusal' ? 'refusal' : fate === 'max_tokens' ? 'max_tokens' : 'end_turn'
    this.#event('content_block_stop', { index: 0 })
    this.#event('message_delta', {
      delta: { stop_reason, stop_sequence: null },
      usage: { output_tokens: output },
    })
    this.#event('message_stop')
    this.#exchange.response.end()
  }

  async stream(fate: Fate): Promise<void> {
    const { response, gone, conduct } = this.#exchange
    const { latency_ms: latencyMs, stall_ms: stallMs } = conduct.behaviour
    if (latencyMs > 0 && !(await waited(latencyMs, gone))) {
      this.#charge('cut')
      return
    }
    this.#start()
    const prompt = this.#message.messages.map(({ content }) => content).join('\n')
    const schema = this.#message.output_config?.format?.schema ?? schemaInWords(this.#message)
    const pieces = piecesOf(answerText(fate, schema, prompt))
    const middle = Math.floor(pieces.length / 2)
    for (const [index, text] of pieces.entries()) {
      if (index === middle && fate === 'truncated_stream') {
        this.#charge('cut')
        response.write('event: content_block_delta\ndata: {"type":', () => response.destroy())
        return
      }
      if (index === middle && fate === 'stream_error') {
        this.#charge('cut')
        this.#event('error', { error: { type: 'overloaded_error', message: 'Overloaded' } })
        response.end()
        return
      }
      if (index === middle && fate === 'stall' && !(await waited(stallMs, gone))) break
      this.#sent += text
      this.#event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } })
    }
    if (gone.aborted) this.#charge('cut')
    else this.#end(fate)
  }
}

/** A schema that was told instead of forced stands in the last part of the system prompt. */
function schemaInWords({ system = [] }: Message): JsonSchema {
  const text = system.at(-1)?.text ?? ''
  const start = text.indexOf('{')
  return start < 0 ? {} : (JSON.parse(text.slice(start)) as JsonSchema)
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
        'retry-after': String(conduct.behaviour.retry_after_s),
      })
      return
    case 'overloaded':
      fail(response, 529, ['overloaded_error', 'Overloaded'], ids)
      return
    case 'server_error':
      fail(response, 500, ['api_error', 'Internal server error'], ids)
      return
    case 'half_open':
      await leaves(exchange.gone)
      return
    default:
      await new MessageAnswer(exchange, message, id, promptTokens(message, state)).stream(fate)
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
