import {
  isPaid,
  ModelCallError,
  type ErrorCode,
  type JsonSchema,
  type ModelAnswer,
  type ModelRequest,
  type PriceList,
} from '@colophon/domain'
import Anthropic from '@anthropic-ai/sdk'
import { CallWatch, type CallTimes } from '../calls/call-watch.ts'
import type { HeadroomKind, ModelEvents } from '../events.ts'
import { fetchFromProvider, NotTakenError } from '../calls/provider-fetch.ts'
import { failureText, type Provider } from '../provider.ts'
import { readJson } from '../calls/read-json.ts'
import type { ModelUrl } from '../model-url.ts'
import { estimatedTokens, usageMaker, type UsageOf } from '../calls/usage.ts'
import { ANTHROPIC } from './declaration.ts'
import { providerFailure } from './failure.ts'
import { StreamedMessage } from './message.ts'
import { EFFORTS, grammarOf, messageFor, textsOf, type Effort, type Form } from './request.ts'

const PROVIDER = ANTHROPIC.name
const BASE_URL = 'https://api.anthropic.com'
const DEFAULT_CONCURRENCY = 8
const DEFAULT_MAX_INPUT_TOKENS = 200_000
const PING_KEPT_MS = 60_000
const PING_MS = 10_000

/** A model that thinks is silent while it does. */
const TIMES: CallTimes = { deadlineMs: 300_000, firstTokenMs: 60_000, idleMs: 120_000 }

interface AnthropicSettings {
  client: Anthropic
  model: string
  effort: Effort
  maxInputTokens: number
  times: CallTimes
  events: ModelEvents
  /** Schemas the provider would not compile. */
  withoutGrammar: WeakSet<JsonSchema>
}

/**
 * The library reads the environment where it is not told: the key and the address are ours to give, and neither its log
 * nor its traces may be made to carry texts of documents from outside.
 */
const createClient = (apiKey: string, baseURL: string): Anthropic =>
  new Anthropic({
    apiKey,
    baseURL,
    maxRetries: 0,
    logLevel: 'off',
    openTelemetry: { traces: { contentMode: 'metadata_only' } },
    fetch: fetchFromProvider,
  })

/** Options that our `fetch` takes more than any other; the library hands them on. */
const withPieces = (onPiece: () => void) => ({ redirect: 'manual', onPiece }) as const

/** Anything else is a page of something on the way. */
const EVENTS = /^text\/event-stream\b/

const HEADROOM: readonly HeadroomKind[] = ['requests', 'tokens', 'input-tokens', 'output-tokens']

function tellHeadroom({ events, model }: AnthropicSettings, headers: Headers): void {
  for (const kind of HEADROOM) {
    const limit = headers.get(`anthropic-ratelimit-${kind}-limit`)
    const remaining = headers.get(`anthropic-ratelimit-${kind}-remaining`)
    if (limit === null || remaining === null) continue
    events.headroom?.({
      provider: PROVIDER,
      model,
      kind,
      limit: Number(limit),
      remaining: Number(remaining),
    })
  }
}

/** One attempt of one call: the message as far as it came, and how it ends. */
class AnthropicCall {
  readonly #settings: AnthropicSettings
  readonly #request: ModelRequest
  readonly #usage
  readonly #bound
  readonly #message = new StreamedMessage()
  #requestId: string | undefined

