import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  AgentCallError,
  ModelCallError,
  NO_TOKENS,
  type ErrorCode,
  type ModelRequest,
  type Usage,
} from '@colophon/domain'
import { noRules, run, valueOf } from './cascade.ts'
import { said, watchedModels } from './letter.ts'

const usageOf = ({ call_id, tier }: ModelRequest, complete = true): Usage => ({
  call_id,
  tier,
  provider: 'anthropic',
  model: 'claude-sonnet-5-5',
  tool: null,
  tokens: { ...NO_TOKENS, input: 100, output: 20 },
  duration_ms: 1,
  request_id: 'req_1',
  usage_complete: complete,
})

/** Calls that fail after they were billed; `then` answers those that follow the first. */
const billed = (code: ErrorCode, then?: () => unknown) => {
  let calls = 0
  return watchedModels({
    answer: (request) => {
      calls += 1
      if (calls > 1 && then !== undefined) return then()
      throw new ModelCallError(code, 'scripted', usageOf(request))
    },
  })
}

const callsOf = (usage: readonly Usage[]): string[] =>
  usage.filter(({ tier }) => tier !== 'rules').map(({ call_id }) => call_id)

suite('a call that failed and was billed', () => {
  for (const code of ['model.refused', 'model.truncated', 'model.input_too_long'] as const)
    test(`${code} stands in the usage of the answer it could not give`, async () => {
      const response = await run(noRules, billed(code).models, { tiers: ['local'] })
      assert.deepEqual([response.status, response.why], ['degraded', code])
      assert.deepEqual(callsOf(response.usage), ['run_1:local'])
      assert.equal(response.usage[0]?.tokens.input, 100)
    })

  test('one that may be mended takes its usage along', async () => {
    const { models } = watchedModels({
      answer: (request) => {
        throw new ModelCallError('model.timeout', 'scripted', usageOf(request, false))
      },
    })
    await assert.rejects(run(noRules, models, { tiers: ['local'] }), (error) => {
      assert.ok(error instanceof AgentCallError)
      assert.deepEqual(callsOf(error.usage), ['run_1:local'])
      assert.equal(error.usage[0]?.usage_complete, false)
      return true
    })
  })

  test('one the provider did not take has no usage', async () => {
    const { models } = watchedModels({
      answer: () => {
        throw new ModelCallError('model.unauthorised', 'scripted', null)
      },
    })
    const response = await run(noRules, models, { tiers: ['local'] })
    assert.deepEqual([response.why, callsOf(response.usage)], ['model.unauthorised', []])
  })
})

suite('an answer that is no JSON', () => {
  const answered = () => ({
    name: said('Mary', { quote: 'Mary' }),
    place: said('Boston', { quote: 'Boston' }),
  })

  test('is asked for once more, and both calls are told', async () => {
    const { models, asked } = billed('model.invalid_answer', answered)
    const response = await run(noRules, models, { tiers: ['local'] })
    assert.deepEqual([response.status, valueOf(response, 'a.name')], ['ok', 'Mary'])
    assert.deepEqual(callsOf(response.usage), ['run_1:local', 'run_1:local:repair'])
    assert.match(asked[1]?.prompt ?? '', /not valid JSON/)
  })

  test('twice over leaves the cheaper answer, with both calls told once', async () => {
    const { models, asked } = billed('model.invalid_answer')
    const response = await run(noRules, models, { tiers: ['local'] })
    assert.deepEqual(
      [response.status, response.why, asked.length],
      ['degraded', 'model.invalid_answer', 2],
    )
    assert.deepEqual(callsOf(response.usage), ['run_1:local', 'run_1:local:repair'])
  })

  test('is not asked for again when the request forbids it, and leaves the cheaper answer', async () => {
    const { models, asked } = billed('model.invalid_answer', answered)
    const response = await run(noRules, models, { tiers: ['local'], repairs: 0 })
    assert.deepEqual(
      [response.status, response.why, asked.length],
      ['degraded', 'model.invalid_answer', 1],
    )
    assert.deepEqual(callsOf(response.usage), ['run_1:local'])
  })

  test('a repair that fails in another way fails as that', async () => {
    const { models } = billed('model.invalid_answer', () => {
      throw new ModelCallError('model.refused', 'scripted', null)
    })
    const response = await run(noRules, models, { tiers: ['local'] })
    assert.deepEqual([response.why, callsOf(response.usage)], ['model.refused', ['run_1:local']])
  })
})

test('an answer of another form is not asked for again either when the request forbids it', async () => {
  const { models, asked } = watchedModels({ answer: () => ({ name: 'Mary' }) })
  const response = await run(noRules, models, { tiers: ['local'], repairs: 0 })
  assert.deepEqual([response.why, asked.length], ['model.invalid_answer', 1])
})

test('no call may be answered at greater length than the agent says it needs', async () => {
  const { models, asked } = watchedModels({ answer: () => ({}) })
  await run(noRules, models, { tiers: ['local'] })
  assert.deepEqual(
    asked.map(({ max_tokens }) => max_tokens),
    [noRules.maxAnswerTokens, noRules.maxAnswerTokens],
  )
})
