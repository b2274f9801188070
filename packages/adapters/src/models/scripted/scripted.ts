import { createHash } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import {
  ColophonError,
  isErrorCode,
  isPaid,
  mayCost,
  NO_TOKENS,
  unmarked,
  withoutCodes,
  type ModelAnswer,
  type ModelClient,
  type ModelRequest,
  type PriceList,
  type Usage,
} from '@colophon/domain'
import { PRICE_LIST } from '../price-list.ts'
import { SCRIPTED } from './declaration.ts'
import { synthesise } from './synthesise.ts'

export { synthesise } from './synthesise.ts'

/** One line of the scripted provider's own bill: what it would charge for, kept apart from our ledger. */
export interface BillLine {
  call_id: string
  agent: string
  model: string
  /** SHA-256 of the question (`withoutCodes`): the same question asked twice is seen on the bill. */
  prompt_sha256: string
  input: number
  output: number
}

export interface ScriptedOptions {
  /** How long every answer takes. @default 0 */
  latencyMs?: number
  model?: string
  /** Answers a request; the default makes an answer that fits the schema out of the document's own words. */
  answer?: (request: ModelRequest) => unknown
  bill?: (line: BillLine) => void
  /** What models of its name cost. @default as providers list it */
  prices?: PriceList
}

const CHARACTERS_PER_TOKEN = 4
const tokens = (text: string): number => Math.ceil(text.length / CHARACTERS_PER_TOKEN)

const waiting: (() => void)[] = []

/**
 * Answers of real providers come over sockets, each in a turn of the event loop of its own. Timers of the same length
 * all end in one, and whoever waits with them would run in step for ever.
 */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    if (waiting.push(resolve) === 1) setImmediate(nextTurn)
  })
}

function nextTurn(): void {
  waiting.shift()?.()
  if (waiting.length > 0) setImmediate(nextTurn)
}

/** Waits; an abort rejects with the signal's own reason, as the port promises. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal })
  } catch (error) {
    signal.throwIfAborted()
    throw error
  }
}

/**
 * A model that answers from a script: the same in tests, demos and benchmarks. It takes its time, keeps its own bill and
 * honours aborts, as real providers do, but needs no network.
 */
export function createScriptedModels(options: ScriptedOptions = {}): ModelClient {
  const { latencyMs = 0, model = 'scripted-1', bill, prices = PRICE_LIST } = options
  const answer =
    options.answer ??
    ((request: ModelRequest) => synthesise(request.schema, unmarked('DOCUMENT', request.prompt)))

  return {
    modelFor: () => model,
    // By its name, which may be that of a model that is billed: what is spent can be tried without spending.
    isPaid: (name) => isPaid(prices, name),
    costs: (name) => mayCost(prices, name),
    isOutside: () => isPaid(prices, model),
    ping: () => Promise.resolve(),
    async complete(request: ModelRequest): Promise<ModelAnswer> {
      const startedAt = performance.now()
      request.signal.throwIfAborted()
      if (latencyMs > 0) {
        await pause(latencyMs, request.signal)
        await turn()
      }
      const json = answer(request)
      const line = {
        input: tokens(request.system + request.prompt),
        output: tokens(JSON.stringify(json)),
      }
      bill?.({
        call_id: request.call_id,
        agent: request.agent,
        model,
        prompt_sha256: createHash('sha256').update(withoutCodes(request.prompt)).digest('hex'),
        ...line,
      })
      const usage: Usage = {
        call_id: request.call_id,
        tier: request.tier,
        provider: SCRIPTED.name,
        model,
        tool: null,
        tokens: { ...NO_TOKENS, ...line },
        duration_ms: performance.now() - startedAt,
        usage_complete: true,
      }
      return { json, model, source: SCRIPTED.sourceOf(model), usage }
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

/**
 * `scripted:?latency_ms=200&model=NAME&bill=FILE&fail=CODE`: answers after `latency_ms`; appends each answered call to
 * FILE as a JSON line before answering; with `fail` every call fails with that error code.
 */
export function openScripted(url: URL, prices: PriceList): ModelClient {
  const { searchParams: query } = url
  const latencyMs = Number(query.get('latency_ms') ?? 0)
  if (!Number.isFinite(latencyMs) || latencyMs < 0) {
    throw new ColophonError(
      'config.invalid',
      `latency_ms must be a number of milliseconds in ${url.href}`,
    )
  }
  const fail = query.get('fail')
  if (fail !== null && !isErrorCode(fail)) {
    throw new ColophonError('config.invalid', `fail must be an error code in ${url.href}`)
  }
  const file = query.get('bill')
  const model = query.get('model')
  return createScriptedModels({
    latencyMs,
    prices,
    ...(model !== null && { model }),
    ...(file !== null && {
      bill: (line) => {
        appendFileSync(file, `${JSON.stringify(line)}\n`)
      },
    }),
    ...(fail !== null && {
      answer: () => {
        throw new ColophonError(fail, 'scripted failure')
      },
    }),
  })
}
