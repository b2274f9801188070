import assert from 'node:assert/strict'
import { suite, test, type TestContext } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { ERROR_META } from '../../../src/mcp/wire/envelope.ts'
import { agentNamed, aRequest, LETTER, watchedModels } from '../../letter.ts'
import { CLIENT_KINDS, connectByHttp, type ClientKind, type Connected } from '../clients.ts'
import { AGENT_NAMES, call, TOOL_NAMES } from '../contract.ts'
import { serveAgent, serveEndpoint, serviceToken } from '../serve.ts'

const metadata = agentNamed('metadata-agent')
const toModel = { ...aRequest(metadata, { tiers: ['local'] }) }
const enrich = { name: 'enrich', arguments: toModel }

async function open(
  t: TestContext,
  kind: ClientKind,
  { url, token = '' }: { url: string; token?: string },
): Promise<Connected> {
  const connected = await connectByHttp(kind, url, token)
  t.after(() => connected.client.close())
  return connected
}

const MODERN = CLIENT_KINDS.filter((kind) => /auto|pinned/.test(kind))

/** The answer without what is of the moment. */
const withoutTimes = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, each: unknown) => (TIMES.has(key) ? undefined : each)))
const TIMES = new Set(['at', 'duration_ms'])

suite('clients of both eras', () => {
  test('each agrees on the newest revision that it speaks', async (t) => {
    const { url } = await serveAgent(t, 'metadata-agent')
    const token = serviceToken('agent:metadata-agent')
    const versions = await Promise.all(
      CLIENT_KINDS.map(async (kind) => (await open(t, kind, { url, token })).version),
    )
    assert.deepEqual(versions, ['2025-11-25', '2025-11-25', '2026-07-28', '2026-07-28'])
  })

  for (const name of AGENT_NAMES)
    test(`they see the same of ${name}: tools, schemas, answers, failures`, async (t) => {
      const { url } = await serveEndpoint(t, agentNamed(name), watchedModels())
      const seen = CLIENT_KINDS.map(async (kind) => {
        const { client } = await open(t, kind, { url })
        const { tools } = await client.listTools()
        const calls = [...TOOL_NAMES[name], 'enrich'].flatMap((tool) => {
          const args = tool === 'enrich' ? { ...aRequest(agentNamed(name)) } : { text: LETTER }
          return [call(client, tool, args), call(client, tool, { text: 3 })]
        })
        const results = (await Promise.all(calls)).map(({ isError, content, ...result }) => [
          isError ?? false,
          content,
          result.structuredContent,
          result._meta?.[ERROR_META],
        ])
        return withoutTimes({ server: client.getServerVersion(), tools, results })
      })
      const [first, ...others] = await Promise.all(seen)
      for (const other of others) assert.deepEqual(other, first)
    })

  test('they share the limit of calls at once', async (t) => {
    const { models, asked } = watchedModels({ latencyMs: 60_000 })
    const { url } = await serveEndpoint(t, metadata, { models, maxConcurrency: 2 })
    const stop = new AbortController()
    for (const kind of ['SDK 1', 'SDK 2, auto'] as const) {
      const { callTool } = await open(t, kind, { url })
      callTool(enrich, { signal: stop.signal }).catch(() => undefined)
    }
    while (asked.length < 2) await delay(1)
    for (const kind of CLIENT_KINDS) {
      const { client } = await open(t, kind, { url })
      const { _meta } = await call(client, 'enrich', toModel)
      assert.equal(_meta?.[ERROR_META]?.['code'], 'agent.busy', kind)
    }
    stop.abort()
  })

  for (const kind of MODERN) {
    test(`progress is told to a client that asks for it (${kind})`, async (t) => {
      const options = { ...watchedModels({ latencyMs: 120 }), progressEveryMs: 20 }
      const { url } = await serveEndpoint(t, metadata, options)
      const { callTool } = await open(t, kind, { url })
      const seen: number[] = []
      await callTool(enrich, { onprogress: ({ progress }) => seen.push(progress) })
      assert.ok(seen.length >= 2, String(seen.length))
      assert.deepEqual(
        seen,
        seen.map((_, i) => i + 1),
      )
    })

    test(`a client that cancels ends the model’s call (${kind})`, async (t) => {
      const { models, asked } = watchedModels({ latencyMs: 60_000 })
      const ended: string[] = []
      const { url } = await serveEndpoint(t, metadata, {
        models,
        onEnd: ({ outcome }) => ended.push(outcome),
      })
      const { callTool } = await open(t, kind, { url })
      const stop = new AbortController()
      const running = callTool(enrich, { signal: stop.signal })
      running.catch(() => undefined)
      while (asked.length === 0) await delay(1)
      stop.abort()
      await assert.rejects(running)
      while (ended.length === 0) await delay(1)
      assert.deepEqual(ended, ['aborted'])
      assert.equal(asked[0]?.signal.aborted, true)
    })
  }
})
