import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { suite, test, type TestContext } from 'node:test'
import { openModels } from '@colophon/adapters/models'
import {
  DEFAULT_BUDGET,
  picoUsd,
  TIERS,
  type AgentCaller,
  type EnrichRequest,
  type ModelClient,
  type Store,
  type StepRun,
  type Tier,
} from '@colophon/domain'
import { lettersProfile } from '@colophon/profiles/letters'
import {
  startSimulatedAnthropic,
  type Behaviour,
  type SimulatedProvider,
} from '@colophon/testkit/providers'
import { LETTER, startRig, type Rig } from './rig.ts'

/** Agents that ask a tier above the local one. */
const ABOVE_LOCAL = ['entity-agent', 'content-agent', 'context-agent']
const AGENTS = lettersProfile.phases.flat()
const SAMPLES = new URL('../../../samples/letters/', import.meta.url)

interface Paid {
  provider: SimulatedProvider
  client: ModelClient
}

/** Paid models by tier, of a simulated provider. */
async function paidModels(
  t: TestContext,
  models: Partial<Record<'local' | 'fast' | 'deep', string>>,
  behaviour: Partial<Behaviour> = {},
): Promise<Paid> {
  const provider = await startSimulatedAnthropic({ behaviour })
  const urls = Object.entries(models).map(([tier, model]) => [
    tier,
    `anthropic:${model}?base_url=${encodeURIComponent(provider.url)}`,
  ])
  const client = await openModels(Object.fromEntries(urls) as object, {
    keys: { ANTHROPIC_API_KEY: 'key' },
  })
  t.after(async () => {
    await client[Symbol.asyncDispose]()
    await provider[Symbol.asyncDispose]()
  })
  return { provider, client }
}

/** Remembers the runs the store was asked to reserve for. */
const watchRuns =
  (runs: StepRun[]) =>
  (real: Store): Store => {
    const begin = real.work.beginRuns.bind(real.work)
    real.work.beginRuns = (ref, asked) => {
      runs.push(...asked)
      return begin(ref, asked)
    }
    return real
  }

/** Remembers what agents were asked. */
const watchRequests =
  (requests: Map<string, EnrichRequest>) =>
  (real: AgentCaller): AgentCaller => ({
    ...real,
    describe: (agent) => real.describe(agent),
    enrich(agent, request, course) {
      requests.set(agent, request)
      return real.enrich(agent, request, course)
    },
  })

async function enriched(rig: Rig, text: string) {
  const [id = ''] = await rig.submit([text])
  await rig.tell([id])
  const document = await rig.ended(id)
  const { items } = await rig.store.ledger.list('default', { documentId: id }, { limit: 100 })
  return { document, paid: items.filter(({ provider }) => provider === 'anthropic') }
}

const letterOf = (bytes: number): string =>
  LETTER + 'The books have come to hand in good order. '.repeat(bytes / 40).slice(0, bytes)

suite('a letter of 4 KB under the default limits', () => {
  const MODELS = {
    'the models of the example, nothing local': {
      fast: 'claude-sonnet-5-5',
      deep: 'claude-opus-5-5',
    },
    'Opus wherever a model may be asked': {
      local: 'claude-opus-5',
      fast: 'claude-opus-5',
      deep: 'claude-opus-5',
    },
  }
  for (const [name, models] of Object.entries(MODELS))
    test(`all agents with a model get their calls: ${name}`, async (t) => {
      const { client } = await paidModels(t, models)
      // Without rules every agent has to ask.
      const tiersOf = () => TIERS.filter((tier) => tier !== 'rules')
      const rig = await startRig(t, { client, tiersOf })
      const text = letterOf(4_096).slice(0, 4_096)
      const { document, paid } = await enriched(rig, text)
      const reasons = document.review_reasons.filter((reason) => reason.startsWith('budget'))
      assert.deepEqual(reasons, [])
      const asked = 'local' in models ? AGENTS : ABOVE_LOCAL
      assert.deepEqual([...new Set(paid.map(({ agent }) => agent))].sort(), asked.toSorted())
      const spent = paid.reduce((sum, { amount_pico_usd: amount }) => sum + amount, 0n)
      assert.ok(spent > 0n && spent <= DEFAULT_BUDGET.perDocument)
    })
})

test('no run is billed more than was reserved for it, whatever letter and however often repairs are needed', async (t) => {
  const runs: StepRun[] = []
  const model = 'claude-haiku-5-5'
  const behaviour = { weights: { schema_violation: 0.3, invalid_json: 0.2 } }
  const { client } = await paidModels(t, { local: model, fast: model, deep: model }, behaviour)
  const rig = await startRig(t, { client, store: watchRuns(runs), settings: { maxAttempts: 1 } })
  // Images of their pages lie in a folder.
  const names = readdirSync(SAMPLES).filter((name) => name.includes('.'))
  const texts = names.map((name) => readFileSync(new URL(name, SAMPLES), 'utf8'))
  let repairs = 0
  for (const text of texts) {
    const { paid } = await enriched(rig, text)
    for (const { run_id: id, bound_pico_usd: bound } of runs) {
      const calls = paid.filter(({ call_id: call }) => call.startsWith(`${id}:`))
      const spent = calls.reduce((sum, { amount_pico_usd: amount }) => sum + amount, 0n)
      assert.ok(spent <= bound, `${spent} > ${bound}`)
      repairs += calls.filter(({ call_id: call }) => call.endsWith(':repair')).length
    }
  }
  assert.ok(repairs > 0)
})

