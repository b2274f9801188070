import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { priceOf } from '@colophon/domain'
import { startSimulatedAnthropic, startSimulatedOllama } from '@colophon/testkit/providers'
import { openModels, probeModels } from '../../src/models/index.ts'
import { KEY } from './rig.ts'
import { PRICE_LIST } from '../../src/models/price-list.ts'

const AGENTS = ['metadata-agent', 'structure-agent']

suite('probing the configured models', () => {
  test('asks each model once and tells latency, usage, price and what is wrong', async (t) => {
    const ollama = await startSimulatedOllama({ models: ['llama3.2'] })
    const anthropic = await startSimulatedAnthropic({ apiKey: KEY })
    const fast = `anthropic:claude-sonnet-5-5?base_url=${anthropic.url}`
    const models = await openModels(
      { local: `ollama://127.0.0.1:${ollama.port}/llama3.2?structure-agent=mixtral`, fast },
      { keys: { ANTHROPIC_API_KEY: KEY } },
    )
    t.after(async () => {
      await ollama[Symbol.asyncDispose]()
      await anthropic[Symbol.asyncDispose]()
    })
    let calls = 0
    const now = Date.parse('2026-11-20T00:00:00Z')
    const results = await probeModels(models, {
      prices: PRICE_LIST,
      agents: AGENTS,
      signal: new AbortController().signal,
      newCallId: () => `probe_${(calls += 1)}`,
      now: () => now,
    })
    assert.deepEqual(
      results.map(({ tier, provider, model, agents, ok, error, priceId }) => ({
        tier,
        provider,
        model,
        agents,
        ok,
        error,
        priceId,
      })),
      [
        {
          tier: 'local',
          provider: 'ollama',
          model: 'llama3.2',
          agents: ['metadata-agent'],
          ok: true,
          error: null,
          priceId: 'free:ollama',
        },
        {
          tier: 'local',
          provider: null,
          model: 'mixtral',
          agents: ['structure-agent'],
          ok: false,
          error: 'model.missing',
          priceId: null,
        },
        {
          tier: 'fast',
          provider: 'anthropic',
          model: 'claude-sonnet-5-5',
          agents: AGENTS,
          ok: true,
          error: null,
          priceId: 'claude-sonnet-5-5@2026-10-07',
        },
      ],
    )
    const paid = results[2]
    const [line] = anthropic.bill.lines
    assert.ok(paid?.usage && line)
    const { amount } = priceOf(PRICE_LIST, { ...line, day: '2026-11-20' })
    assert.deepEqual([paid.usage.tokens, paid.amountPicoUsd], [line.tokens, amount])
    assert.ok(paid.latencyMs > 0 && amount > 0n)
    assert.equal(results[1]?.amountPicoUsd, null)
  })

  test('no model at all is no call at all', async () => {
    const options = { prices: PRICE_LIST, agents: AGENTS, newCallId: () => 'probe' }
    const { signal } = new AbortController()
    assert.deepEqual(await probeModels(await openModels({}), { ...options, signal }), [])
  })
})
