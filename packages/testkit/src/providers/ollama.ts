import { untilAborted, type JsonSchema } from '@colophon/domain'
import { streamAnswer, type WireForm } from './answer-stream.ts'
import { countTokens } from './bill.ts'
import type { Fate } from './faults.ts'
import { grammarFateOf } from './ollama-grammar.ts'
import {
  retryAfter,
  sendJson,
  serveProvider,
  type Exchange,
  type SimulatedOptions,
  type SimulatedProvider,
} from './server.ts'

const DIGEST = 'a80c4f17acd55265feec403c7aef86be0c25983ab279d83f3bcd3abbcb5b8b72'
const DEFAULT_MODELS = ['llama3.2:latest', 'mixtral:latest']
const DEFAULT_CONTEXT = 4_096
const NS_PER_MS = 1e6
/** Told of every call; of one for a model that is in memory, too, which it has to look for. */
const LOAD_MS = { cold: 700, warm: 60 }
const RUNNER_DIED =
  'model runner has unexpectedly stopped, this may be due to resource limitations or an internal error, check ollama server logs for details'

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

const promptOf = ({ messages }: Chat): string => messages.map(({ content }) => content).join('\n')

interface Begun {
  fate: Fate
  /** How long it says that loading the model has taken. */
  loadMs: number
}

/** Lines of JSON, the counts in the last one. */
function linesOf(exchange: Exchange, chat: Chat, { fate, loadMs }: Begun): WireForm {
  const { response, conduct } = exchange
  const line = (of: object): void => {
    const whole = { model: chat.model, created_at: new Date().toISOString(), ...of }
    response.write(`${JSON.stringify(whole)}\n`)
  }
  return {
    half: '{"model":"',
    start() {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    },
    piece(content) {
      line({ message: { role: 'assistant', content }, done: false })
    },
    fail() {
      const died = fate === 'runner_died_midway' ? ': unexpected EOF' : ''
      const error = `an error was encountered while running the model${died}`
      response.write(`${JSON.stringify({ error })}\n`)
    },
    end(outputTokens) {
      line({
        message: { role: 'assistant', content: '' },
        done: true,
        done_reason: fate === 'max_tokens' ? 'length' : 'stop',
        total_duration: (conduct.behaviour.latency_ms + loadMs + 2) * NS_PER_MS,
        load_duration: loadMs * NS_PER_MS,
        prompt_eval_count: countTokens(promptOf(chat)),
        prompt_eval_duration: NS_PER_MS,
        eval_count: outputTokens,
        eval_duration: NS_PER_MS,
      })
    },
  }
}

export interface SimulatedOllamaOptions extends SimulatedOptions {
  /** No model is loaded with a larger window, whatever is asked for. @default none */
  largestContext?: number
  /** What it says that its models can do; a server of an older version says nothing. @default ['completion'] */
  capabilities?: readonly string[] | null
}

interface Loaded {
  models: ReadonlySet<string>
  largestContext: number
  /** Window of each model that was asked, by its name. */
  windows: Map<string, number>
}

async function answer(
  exchange: Exchange,
  { models, largestContext, windows }: Loaded,
  id: string,
): Promise<void> {
  const { response, conduct } = exchange
  const chat = exchange.body as unknown as Chat
  if (!models.has(tagged(chat.model))) {
    sendJson(response, 404, { error: `model '${chat.model}' not found` })
    return
  }
  const prompt = promptOf(chat)
  const tokens = { input: countTokens(prompt) }
  const context = Math.min(chat.options?.num_ctx ?? DEFAULT_CONTEXT, largestContext)
  const refused = formRefused(chat.format)
  if (refused !== null) {
    // The model has to be loaded again when its runner died of it.
    if (refused === RUNNER_DIED) windows.delete(tagged(chat.model))
    sendJson(response, 500, { error: refused })
    return
  }
  const isWarm = windows.get(tagged(chat.model)) === context
  windows.set(tagged(chat.model), context)
  if (chat.truncate === false && tokens.input > context) {
    sendJson(response, 400, { error: 'the input length exceeds the context length' })
    return
  }
  const fate = conduct.nextFate()
  switch (fate) {
    case 'rate_limited':
      sendJson(response, 429, { error: 'too many requests' }, retryAfter(conduct))
      return
    case 'overloaded':
      sendJson(response, 503, {
        error: 'server busy, please try again. maximum pending requests exceeded',
      })
      return
    case 'server_error':
      sendJson(response, 500, { error: 'llama runner process has terminated' })
      return
    case 'runner_died':
      windows.delete(tagged(chat.model))
      sendJson(response, 500, { error: RUNNER_DIED })
      return
    case 'half_open':
      await untilAborted(exchange.gone)
      return
    default:
      if (fate === 'runner_died_midway') windows.delete(tagged(chat.model))
      await streamAnswer(exchange, {
        fate,
        schema: chat.format ?? {},
        charged: { provider: 'ollama', request_id: id, model: chat.model, prompt, tokens },
        outcome: fate === 'max_tokens' ? 'max_tokens' : 'answered',
        form: linesOf(exchange, chat, { fate, loadMs: LOAD_MS[isWarm ? 'warm' : 'cold'] }),
      })
  }
}

/** What the server says to a form it cannot hold an answer to; null: it can. */
function formRefused(format: unknown): string | null {
  if (format === undefined || format === 'json') return null
  if (typeof format !== 'object' || format === null)
    return `invalid format: ${JSON.stringify(JSON.stringify(format))}; expected "json" or a valid JSON Schema object`
  const fate = grammarFateOf(format as JsonSchema)
  if (fate === 'held') return null
  return fate === 'deadly' ? RUNNER_DIED : 'invalid JSON schema in format'
}

/**
 * Ollama's `/api/chat` (streamed), `/api/tags`, `/api/ps`, `/api/show`, `/api/version`, with a bill Ollama itself does not
 * keep.
 */
export async function startSimulatedOllama(
  options: SimulatedOllamaOptions = {},
): Promise<SimulatedProvider> {
  const models = new Set((options.models ?? DEFAULT_MODELS).map(tagged))
  const { largestContext = Infinity, capabilities = ['completion'] } = options
  const loaded: Loaded = { models, largestContext, windows: new Map() }
  let count = 0
  const entries = [...models].map(modelEntry)
  return await serveProvider(options, {
    asks: '/api/chat',
    answer: (exchange) =>
      answer(exchange, loaded, `ollama_${String((count += 1)).padStart(6, '0')}`),
    get(path) {
      switch (path) {
        case '/api/tags':
          return { models: entries }
        case '/api/ps':
          return {
            models: entries.flatMap(({ modified_at: _when, ...entry }) => {
              const window = loaded.windows.get(entry.name)
              return window === undefined
                ? []
                : [{ ...entry, size_vram: 0, context_length: window }]
            }),
          }
        case '/api/version':
          return { version: '0.12.6' }
        default:
          return undefined
      }
    },
    post(path, { model }) {
      if (path !== '/api/show' || capabilities === null) return undefined
      return typeof model === 'string' && models.has(tagged(model))
        ? { ...modelEntry(tagged(model)), capabilities }
        : undefined
    },
    overloaded: (response) => {
      sendJson(response, 503, {
        error: 'server busy, please try again. maximum pending requests exceeded',
      })
    },
  })
}
