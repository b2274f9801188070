import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import { startSimulatedOllama, type Fate } from '../../src/providers/index.ts'

interface Exchange {
  what: string
  path: string
  body?: object
  status: number
  type: string
  lines: Record<string, unknown>[]
}

/** Answers of a real server; proof/stack/record-ollama.ts has written them. */
const { model, recorded } = JSON.parse(
  readFileSync(new URL('../../fixtures/ollama.json', import.meta.url), 'utf8'),
) as { model: string; recorded: Exchange[] }

/** Where it is the model that decides, the simulated one is told what becomes of the call. */
const FATES: Readonly<Record<string, Fate>> = {
  'an answer cut at the limit': 'max_tokens',
  'an answer that repeats itself': 'silent_end',
}
/** Members that no client of ours reads, or that differ from model to model. */
const UNREAD = new Set(['parent_model', 'families', 'expires_at'])

/** The names in a value, those of its parts too; of lists, of their first entry. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf)
  if (typeof value !== 'object' || value === null) return typeof value
  const parts = Object.entries(value).filter(([key]) => !UNREAD.has(key))
  return Object.fromEntries(parts.toSorted().map(([key, part]) => [key, shapeOf(part)]))
}

const mediaType = (type: string): string => type.replace(/;.*/, '')

suite('the simulated Ollama answers as a real one did', async () => {
  const server = await startSimulatedOllama({ models: [model], behaviour: { token_lines: true } })
  for (const { what, path, body, status, type, lines } of recorded)
    test(what, async (t) => {
      if (recorded.at(-1)?.what === what) t.after(() => server[Symbol.asyncDispose]())
      const fate = FATES[what]
      if (fate !== undefined) server.conduct.change({ next: [fate] })
      const response = await fetch(`${server.url}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = (await response.text()).trim()
      const told = text.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>)
      assert.deepEqual(
        [response.status, mediaType(response.headers.get('content-type') ?? '')],
        [status, mediaType(type)],
      )
      if (status >= 400) {
        assert.deepEqual(told, lines)
        return
      }
      if (path === '/api/show') {
        assert.deepEqual(told[0]?.['capabilities'], lines[0]?.['capabilities'])
        return
      }
      assert.deepEqual(shapeOf(told[0]), shapeOf(lines[0]))
      const [last, lastLine] = [told.at(-1) ?? {}, lines.at(-1) ?? {}]
      assert.deepEqual(shapeOf(last), shapeOf(lastLine))
      assert.deepEqual(last['done_reason'], lastLine['done_reason'])
      const isCold = (line: Record<string, unknown>): boolean =>
        Number(line['load_duration'] ?? 0) > 250e6
      assert.equal(isCold(last), isCold(lastLine))
    })
})
