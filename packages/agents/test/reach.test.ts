import assert from 'node:assert/strict'
import { suite, test, type TestContext } from 'node:test'
import { openModels } from '@colophon/adapters/models'
import { ModelTier, Reach, TIERS, type ModelClient } from '@colophon/domain'
import {
  startSimulatedAnthropic,
  startSimulatedOllama,
  type SimulatedProvider,
} from '@colophon/testkit/providers'
import fc from 'fast-check'
import { modelsWithin } from '../src/models-within.ts'
import { openAgentsOverHttp, runAgent } from '../src/index.ts'
import { noRules } from './cascade.ts'
import { agentNamed, aRequest } from './letter.ts'
import { serveAgent, serviceToken } from './mcp/serve.ts'

const { signal } = new AbortController()
const KEYS = { ANTHROPIC_API_KEY: 'key' }

interface Providers {
  own: SimulatedProvider
  cloud: SimulatedProvider
  urls: { own: string; cloud: string }
}

async function providers(t: TestContext): Promise<Providers> {
  const [own, cloud] = await Promise.all([startSimulatedOllama(), startSimulatedAnthropic()])
  t.after(() => Promise.all([own, cloud].map((each) => each[Symbol.asyncDispose]())))
  const urls = {
    own: own.url.replace('http:', 'ollama:') + '/small',
    cloud: `anthropic:claude-haiku-5-5?base_url=${encodeURIComponent(cloud.url)}`,
  }
  return { own, cloud, urls }
}

const places = fc.record({
  local: fc.constantFrom('own', 'cloud'),
  fast: fc.constantFrom('own', 'cloud'),
  deep: fc.constantFrom('own', 'cloud'),
})

suite('how far a text may go', () => {
  test('no provider receives a text beyond its reach, whatever tiers are asked for', async (t) => {
    const { own, cloud, urls } = await providers(t)
    const [opened, seen] = [new Map<string, ModelClient>(), { own: 0, cloud: 0 }]
    t.after(() => Promise.all([...opened.values()].map((each) => each[Symbol.asyncDispose]())))
    const settings = fc.record({
      places,
      reach: fc.option(fc.constantFrom(...Reach.options), { nil: undefined }),
      tiers: fc.subarray([...TIERS]),
    })
    let run = 0
    const told = async ({
      places,
      reach,
      tiers,
    }: typeof settings extends fc.Arbitrary<infer S> ? S : never) => {
      const key = JSON.stringify(places)
      const configured = Object.fromEntries(
        ModelTier.options.map((tier) => [tier, urls[places[tier]]]),
      )
      const models = opened.get(key) ?? (await openModels(configured, { keys: KEYS }))
      opened.set(key, models)
      const mark = `Mary came from Boston ${++run}.`
      const request = aRequest(noRules, { text: mark, tiers, ...(reach && { reach }) })
      await runAgent({ ...noRules, tiers: TIERS }, request, { models, signal })
      const has = ({ requests }: SimulatedProvider): boolean =>
        JSON.stringify(requests).includes(mark)
      const went = { own: has(own), cloud: has(cloud) }
      seen.own += Number(went.own)
      seen.cloud += Number(went.cloud)
      if (reach === 'rules') assert.deepEqual(went, { own: false, cloud: false })
      if (reach === 'local') assert.equal(went.cloud, false)
      if (reach === 'local' && places.local !== 'own') assert.equal(went.own, false)
    }
    await fc.assert(fc.asyncProperty(settings, told), { numRuns: 60 })
    // The law would hold of a product that asks nobody.
    assert.ok(seen.own > 0 && seen.cloud > 0, JSON.stringify(seen))
  })

  test('a model beyond the reach is refused also to whoever asks it directly', async (t) => {
    const { cloud, urls } = await providers(t)
    await using models = await openModels({ local: urls.cloud, fast: urls.cloud }, { keys: KEYS })
    const within = modelsWithin(models, 'local')
    for (const tier of ['local', 'fast'] as const) {
      assert.equal(within.modelFor(tier, 'small-agent'), undefined)
      const call = { tier, call_id: '1', system: '', prompt: 'secret', schema: {}, max_tokens: 9 }
      await assert.rejects(within.complete({ ...call, signal, agent: 'small-agent' }), {
        code: 'model.missing',
        usage: null,
      })
    }
    assert.equal(cloud.requests.length, 0)
  })

  test('an agent over HTTP keeps to the reach that the call carries, whatever tiers it names', async (t) => {
    const { own, cloud, urls } = await providers(t)
    const name = 'entity-agent'
    const settings = { MODEL_LOCAL: urls.own, MODEL_FAST: urls.cloud, ...KEYS }
    const { url } = await serveAgent(t, name, settings)
    await using caller = openAgentsOverHttp({ [name]: url }, { token: serviceToken })
    const went: number[][] = []
    for (const reach of Reach.options) {
      const request = aRequest(agentNamed(name), { reach, run_id: reach, last_attempt: true })
      await caller.enrich(name, request, { signal })
      went.push([own.requests.length, cloud.requests.length])
    }
    assert.deepEqual(went[0], [0, 0])
    assert.deepEqual(went[1], [1, 0])
    assert.ok((went[2]?.[1] ?? 0) > 0)
  })

  test('what a model out of reach would have been asked for is told', async (t) => {
    const { urls } = await providers(t)
    await using models = await openModels({ fast: urls.cloud }, { keys: KEYS })
    const ask = (more: object) =>
      runAgent(noRules, aRequest(noRules, { tiers: ['rules'], reach: 'rules', ...more }), {
        ...{ models, signal },
      })
    const held = await ask({ beyond_reach: ['fast'] })
    assert.deepEqual(held.out_of_reach, ['a.name', 'a.place'])
    // Without a model on the tier nothing is missed.
    assert.equal((await ask({ beyond_reach: ['deep'] })).out_of_reach, undefined)
    assert.equal((await ask({})).out_of_reach, undefined)
  })
})