suite('near the limit of a document', () => {
  const SONNET = { fast: 'claude-sonnet-5-5' }
  const onlyContent = (agent: string): Tier[] => (agent === 'content-agent' ? ['fast'] : ['rules'])

  /** The most the content agent's call for the letter may cost, its repair included. */
  async function boundWithRepair(t: TestContext): Promise<bigint> {
    const runs: StepRun[] = []
    const { client } = await paidModels(t, SONNET)
    const rig = await startRig(t, { client, tiersOf: onlyContent, store: watchRuns(runs) })
    await enriched(rig, LETTER)
    assert.deepEqual(
      runs.map(({ agent }) => agent),
      ['content-agent'],
    )
    return runs[0]?.bound_pico_usd ?? 0n
  }

  test('an agent is asked without a repair when there is room for one call only', async (t) => {
    const perDocument = ((await boundWithRepair(t)) * 3n) / 4n
    const { client } = await paidModels(t, SONNET)
    const requests = new Map<string, EnrichRequest>()
    const rig = await startRig(t, {
      client,
      tiersOf: onlyContent,
      budget: { perDocument },
      agents: watchRequests(requests),
    })
    const { document, paid } = await enriched(rig, LETTER)
    assert.deepEqual([document.agents['content-agent']?.status, paid.length], ['ok', 1])
    assert.equal(requests.get('content-agent')?.repairs, 0)
    // An answer is the same answer, whatever it might have cost.
    const twin = await enriched(rig, LETTER)
    assert.equal(twin.document.agents['content-agent']?.reused, true)
  })

  test('an answer that would need a repair is then left, degraded', async (t) => {
    const perDocument = ((await boundWithRepair(t)) * 3n) / 4n
    const { client, provider } = await paidModels(t, SONNET, { next: ['schema_violation'] })
    const rig = await startRig(t, { client, tiersOf: onlyContent, budget: { perDocument } })
    const { document, paid } = await enriched(rig, LETTER)
    const { status, why } = document.agents['content-agent'] ?? {}
    assert.deepEqual([status, why], ['degraded', 'model.invalid_answer'])
    assert.deepEqual([paid.length, provider.bill.totals.calls], [1, 1])
  })

  test('an agent is left out when there is no room for one call either', async (t) => {
    const perDocument = (await boundWithRepair(t)) / 3n
    const { client, provider } = await paidModels(t, SONNET)
    const rig = await startRig(t, { client, tiersOf: onlyContent, budget: { perDocument } })
    const { document } = await enriched(rig, LETTER)
    assert.ok(document.review_reasons.includes('budget_skipped:content-agent'))
    assert.equal(provider.bill.totals.calls, 0)
  })

  test('an agent that does not say how large its calls are is taken for a large one that repairs', async (t) => {
    const bound = await boundWithRepair(t)
    const { client, provider } = await paidModels(t, SONNET)
    const runs: StepRun[] = []
    const rig = await startRig(t, {
      client,
      tiersOf: onlyContent,
      budget: { perDocument: bound },
      store: watchRuns(runs),
      agents: (real) => ({
        ...real,
        enrich: (...asked) => real.enrich(...asked),
        async describe(agent) {
          const { largest_call: _, ...older } = await real.describe(agent)
          return older
        },
      }),
    })
    const { document } = await enriched(rig, LETTER)
    assert.ok(document.review_reasons.includes('budget_skipped:content-agent'))
    assert.equal(provider.bill.totals.calls, 0)
    assert.equal(runs.length, 1, 'not tried again without a repair, which it may not know of')
    assert.ok((runs[0]?.bound_pico_usd ?? 0n) > bound)
  })
})

test('agents of one document do not keep each other waiting for the next day', async (t) => {
  const models = { local: 'claude-sonnet-5-5', fast: 'claude-sonnet-5-5' }
  const defer = { perDocument: picoUsd('10'), cutoffPercent: 100, whenExhausted: 'defer' } as const
  const runs: StepRun[] = []
  const free = await startRig(t, {
    client: (await paidModels(t, models)).client,
    budget: defer,
    store: watchRuns(runs),
  })
  const { paid } = await enriched(free, LETTER)
  const bounds = runs.map(({ bound_pico_usd: bound }) => bound)
  const largest = bounds.reduce((most, bound) => (bound > most ? bound : most), 0n)
  // Room for any one of them beside all that has been spent, and not for those of the first phase together.
  const perDay = largest + paid.reduce((sum, { amount_pico_usd: amount }) => sum + amount, 0n)
  assert.ok(bounds.slice(0, 3).reduce((sum, bound) => sum + bound, 0n) > perDay)
  const rig = await startRig(t, {
    client: (await paidModels(t, models)).client,
    budget: { ...defer, perDay },
  })
  const { document } = await enriched(rig, LETTER)
  assert.equal(document.status, 'completed')
  assert.deepEqual(
    document.review_reasons.filter((reason) => reason.startsWith('budget')),
    [],
  )
})