  constructor(settings: AnthropicSettings, request: ModelRequest) {
    this.#settings = settings
    this.#request = request
    this.#usage = usageMaker(request, { provider: PROVIDER, model: settings.model })
    this.#bound = {
      inputTokens: estimatedTokens(...textsOf(request)),
      maxTokens: request.max_tokens,
    }
  }

  async read(watch: CallWatch, form: Form): Promise<void> {
    const { client, model, effort } = this.#settings
    // Not by its events: the library keeps pings to itself, and while a model thinks there is nothing else.
    const onPiece = (): void => {
      watch.touch()
    }
    const { data, response, request_id } = await client.messages
      .create(messageFor(this.#request, model, effort, form), {
        signal: watch.signal,
        fetchOptions: withPieces(onPiece),
        timeout: this.#settings.times.deadlineMs,
        headers: { 'x-call-id': this.#request.call_id },
      })
      .withResponse()
    this.#requestId = request_id ?? undefined
    if (!EVENTS.test(response.headers.get('content-type') ?? ''))
      throw new NotTakenError('what answered does not stream events')
    tellHeadroom(this.#settings, response.headers)
    for await (const event of data) this.#message.take(event)
    // The library ends an aborted stream as if it were complete.
    watch.signal.throwIfAborted()
  }

  tooLong(): ModelCallError | null {
    const { maxInputTokens } = this.#settings
    const { inputTokens } = this.#bound
    if (inputTokens <= maxInputTokens) return null
    const what = `about ${inputTokens} tokens are more than max_input_tokens=${maxInputTokens}`
    return this.#fail('model.input_too_long', what, { billed: null })
  }

  /** Only a message that came to its own end may be read as an answer. */
  answer(): ModelAnswer {
    const billed = this.#message.billed(this.#bound, this.#requestId)
    const { stopReason, started, finished, text } = this.#message
    if (!finished) {
      // An answer without a byte in it is nobody's work.
      const cost = { billed: started ? billed : null }
      throw this.#fail('model.unavailable', 'the stream ended before the answer did', cost)
    }
    if (stopReason !== 'end_turn') {
      const code: ErrorCode =
        stopReason === 'refusal'
          ? 'model.refused'
          : stopReason === 'max_tokens'
            ? 'model.truncated'
            : stopReason === 'model_context_window_exceeded'
              ? 'model.input_too_long'
              : 'model.invalid_answer'
      throw this.#fail(code, `it stopped with ${stopReason ?? 'no reason'}`, { billed })
    }
    try {
      const json = readJson(text)
      const { model } = this.#settings
      return { json, model, source: ANTHROPIC.sourceOf(model), usage: this.#usage(billed) }
    } catch {
      throw this.#fail('model.invalid_answer', 'the answer is not valid JSON', { billed })
    }
  }

  failure(thrown: unknown, watch: CallWatch): { error: unknown; refusedGrammar: boolean } {
    if (this.#request.signal.aborted)
      return { error: this.#request.signal.reason, refusedGrammar: false }
    const billed = () => this.#message.billed(this.#bound, this.#requestId)
    if (watch.expired !== null) {
      const what = `no answer in time (${watch.expired})`
      const error = this.#fail('model.timeout', what, { billed: billed() })
      return { error, refusedGrammar: false }
    }
    const { code, what, mayBeBilled, requestId, retryAfterMs, refusedGrammar } =
      providerFailure(thrown)
    this.#requestId ??= requestId
    const error = this.#fail(code, what, { billed: mayBeBilled ? billed() : null, retryAfterMs })
    return { error, refusedGrammar }
  }

  #fail(
    code: ErrorCode,
    what: string,
    options: { billed: UsageOf | null; retryAfterMs?: number | undefined },
  ): ModelCallError {
    const { billed, retryAfterMs } = options
    const message = failureText(PROVIDER, this.#settings.model, what, this.#requestId)
    return new ModelCallError(code, message, billed === null ? null : this.#usage(billed), {
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    })
  }
}

async function attempt(
  settings: AnthropicSettings,
  request: ModelRequest,
  form: Form,
): Promise<ModelAnswer | 'refused grammar'> {
  const call = new AnthropicCall(settings, request)
  const tooLong = call.tooLong()
  if (tooLong !== null) throw tooLong
  using watch = new CallWatch(request.signal, settings.times)
  try {
    watch.signal.throwIfAborted()
    await call.read(watch, form)
  } catch (thrown) {
    const { error, refusedGrammar } = call.failure(thrown, watch)
    if (refusedGrammar && form === 'grammar') return 'refused grammar'
    throw error
  }
  return call.answer()
}

/**
 * A schema may be too large for the provider's grammar, which it finds out before it reads the text and does not bill:
 * such a schema is asked for in words, then and from now on.
 */
async function complete(settings: AnthropicSettings, request: ModelRequest): Promise<ModelAnswer> {
  const { withoutGrammar } = settings
  if (!withoutGrammar.has(request.schema) && grammarOf(request.schema) !== null) {
    const answer = await attempt(settings, request, 'grammar')
    if (answer !== 'refused grammar') return answer
    withoutGrammar.add(request.schema)
  }
  const answer = await attempt(settings, request, 'words')
  if (answer === 'refused grammar') throw new Error('a grammar was refused that was not sent')
  return answer
}

async function ping({ client, model }: AnthropicSettings): Promise<void> {
  try {
    await client.models.retrieve(model, {}, { signal: AbortSignal.timeout(PING_MS) })
  } catch (thrown) {
    const { code, what, requestId } = providerFailure(thrown)
    throw new ModelCallError(code, failureText(PROVIDER, model, what, requestId), null)
  }
}

interface AnthropicOptions {
  apiKey: string | undefined
  events: ModelEvents
  prices: PriceList
}

/** `anthropic:MODEL?base_url=…&effort=low&max_input_tokens=…&concurrency=8&rpm=…&deadline_ms=…` */
export function openAnthropic(
  address: ModelUrl,
  { apiKey, events, prices }: AnthropicOptions,
): Provider {
  const model = decodeURIComponent(address.url.pathname.replace(/^\/+/, ''))
  if (model === '' || address.url.host !== '')
    throw address.invalid('give the model, as in anthropic:claude-sonnet-5-5')
  const base = address.base(address.text('base_url') ?? BASE_URL)
  const settings = {
    model,
    effort: address.choice('effort', EFFORTS, 'low'),
    maxInputTokens: address.count('max_input_tokens') ?? DEFAULT_MAX_INPUT_TOKENS,
    times: address.times(TIMES),
    events,
    withoutGrammar: new WeakSet<JsonSchema>(),
  }
  const limits = address.limits(DEFAULT_CONCURRENCY)
  const byAgent = address.modelsByAgent()
  address.finish()
  if (apiKey === undefined || apiKey === '')
    throw address.invalid(`${ANTHROPIC.scheme} needs an API key; set ${ANTHROPIC.needs}`)
  const client = createClient(apiKey, base)
  const of = (name: string): AnthropicSettings => ({ ...settings, client, model: name })
  const models = [...new Set([model, ...byAgent.values()])]
  // Without a price nothing could be reserved, and a call would be free as far as any limit knows.
  const unpriced = models.filter((name) => !isPaid(prices, name))
  if (unpriced.length > 0)
    throw address.invalid(
      `no price is known for ${unpriced.join(', ')}: give it one in a file that PRICES_FILE names`,
    )
  const modelFor = (agent: string): string => byAgent.get(agent) ?? model
  const answeredAtMs = new Map<string, number>()
  const pingOnce = async (name: string): Promise<void> => {
    // Asked every few seconds by readiness checks: the provider need not hear of each.
    if (performance.now() - (answeredAtMs.get(name) ?? -Infinity) < PING_KEPT_MS) return
    await ping(of(name))
    answeredAtMs.set(name, performance.now())
  }
  return {
    name: PROVIDER,
    address: base,
    isOutside: true,
    limits,
    models,
    modelFor,
    async ping(agent) {
      await Promise.all((agent === undefined ? models : [modelFor(agent)]).map(pingOnce))
    },
    ask: (request, name) => complete(of(name), request),
  }
}
