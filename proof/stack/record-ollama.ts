/**
 * `node proof/stack/record-ollama.ts`: asks a real Ollama what the simulated one must answer alike, and writes both sides to
 * packages/testkit/fixtures/ollama.json. Needs what .ci/install-servers puts into .servers. The text is our own.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { LOCAL_MODEL, startOllama } from '@colophon/testkit'

const FILE = fileURLToPath(new URL('../../packages/testkit/fixtures/ollama.json', import.meta.url))
const LETTER =
  'Leith, 4 May 1862\n\nDear Mr. Ross,\n\nthe casks have come.\n\nYours truly,\nJohn Hall\n'

const form = (name: object) => ({
  type: 'object',
  properties: { name },
  required: ['name'],
  additionalProperties: false,
})
const chat = (format: unknown, most: number, more: object = {}) => ({
  model: LOCAL_MODEL,
  stream: true,
  truncate: false,
  shift: false,
  messages: [{ role: 'user', content: `Who is addressed?\n\n${LETTER}` }],
  format,
  options: { temperature: 0, num_ctx: 2_048, num_predict: most },
  ...more,
})
const name = { type: 'string', maxLength: 20 }

/** Questions, in this order: the first answer loads the model. */
const ASKED: Readonly<Record<string, { path: string; body?: object }>> = {
  'an answer that loads the model': { path: '/api/chat', body: chat(form(name), 60) },
  'an answer of a model in memory': { path: '/api/chat', body: chat(form(name), 60) },
  'an answer cut at the limit': { path: '/api/chat', body: chat(form(name), 5) },
  'a model that is not there': { path: '/api/chat', body: chat(form(name), 5, { model: 'qwen3' }) },
  'a text that is too long': {
    path: '/api/chat',
    body: chat(form(name), 5, { messages: [{ role: 'user', content: 'word '.repeat(2_600) }] }),
  },
  'a form that is none': { path: '/api/chat', body: chat('xml', 5) },
  'a form that cannot be read': { path: '/api/chat', body: chat(form({ type: 'date' }), 5) },
  'a form the runner dies of': {
    path: '/api/chat',
    body: chat(form({ type: 'string', pattern: '^\\d{4}$' }), 5),
  },
  'an answer that repeats itself': {
    path: '/api/chat',
    body: chat(form({ type: 'string', pattern: '^0{90}$' }), 200),
  },
  'what is there': { path: '/api/tags' },
  'what is in memory': { path: '/api/ps' },
  'what a model can do': { path: '/api/show', body: { model: LOCAL_MODEL } },
  'the version': { path: '/api/version' },
}

await using ends = new AsyncDisposableStack()
const server = await startOllama({
  name: 'record',
  after: (end) => {
    ends.defer(async () => {
      await end()
    })
  },
})
const recorded: object[] = []
for (const [what, { path, body }] of Object.entries(ASKED)) {
  const response = await fetch(`${server.url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = (await response.text()).trim()
  // A description of weights and licence is cut to what is read here.
  const lines =
    path === '/api/show'
      ? [{ capabilities: (JSON.parse(text) as { capabilities: string[] }).capabilities }]
      : text.split('\n').map((line) => JSON.parse(line) as object)
  const type = response.headers.get('content-type') ?? ''
  recorded.push({ what, path, body, status: response.status, type, lines })
}
const fixture = { version: server.version, model: LOCAL_MODEL, recorded }
writeFileSync(FILE, `${JSON.stringify(fixture, null, 1)}\n`)
