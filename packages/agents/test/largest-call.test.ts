import assert from 'node:assert/strict'
import { suite, test, type TestContext } from 'node:test'
import { PRICE_LIST } from '@colophon/adapters/prices'
import { openModels } from '@colophon/adapters/models'
import {
  callBound,
  largestCall,
  MAX_ANSWER_TOKENS,
  NO_TOKENS,
  priceOf,
  STATIC_PROMPT_TOKENS,
  type AgentCaller,
  type EnrichRequest,
} from '@colophon/domain'
import { LETTER_AGENTS } from '@colophon/profiles/letters/agents'
import {
  startSimulatedAnthropic,
  startSimulatedOllama,
  type SimulatedAnthropicOptions,
  type SimulatedProvider,
} from '@colophon/testkit/providers'
import fc from 'fast-check'
import { openAgentsInMemory, type Agent } from '../src/index.ts'
import { largestCallOf } from '../src/largest-call.ts'
import { complaintAbout, MAX_COMPLAINT_BYTES, MAX_FOUND_BYTES } from '../src/prompt.ts'
import { aRequest, sample, sampleNames } from './letter.ts'

const MODEL = 'claude-opus-5'
const { signal } = new AbortController()

interface Rig {
  provider: SimulatedProvider
  agents: AgentCaller
}

/** The agents over a provider whose answers never fit, so that every call is followed by its repair. */
async function unfittingRig(
  t: TestContext,
  options: Partial<SimulatedAnthropicOptions> = {},
): Promise<Rig> {
  const behaviour = { weights: { schema_violation: 1 } }
  const provider = await startSimulatedAnthropic({ behaviour, ...options })
  const url = `anthropic:${MODEL}?base_url=${encodeURIComponent(provider.url)}`
  const models = await openModels(
    { local: url, fast: url, deep: url },
    { keys: { ANTHROPIC_API_KEY: 'key' } },
  )
  const agents = await openAgentsInMemory(LETTER_AGENTS, { models })
  t.after(async () => {
    await agents[Symbol.asyncDispose]()
    await models[Symbol.asyncDispose]()
    await provider[Symbol.asyncDispose]()
  })
  return { provider, agents }
}

interface SentMessage {
  max_tokens: number
  system: { text: string }[]
  messages: { content: string }[]
  output_config: { format?: { schema: unknown } }
}

/** Tokens a provider may bill beside what it was sent: roles, its own words about the form of the answer. */
const PROVIDERS_OWN_TOKENS = 800

/** The dearest bill there can be for it: each byte a token, all of it written to a cache, an answer as long as allowed. */
function dearestBill(sent: unknown): bigint {
  const { max_tokens: output, system, messages, output_config: config } = sent as SentMessage
  const texts = [...system.map(({ text }) => text), ...messages.map(({ content }) => content)]
  if (config.format !== undefined) texts.push(JSON.stringify(config.format.schema))
  const cache_write_5m = Buffer.byteLength(texts.join('')) + PROVIDERS_OWN_TOKENS
  const tokens = { ...NO_TOKENS, cache_write_5m, output }
  return priceOf(PRICE_LIST, { provider: 'anthropic', model: MODEL, tokens, day: '2026-11-22' })
    .amount
}

/** Runs an agent and compares every call it sent with what was reserved for it. */
async function sentWithinBound({ provider, agents }: Rig, agent: Agent, request: EnrichRequest) {
  const before = provider.requests.length
  const description = await agents.describe(agent.name)
  await agents.enrich(agent.name, request, { signal })
  const bound = callBound(PRICE_LIST, MODEL, largestCall(description.largest_call, request))
  const bills = provider.requests.slice(before).map(dearestBill)
  for (const bill of bills) assert.ok(bill <= bound, `${agent.name}: ${bill} > ${bound}`)
  return { bound, bills }
}

/** The model tier that surely asks. */
const tierOf = ({ tiers }: Agent) => tiers[1] ?? 'local'

