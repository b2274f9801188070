import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { ColophonError, withoutCodes, type ModelRequest } from '@colophon/domain'
import { temporaryFolder } from '@colophon/testkit'
import { createScriptedModels, openModels } from '../../../src/models/index.ts'

const aRequest = (overrides: Partial<ModelRequest> = {}): ModelRequest => ({
  tier: 'local',
  call_id: 'run_1:local',
  system: 'You read letters.',
  prompt:
    'Fields wanted\n\n<<<DOCUMENT 0123456789ab>>>\nDear Mary,\n\nall is well.\n<<<END 0123456789ab>>>',
  schema: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
  max_tokens: 100,
  signal: new AbortController().signal,
  agent: 'small-agent',
  ...overrides,
})

suite('scripted models', () => {
  test('the same question always gets the same answer', async () => {
    const models = createScriptedModels()
    const [one, other] = [await models.complete(aRequest()), await models.complete(aRequest())]
    assert.deepEqual(one.json, other.json)
    assert.deepEqual(one.json, { name: 'Dear Mary,' })
  })

  test('usage is what the call was asked and answered', async () => {
    const request = aRequest()
    const { usage, model, json } = await createScriptedModels({ model: 'oracle' }).complete(request)
    assert.equal(model, 'oracle')
    assert.deepEqual(
      [usage.call_id, usage.tier, usage.provider, usage.model, usage.usage_complete],
      ['run_1:local', 'local', 'scripted', 'oracle', true],
    )
    assert.equal(usage.tokens.input, Math.ceil((request.system + request.prompt).length / 4))
    assert.equal(usage.tokens.output, Math.ceil(JSON.stringify(json).length / 4))
  })

  test('an answer takes its time', async () => {
    const startedAt = performance.now()
    const { usage } = await createScriptedModels({ latencyMs: 40 }).complete(aRequest())
    assert.ok(performance.now() - startedAt >= 39)
    assert.ok(usage.duration_ms >= 39)
  })

  test('an abort ends the wait at once, with the signal’s own reason, and nothing is billed', async () => {
    const billed: unknown[] = []
    const models = createScriptedModels({ latencyMs: 60_000, bill: (line) => billed.push(line) })
    const stop = new AbortController()
    const running = models.complete(aRequest({ signal: stop.signal }))
    running.catch(() => undefined)
    await delay(5)
    const reason = new Error('lease lost')
    const startedAt = performance.now()
    stop.abort(reason)
    await assert.rejects(running, (thrown) => thrown === reason)
    assert.ok(performance.now() - startedAt < 50)
    await assert.rejects(
      models.complete(aRequest({ signal: stop.signal })),
      (thrown) => thrown === reason,
    )
    assert.deepEqual(billed, [])
  })
})

suite('scripted: URLs', () => {
  test('every answered call is on the bill before it is answered', async (t) => {
    const file = join(temporaryFolder(t), 'bill.jsonl')
    const models = await openModels({
      local: `scripted:?model=oracle&bill=${encodeURIComponent(file)}`,
    })
    t.after(() => models[Symbol.asyncDispose]())
    const lines = () =>
      readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as object)
    const { usage } = await models.complete(aRequest({ call_id: 'one' }))
    const { input, output } = usage.tokens
    const prompt_sha256 = createHash('sha256').update(withoutCodes(aRequest().prompt)).digest('hex')
    assert.deepEqual(lines(), [
      { call_id: 'one', agent: 'small-agent', model: 'oracle', prompt_sha256, input, output },
    ])
    await models.complete(aRequest({ call_id: 'two' }))
    assert.equal(lines().length, 2)
  })

  test('latency_ms is the time an answer takes', async () => {
    const models = await openModels({ local: 'scripted:?latency_ms=40' })
    const startedAt = performance.now()
    await models.complete(aRequest())
    assert.ok(performance.now() - startedAt >= 39)
  })

  test('with fail every call fails with that code, and nothing is billed', async (t) => {
    const file = join(temporaryFolder(t), 'bill.jsonl')
    const models = await openModels({
      local: `scripted:?fail=model.overloaded&bill=${encodeURIComponent(file)}`,
    })
    await assert.rejects(models.complete(aRequest()), {
      code: 'model.overloaded',
      class: 'transient',
    })
    assert.throws(() => readFileSync(file), { code: 'ENOENT' })
  })

  for (const wrong of [
    'scripted:?latency_ms=soon',
    'scripted:?latency_ms=-1',
    'scripted:?fail=made.up',
  ])
    test(`${wrong} is refused when it is opened`, async () => {
      await assert.rejects(openModels({ local: wrong }), { code: 'config.invalid' })
    })
})

suite('models of all tiers behind one port', () => {
  test('none at all is a normal way to run', async () => {
    const models = await openModels({})
    assert.equal(models.modelFor('local', 'metadata-agent'), undefined)
    await models.ping()
    await assert.rejects(models.complete(aRequest()), { code: 'model.not_configured' })
    await models[Symbol.asyncDispose]()
  })

  test('each tier has its own', async () => {
    const models = await openModels({
      local: 'scripted:?model=small',
      deep: 'scripted:?model=large',
    })
    assert.deepEqual(
      (['local', 'fast', 'deep'] as const).map((tier) => models.modelFor(tier, 'any')),
      ['small', undefined, 'large'],
    )
    assert.equal((await models.complete(aRequest({ tier: 'deep' }))).model, 'large')
    await models.ping()
  })

  test('a scheme without an adapter is refused, and the message names those that have one', async () => {
    await assert.rejects(openModels({ fast: 'crystal-ball:' }), (error) => {
      assert.ok(error instanceof ColophonError)
      assert.equal(error.code, 'config.unknown_scheme')
      assert.match(error.message, /MODEL_FAST.*crystal-ball:.*scripted:/)
      return true
    })
  })

  test('what is no URL is refused with the name of its setting', async () => {
    await assert.rejects(openModels({ deep: 'claude' }), {
      code: 'config.invalid',
      message: /^MODEL_DEEP /,
    })
  })
})
