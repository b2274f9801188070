import type { JsonSchema } from '@colophon/domain'
import { answerText, piecesOf } from './answer.ts'
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

const DIGEST = 'a80c4f17acd55265feec403c7aef86be0c25983ab279d83f3bcd3abbcb5b8b72'
const DEFAULT_MODELS = ['llama3.2:latest', 'mixtral:latest']
const DEFAULT_CONTEXT = 4_096
const NS_PER_MS = 1e6

interface Chat {
  model: string
  messages: { role: string; content: string }[]
  format?: JsonSchema
  truncate?: boolean
  options?: { num_ctx?: number; num_predict?: number }
}

const tagged = (model: string): string => (model.includes(':') ? model : `${model}:latest`)

const modelEntry = (name: string) => ({
  name,
  model: name,
  modified_at: '2026-10-01T00:00:00Z',
  size: 2_019_393_189,
  digest: DIGEST,
  details: {
    format: 'gguf',
    family: 'llama',
    parameter_size: '3.2B',
    quantization_level: 'Q4_K_M',
  },
})

/** One answer on its way: lines of JSON, the counts in the last one. */
class OllamaAnswer {
  readonly #exchange: Exchange
  readonly #chat: Chat
  readonly #requestId: string
  readonly #prompt: string
  readonly #input: number
  #sent = ''

  constructor(exchange: Exchange, chat: Chat, requestId: string) {
    this.#exchange = exchange
    this.#chat = chat
    this.#requestId = requestId
    this.#prompt = chat.messages.map(({ content }) => content).join('\n')
    this.#input = countTokens(this.#prompt)
  }

  get input(): number {
    return this.#input
  }

  #line(of: object): void {
    const { model } = this.#chat
    const line = { model, created_at: new Date().toISOString(), ...of }
    this.#exchange.response.write(`${JSON.stringify(line)}\n`)
  }

  #charge(outcome: ProviderBillLine['outcome']): number {
    const output = countTokens(this.#sent)
    const callId = this.#exchange.headers['x-call-id']
    this.#exchange.bill.add({
      provider: 'ollama',
      request_id: this.#requestId,
      call_id: typeof callId === 'string' ? callId : null,
      model: this.#chat.model,
      outcome,
      prompt: this.#prompt,
      tokens: { input: this.#input, output },
    })
    return output
  }

  async stream(fate: Fate): Promise<void> {
    const { response, gone, conduct } = this.#exchange
    const { latency_ms: latencyMs, stall_ms: stallMs } = conduct.behaviour
    if (latencyMs > 0 && !(await waited(latencyMs, gone))) {
      this.#charge('cut')
      return
    }
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    const pieces = piecesOf(answerText(fate, this.#chat.format ?? {}, this.#prompt))
    const middle = Math.floor(pieces.length / 2)
    for (const [index, content] of pieces.entries()) {
      if (index === middle && fate === 'truncated_stream') {
        this.#charge('cut')
        response.write('{"model":"', () => response.destroy())
        return
      }
      if (index === middle && fate === 'stream_error') {
        this.#charge('cut')
        response.end(
          `${JSON.stringify({ error: 'an error was encountered while running the model' })}\n`,
        )
        return
      }
      if (index === middle && fate === 'stall' && !(await waited(stallMs, gone))) break
      this.#sent += content
      this.#line({ message: { role: 'assistant', content }, done: false })
    }
    if (gone.aborted) {
      this.#charge('cut')
      return
    }
    const output = this.#charge(fate === 'max_tokens' ? 'max_tokens' : 'answered')
    this.#line({
      message: { role: 'assistant', content: '' },
      done: true,
      done_reason: fate === 'max_tokens' ? 'length' : 'stop',
      total_duration: (latencyMs + 2) * NS_PER_MS,
      load_duration: NS_PER_MS,
      prompt_eval_count: this.#input,
      prompt_eval_duration: NS_PER_MS,
      eval_count: output,
      eval_duration: NS_PER_MS,
    })
    response.end()
  }
}

async function answer(exchange: Exchange, models: ReadonlySet<string>, id: string): Promise<void> {
  const { response, conduct } = exchange
  const chat = exchange.body as unknown as Chat
  if (!models.has(tagged(chat.model))) {
    sendJson(response, 404, { error: `model '${chat.model}' not found` })
    return
  }
  const running = new OllamaAnswer(exchange, chat, id)
  const context = chat.options?.num_ctx ?? DEFAULT_CONTEXT
  if (chat.truncate === false && running.input > context) {
    sendJson(response, 400, { error: 'the input length exceeds the context length' })
    return
  }
  const fate = conduct.nextFate()
  switch (fate) {
    case 'rate_limited':
      sendJson(
        response,
        429,
        { error: 'too many requests' },
        {
          'retry-after': String(conduct.behaviour.retry_after_s),
        },
      )
      return
    case 'overloaded':
      sendJson(response, 503, {
        error: 'server busy, please try again. maximum pending requests exceeded',
      })
      return
    case 'server_error':
      sendJson(response, 500, { error: 'llama runner process has terminated' })
      return
    case 'half_open':
      await leaves(exchange.gone)
      return
    default:
      await running.stream(fate)
  }
}

/** Ollama's `/api/chat` (streamed), `/api/tags`, `/api/ps`, `/api/version`, with a bill Ollama itself does not keep. */
export async function startSimulatedOllama(
  options: SimulatedOptions = {},
): Promise<SimulatedProvider> {
  const models = new Set((options.models ?? DEFAULT_MODELS).map(tagged))
  let count = 0
  const entries = [...models].map(modelEntry)
  return await serveProvider(options, {
    asks: '/api/chat',
    answer: (exchange) =>
      answer(exchange, models, `ollama_${String((count += 1)).padStart(6, '0')}`),
    get(path) {
      switch (path) {
        case '/api/tags':
          return { models: entries }
        case '/api/ps':
          return {
            models: entries.map((entry) => ({ ...entry, size_vram: 0, context_length: 8_192 })),
          }
        case '/api/version':
          return { version: '0.12.6' }
        default:
          return undefined
      }
    },
    overloaded: (response) => {
      sendJson(response, 503, {
        error: 'server busy, please try again. maximum pending requests exceeded',
      })
    },
  })
}
