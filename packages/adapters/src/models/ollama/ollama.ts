import {
  isPrivateHost,
  ModelCallError,
  type ModelAnswer,
  type ModelRequest,
  type Usage,
} from '@colophon/domain'
import { Ollama, type ChatResponse } from 'ollama'
import { CallWatch, type CallTimes } from '../calls/call-watch.ts'
import { connectionFailure } from '../calls/connection-failure.ts'
import type { ModelEvents } from '../events.ts'
import { piecesOf, responseTo, send } from '../calls/provider-fetch.ts'
import { failureText, type Provider } from '../provider.ts'
import { readJson } from '../calls/read-json.ts'
import { readRetryAfterMs } from '../calls/retry-after.ts'
import type { ModelUrl } from '../model-url.ts'
import { cutOutput, usageMaker, type UsageOf } from '../calls/usage.ts'
import {
  codeOfStatus,
  codeOfStreamed,
  countsOf,
  looksTruncated,
  planChat,
  withTag,
} from './mapping.ts'
import { OLLAMA } from './declaration.ts'
import { ModelAbilities } from './abilities.ts'
import { LoadedModels, type SeenModel } from './loaded-models.ts'
import { checkedLines, SilentEnd, StreamedError } from './ndjson.ts'

const PROVIDER = OLLAMA.name
const DEFAULT_CONTEXT_TOKENS = 8_192
const NS_PER_MS = 1e6
/** Looking for a model that is in memory takes up to 170 ms, and is told as loading too. */
const COLD_MS = 250
const PING_MS = 10_000
/** Time for what is looked up beside calls, which must not hold them up. */
const LOOK_MS = 2_000
const MAX_ERROR_CHARACTERS = 2_000

/** A model that is not in memory takes minutes to load; the answers of large ones on CPUs too. */
const TIMES: CallTimes = { deadlineMs: 600_000, firstTokenMs: 240_000, idleMs: 60_000 }

interface OllamaSettings {
  base: string
  contextTokens: number
  mostTokens: number | undefined
  times: CallTimes
  loaded: LoadedModels
  abilities: ModelAbilities
}

class StatusError extends Error {
  readonly status: number
  readonly retryAfterMs: number | undefined
  constructor(status: number, said: string, retryAfterMs: number | undefined) {
    super(said)
    this.status = status
    this.retryAfterMs = retryAfterMs
  }
}

/** Fetches with one call's own signal: `abort()` of the library would end the calls of everybody. */
function fetchWith(
  signal: AbortSignal,
  headers: Record<string, string> = {},
): { fetch: typeof fetch; ended: () => Promise<void> } {
  let ended: Promise<void> = Promise.resolve()
  return {
    ended: () => ended,
    async fetch(input, init) {
      const own = init?.headers as Record<string, string> | undefined
      const message = await send(input, { ...init, headers: { ...own, ...headers }, signal })
      const response = responseTo(message)
      if (!response.ok) {
        // Read here: the library writes error texts that are no JSON to the console.
        const said = (await response.text()).slice(0, MAX_ERROR_CHARACTERS)
        throw new StatusError(response.status, said, readRetryAfterMs(response.headers))
      }
      if (init?.method !== 'POST') return response
      const checked = checkedLines(piecesOf(message))
      ended = checked.ended
      return responseTo(message, checked.body)
    },
  }
}

/** One call: what has come of it so far, and how its failures are told. */
class OllamaCall {
  readonly #request: ModelRequest
  readonly #model: string
  readonly #makeUsage
  readonly #inputTokens: number
  readonly #loaded: LoadedModels
  text = ''
  last: ChatResponse | undefined

  constructor(
    request: ModelRequest,
    model: string,
    { inputTokens, loaded }: { inputTokens: number; loaded: LoadedModels },
  ) {
    this.#request = request
    this.#loaded = loaded
    this.#model = model
    this.#inputTokens = inputTokens
    this.#makeUsage = usageMaker(request, { provider: PROVIDER, model })
  }

  take(part: ChatResponse): void {
    this.text += part.message.content
    if (part.done) this.last = part
  }

  fail(
    code: ModelCallError['code'],
    what: string,
    options: { billed: UsageOf | null; retryAfterMs?: number | undefined },
  ): ModelCallError {
    const { billed, retryAfterMs } = options
    const usage = billed === null ? null : this.#usage(billed)
    return new ModelCallError(code, failureText(PROVIDER, this.#model, what), usage, {
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    })
  }

