import { after, before, type TestContext } from 'node:test'
import { openModels, type ModelEvents } from '@colophon/adapters/models'
import type { ModelCallError, ModelClient, ModelRequest } from '@colophon/domain'
import { LOCAL_MODEL, startOllama, type OllamaServer } from '@colophon/testkit'

/** One server for all tests of a suite: it is there when they run. */
export function sharedOllama(): () => OllamaServer {
  let server: OllamaServer | undefined
  const ends: (() => void | Promise<void>)[] = []
  before(async () => {
    server = await startOllama({ name: 'local model', after: (end) => ends.push(end) })
  })
  after(async () => {
    for (const end of ends) await end()
  })
  return () => {
    if (server === undefined) throw new Error('the server is not there yet')
    return server
  }
}

/** URL of the small model; small windows are loaded faster. */
export const urlOf = ({ host }: OllamaServer, query = '', model = LOCAL_MODEL): string =>
  `ollama://${host}/${model}?num_ctx=4096&${query}`

export async function openLocal(
  t: TestContext,
  url: string,
  events: ModelEvents = {},
): Promise<ModelClient> {
  const models = await openModels({ local: url }, { events })
  t.after(() => models[Symbol.asyncDispose]())
  return models
}

export const NAME_SCHEMA = {
  type: 'object',
  properties: { name: { type: 'string', maxLength: 40 } },
  required: ['name'],
  additionalProperties: false,
}

/** A text nothing but a limit ends soon: many letters, each of them chosen anew. */
export const LONG_SCHEMA = {
  type: 'object',
  properties: { text: { type: 'string', pattern: '^([a-z]{7} [a-z]{5} ){300}$' } },
  required: ['text'],
  additionalProperties: false,
}

export const aRequest = (overrides: Partial<ModelRequest> = {}): ModelRequest => ({
  tier: 'local',
  call_id: 'run_1:local',
  system: 'You read letters.',
  prompt: 'Who is addressed?\n\n<<<DOCUMENT 0>>>\nDear Mary, all is well. Yours, John\n<<<END 0>>>',
  schema: NAME_SCHEMA,
  max_tokens: 100,
  signal: new AbortController().signal,
  agent: 'small-agent',
  ...overrides,
})

export const failureOf = (call: Promise<unknown>): Promise<ModelCallError> =>
  call.then(
    () => {
      throw new Error('the call was answered')
    },
    (thrown: unknown) => thrown as ModelCallError,
  )