const letters = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 4_000 }),
  fc.string({ unit: 'binary', maxLength: 2_000 }),
  fc.constantFrom(...sampleNames()).map(sample),
)
// Around the length from which findings are left out, too, and where bytes and characters differ.
const findings = fc
  .tuple(
    fc.dictionary(fc.string(), fc.jsonValue()),
    fc.integer({ min: 0, max: MAX_FOUND_BYTES + 100 }),
    fc.constantFrom('a', 'é', '€', '"'),
  )
  .map(([tree, length, letter]) => ({ ...tree, content: { summary: letter.repeat(length) } }))

suite('what is reserved for a call', () => {
  for (const form of ['grammar', 'words'] as const)
    test(`is never less than the bill: any letter and findings, all agents, the repair too (${form})`, async (t) => {
      const rig = await unfittingRig(t, { refuseGrammar: form === 'words' })
      const cases = fc.asyncProperty(
        fc.constantFrom(...LETTER_AGENTS),
        letters,
        findings,
        async (agent, text, found) => {
          const tiers = [tierOf(agent)]
          const request = aRequest(agent, { text, found, tiers, last_attempt: true })
          const { bills } = await sentWithinBound(rig, agent, request)
          assert.ok(bills.length >= 2, 'the call and its repair')
        },
      )
      await fc.assert(cases, { numRuns: 60 })
    })

  test('holds for the bundled letters when rules leave only some fields open', async (t) => {
    const rig = await unfittingRig(t)
    for (const name of sampleNames())
      for (const agent of LETTER_AGENTS) {
        const request = aRequest(agent, { text: sample(name), last_attempt: true })
        await sentWithinBound(rig, agent, request)
      }
  })

  test('is less than twice what is sent, where every field is asked for', async (t) => {
    const rig = await unfittingRig(t)
    for (const agent of LETTER_AGENTS) {
      const request = aRequest(agent, { tiers: [tierOf(agent)], last_attempt: true })
      const { bound, bills } = await sentWithinBound(rig, agent, request)
      for (const bill of bills) assert.ok(bound < 2n * bill, agent.name)
    }
  })

  test('holds for what a local model is sent', async (t) => {
    const provider = await startSimulatedOllama()
    const models = await openModels({
      local: `ollama://127.0.0.1:${provider.port}/llama3.2?num_ctx=32768`,
    })
    t.after(async () => {
      await models[Symbol.asyncDispose]()
      await provider[Symbol.asyncDispose]()
    })
    const agents = await openAgentsInMemory(LETTER_AGENTS, { models })
    t.after(() => agents[Symbol.asyncDispose]())
    for (const agent of LETTER_AGENTS) {
      const hints = 'Look at the ½ of the page that is torn.'
      const request = aRequest(agent, { tiers: ['local'], last_attempt: true, hints })
      await agents.enrich(agent.name, request, { signal })
      const { messages } = provider.requests.at(-1) as { messages: { content: string }[] }
      const bytes = Buffer.byteLength(messages.map(({ content }) => content).join(''))
      assert.ok(bytes <= largestCall(largestCallOf(agent), request).prompt, agent.name)
    }
  })
})

suite('the size an agent states', () => {
  test('is below what is assumed of an agent that states none', () => {
    for (const agent of LETTER_AGENTS) {
      const size = largestCallOf(agent)
      // A token of such English and JSON is one and a half bytes at the very least.
      const tokens = (size.prompt_bytes + size.found_bytes) / 1.5
      assert.ok(tokens <= STATIC_PROMPT_TOKENS, agent.name)
      assert.ok(size.answer_tokens <= MAX_ANSWER_TOKENS, agent.name)
    }
  })

  test('has room for any complaint, whatever keys a model made up', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 3_000 }), (problems) => {
        const complaint = complaintAbout(problems)
        assert.ok(Buffer.byteLength(complaint) <= MAX_COMPLAINT_BYTES)
        assert.match(complaint, /did not fit the schema\.[^]*\n\nAnswer again\.$/)
      }),
    )
  })
})
