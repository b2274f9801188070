import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { startSimulatedAnthropic, startSimulatedOllama } from '@colophon/testkit/providers'
import { openModels, probeModels } from '../../src/models/index.ts'
import { KEY } from './rig.ts'
import { PRICE_LIST, readPrices } from '../../src/models/price-list.ts'

const AGENTS = ['metadata-agent', 'structure-agent']

suite('probing the configured models', () => {
  test('asks each model that is free once, looks for the others, and tells latency, price and what is wrong', async (t) => {
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
          provider: null,
          model: 'claude-sonnet-5-5',
          agents: AGENTS,
          ok: true,
          error: null,
          priceId: 'claude-sonnet-5-5@2026-10-07',
        },
      ],
    )
    assert.deepEqual(
      results.map(({ asked, usage }) => [asked, usage?.usage_complete]),
      [
        [true, true],
        [true, undefined],
        [false, undefined],
      ],
    )
    // Nobody would book what a question costs here.
    assert.deepEqual(anthropic.bill.lines, [])
    assert.ok(results.every(({ latencyMs }) => latencyMs > 0))
  })

  test('a paid model that its provider does not know is told', async (t) => {
    const anthropic = await startSimulatedAnthropic({ models: ['claude-opus-5-5'] })
    t.after(() => anthropic[Symbol.asyncDispose]())
    const fast = `anthropic:claude-sonnet-5-5?base_url=${anthropic.url}`
    await using models = await openModels({ fast }, { keys: { ANTHROPIC_API_KEY: KEY } })
    const options = { prices: PRICE_LIST, agents: AGENTS, newCallId: () => 'probe' }
    const { signal } = new AbortController()
    const [result] = await probeModels(models, { ...options, signal })
    assert.deepEqual([result?.ok, result?.error], [false, 'model.missing'])
  })

  test('a local model whose time is charged for is not asked either', async (t) => {
    const ollama = await startSimulatedOllama({ models: ['llama3.2'] })
    t.after(() => ollama[Symbol.asyncDispose]())
    const prices = readPrices({ COMPUTE_SECOND_USD: '0.0003' })
    const local = `ollama://127.0.0.1:${ollama.port}/llama3.2`
    await using models = await openModels({ local }, { prices })
    const options = { prices, agents: AGENTS, newCallId: () => 'probe' }
    const { signal } = new AbortController()
    const [result] = await probeModels(models, { ...options, signal })
    assert.deepEqual([result?.ok, result?.asked, ollama.bill.lines], [true, false, []])
  })

  test('no model at all is no call at all', async () => {
    const options = { prices: PRICE_LIST, agents: AGENTS, newCallId: () => 'probe' }
    const { signal } = new AbortController()
    assert.deepEqual(await probeModels(await openModels({}), { ...options, signal }), [])
  })
})
