import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { inspect } from 'node:util'
import { ModelCallError, type ModelClient, type ModelRequest } from '@colophon/domain'
import {
  startSimulatedAnthropic,
  startSimulatedOllama,
  type SimulatedAnthropicOptions,
  type SimulatedOllamaOptions,
  type SimulatedProvider,
} from '@colophon/testkit/providers'
import { openModels, type ModelEvents } from '../../src/models/index.ts'

export const KEY = 'sk-ant-do-not-tell'
export const LETTER = `Dear Mary,\n\n${'all is well at the mill and the children are in good health. '.repeat(8)}`

export const aRequest = (overrides: Partial<ModelRequest> = {}): ModelRequest => ({
  tier: 'local',
  call_id: 'run_1:local',
  system: 'You read letters.',
  prompt: `Fields wanted\n\n<<<DOCUMENT 0123456789ab>>>\n${LETTER}\n<<<END 0123456789ab>>>`,
  schema: {
    type: 'object',
    properties: {
      name: { type: 'string', minLength: 1, description: 'Who is addressed' },
      place: { type: 'string', description: 'Where it was written' },
      sure: { type: 'number', minimum: 0, maximum: 1 },
    },
    required: ['name', 'place', 'sure'],
    additionalProperties: false,
  },
  max_tokens: 500,
  signal: new AbortController().signal,
  agent: 'small-agent',
  ...overrides,
})

export interface Rig {
  server: SimulatedProvider
  models: ModelClient
  ask: (overrides?: Partial<ModelRequest>) => ReturnType<ModelClient['complete']>
}

const urlAt = {
  ollama: (port: number, query = '') => `ollama://127.0.0.1:${port}/llama3.2?${query}`,
  anthropic: (port: number, query = '') =>
    `anthropic:claude-sonnet-5-5?base_url=http://127.0.0.1:${port}&${query}`,
}

/** A simulated Ollama and a client of it as the local model; `query` are parameters of the model's URL. */
export async function ollamaRig(
  t: TestContext,
  {
    query = '',
    events,
    ...options
  }: SimulatedOllamaOptions & { query?: string; events?: ModelEvents } = {},
): Promise<Rig> {
  const server = await startSimulatedOllama(options)
  const models = await openModels({ local: urlAt.ollama(server.port, query) }, { events })
  t.after(async () => {
    await models[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })
  return { server, models, ask: (overrides) => models.complete(aRequest(overrides)) }
}

/** A simulated Anthropic and a client of it as the fast model. */
export async function anthropicRig(
  t: TestContext,
  {
    query = '',
    events,
    key = KEY,
    ...options
  }: SimulatedAnthropicOptions & { query?: string; events?: ModelEvents; key?: string } = {},
): Promise<Rig> {
  const server = await startSimulatedAnthropic({ apiKey: KEY, ...options })
  const models = await openModels(
    { fast: urlAt.anthropic(server.port, query) },
    { keys: { ANTHROPIC_API_KEY: key }, events },
  )
  t.after(async () => {
    await models[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })
  const ask: Rig['ask'] = (overrides) =>
    models.complete(aRequest({ tier: 'fast', call_id: 'run_1:fast', ...overrides }))
  return { server, models, ask }
}

/** One provider, with all that tests of every provider need to know of it. */
export const OLLAMA = {
  name: 'ollama',
  model: 'llama3.2',
  tier: 'local',
  rig: ollamaRig,
  /** Whether an answer begins with the id of its request and what it was charged for the input. */
  tellsFirst: false,
} as const
export const ANTHROPIC = {
  name: 'anthropic',
  model: 'claude-sonnet-5-5',
  tier: 'fast',
  rig: anthropicRig,
  tellsFirst: true,
} as const

/** A client of whatever is at that port. */
export async function clientAt(
  t: TestContext,
  { name, tier }: typeof OLLAMA | typeof ANTHROPIC,
  port: number,
  query = '',
): Promise<ModelClient> {
  const models = await openModels(
    { [tier]: urlAt[name](port, query) },
    { keys: { ANTHROPIC_API_KEY: KEY } },
  )
  t.after(() => models[Symbol.asyncDispose]())
  return models
}

/** Any HTTP server on a free port, for what no provider would say. */
export async function rawServer(t: TestContext, handle: RequestListener): Promise<number> {
  const server = createServer(handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** A port nobody listens on. */
export async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** The failure of a call, after looking that nothing in it tells the key or the letter. */
export async function failureOf(call: Promise<unknown>): Promise<ModelCallError> {
  const thrown: unknown = await call.then(
    () => assert.fail('the call was answered'),
    (error: unknown) => error,
  )
  assert.ok(thrown instanceof ModelCallError, inspect(thrown))
  const all = inspect(thrown, { depth: null, showHidden: true })
  assert.doesNotMatch(all, /do-not-tell/)
  assert.doesNotMatch(all, /all is well|Dear Mary/)
  return thrown
}

/** Waits for what another party does in its own time. */
export async function eventually(holds: () => boolean): Promise<void> {
  const until = performance.now() + 10_000
  while (!holds()) {
    assert.ok(performance.now() < until, 'it never happened')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