  #usage(billed: UsageOf): Usage {
    return this.#makeUsage({ ...billed, modelDigest: this.#loaded.digestOf(this.#model) })
  }

  /** The usage that a call that was cut may have. */
  cut(): UsageOf {
    const output = cutOutput(this.text, this.#request.max_tokens)
    return { tokens: { input: this.#inputTokens, output }, complete: false }
  }

  /** An answer is one when its JSON is whole: small models go on with blanks after it until something ends them. */
  answer(): ModelAnswer {
    const { tokens, complete } = countsOf(this.last ?? {})
    const billed = this.last === undefined ? this.cut() : { tokens, complete }
    try {
      const json = readJson(this.text)
      const source = OLLAMA.sourceOf(this.#model)
      return { json, model: this.#model, source, usage: this.#usage(billed) }
    } catch {
      if (this.last === undefined)
        throw this.fail('model.invalid_answer', 'the answer ended in the middle', { billed })
      if (this.last.done_reason === 'length')
        throw this.fail('model.truncated', 'the answer hit the token limit', { billed })
      throw this.fail('model.invalid_answer', 'the answer is not valid JSON', { billed })
    }
  }

  /** Why the call failed, in our words: the provider's may hold the document. */
  failure(thrown: unknown, watch: CallWatch): unknown {
    if (this.#request.signal.aborted) return this.#request.signal.reason
    if (thrown instanceof ModelCallError) return thrown
    if (watch.expired !== null) {
      const what = `no answer in time (${watch.expired})`
      return this.fail('model.timeout', what, { billed: this.cut() })
    }
    if (thrown instanceof StatusError) {
      const { status, message, retryAfterMs } = thrown
      const code = codeOfStatus(status, message)
      return this.fail(code, `HTTP ${status}`, { billed: null, retryAfterMs })
    }
    if (thrown instanceof StreamedError)
      return this.fail(codeOfStreamed(thrown.message), 'it failed while answering', {
        billed: this.cut(),
      })
    const { code, neverSent, timedOut } = connectionFailure(thrown)
    const what = `the connection failed${code === undefined ? '' : ` (${code})`}`
    return this.fail(timedOut ? 'model.timeout' : 'model.unavailable', what, {
      billed: neverSent ? null : this.cut(),
    })
  }
}

async function complete(
  settings: OllamaSettings,
  request: ModelRequest,
  model: string,
  events: ModelEvents,
): Promise<ModelAnswer> {
  const { contextTokens, loaded } = settings
  const window = loaded.windowOf(model) ?? contextTokens
  const thinks = await settings.abilities.thinks(model)
  request.signal.throwIfAborted()
  const { mostTokens } = settings
  const served = { contextTokens, loadedTokens: window, mostTokens, thinks }
  const { body, inputTokens, fits } = planChat(request, model, served)
  const call = new OllamaCall(request, model, { inputTokens, loaded })
  if (!fits) {
    const given = window < contextTokens ? `, of which the server gives ${window}` : ''
    const what = `about ${inputTokens} tokens leave no room for an answer in num_ctx=${contextTokens}${given}`
    throw call.fail('model.input_too_long', what, { billed: null })
  }
  using watch = new CallWatch(request.signal, settings.times)
  const wire = fetchWith(watch.signal, { 'x-call-id': request.call_id })
  try {
    watch.signal.throwIfAborted()
    const client = new Ollama({ host: settings.base, fetch: wire.fetch })
    for await (const part of await client.chat(body)) {
      watch.touch()
      call.take(part)
    }
    await wire.ended()
    await loaded.answered(model)
  } catch (thrown) {
    if (!(thrown instanceof SilentEnd)) throw call.failure(thrown, watch)
  }
  const { load_duration: loadNs, prompt_eval_count: counted } = call.last ?? {}
  if (loadNs !== undefined && loadNs / NS_PER_MS >= COLD_MS)
    events.loaded?.({ provider: PROVIDER, model, loadMs: loadNs / NS_PER_MS })
  if (looksTruncated(counted ?? 0, inputTokens))
    events.suspectedTruncation?.({ provider: PROVIDER, model, agent: request.agent })
  return call.answer()
}

/** Models that Ollama has in memory, with their windows, which the library's types leave out. */
async function inMemory(base: string): Promise<SeenModel[]> {
  const { fetch: fetched } = fetchWith(AbortSignal.timeout(LOOK_MS))
  return (await new Ollama({ host: base, fetch: fetched }).ps()).models
}

async function ping(base: string, models: readonly string[], loaded: LoadedModels): Promise<void> {
  let listed: Set<string>
  try {
    const { fetch: fetched } = fetchWith(AbortSignal.timeout(PING_MS))
    const { models: present } = await new Ollama({ host: base, fetch: fetched }).list()
    loaded.seen(present)
    listed = new Set(present.map(({ name }) => withTag(name)))
  } catch (thrown) {
    const why =
      thrown instanceof StatusError ? `HTTP ${thrown.status}` : connectionFailure(thrown).code
    throw new ModelCallError(
      'model.unavailable',
      `Ollama does not answer (${why ?? 'no answer'})`,
      null,
    )
  }
  const missing = models.filter((model) => !listed.has(withTag(model)))
  if (missing.length > 0)
    throw new ModelCallError('model.missing', `Ollama lacks ${missing.join(', ')}: pull it`, null)
}

/** `ollama://host:11434/MODEL?model.<agent>=NAME&num_ctx=…&num_predict=…&tls=on&concurrency=…&rpm=…&deadline_ms=…` */
export function openOllama(address: ModelUrl, events: ModelEvents): Provider {
  const { url } = address
  const model = decodeURIComponent(url.pathname.replace(/^\/+/, ''))
  if (url.hostname === '' || model === '')
    throw address.invalid('give host and model, as in ollama://127.0.0.1:11434/llama3.2')
  const secure = address.choice('tls', ['on', 'off'], 'off') === 'on'
  const base = address.base(
    `${secure ? 'https' : 'http'}://${url.hostname}:${url.port || (secure ? '443' : '11434')}`,
  )
  const settings: OllamaSettings = {
    base,
    loaded: new LoadedModels(() => inMemory(base)),
    abilities: new ModelAbilities(base),
    contextTokens: address.count('num_ctx') ?? DEFAULT_CONTEXT_TOKENS,
    mostTokens: address.count('num_predict'),
    times: address.times(TIMES),
  }
  // Ollama itself works on one call per model at a time by default; the others would only queue there.
  const limits = address.limits(1)
  const byAgent = address.modelsByAgent()
  address.finish()
  const models = [...new Set([model, ...byAgent.values()])]
  const modelFor = (agent: string): string => byAgent.get(agent) ?? model
  return {
    name: PROVIDER,
    address: base,
    isOutside: !isPrivateHost(url.hostname),
    limits,
    models,
    modelFor,
    ping: (agent) => ping(base, agent === undefined ? models : [modelFor(agent)], settings.loaded),
    ask: (request, of) => complete(settings, request, of, events),
  }
}
