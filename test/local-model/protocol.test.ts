import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { skipWithoutOllama, temporaryFolder } from '@colophon/testkit'
import { runCommand } from '../e2e/command.ts'
import {
  aRequest,
  failureOf,
  LONG_SCHEMA,
  NAME_SCHEMA,
  openLocal,
  sharedOllama,
  urlOf,
} from './rig.ts'

const textForm = (more: object) => ({
  ...NAME_SCHEMA,
  properties: { name: { type: 'string', ...more } },
})

suite('a real Ollama', { skip: skipWithoutOllama() }, () => {
  const ollama = sharedOllama()

  test('is found ready by the doctor, and its model by the weights behind the name', async (t) => {
    const { stdout: text } = await runCommand(['doctor'], {
      cwd: temporaryFolder(t),
      env: { MODEL_LOCAL: urlOf(ollama()) },
    })
    assert.match(text, /^model local +ok +smollm2 \([0-9a-f]{12}\): \d+ ms/m)
  })

  test('counts the same again when the prompt was cached, and tells its weights', async (t) => {
    const loads: number[] = []
    const models = await openLocal(t, urlOf(ollama()), {
      loaded: ({ loadMs }) => loads.push(loadMs),
    })
    const [first, second] = [await models.complete(aRequest()), await models.complete(aRequest())]
    assert.deepEqual(second.usage.tokens, first.usage.tokens)
    assert.ok(first.usage.tokens.input > 50 && first.usage.tokens.output > 3)
    assert.deepEqual([first.usage.usage_complete, first.json], [true, second.json])
    const { models: listed } = (await (await fetch(`${ollama().url}/api/tags`)).json()) as {
      models: { digest: string }[]
    }
    assert.equal(first.usage.model_digest, listed[0]?.digest)
    assert.ok(loads.length <= 1, 'looking for a model in memory is no loading')
  })

  test('has other weights behind a name whose parameters were changed', async (t) => {
    await ollama().create('smollm2-warm', ['temperature 0.9'])
    const warm = await openLocal(t, urlOf(ollama(), '', 'smollm2-warm'))
    const plain = await openLocal(t, urlOf(ollama()))
    const digests = [await warm.complete(aRequest()), await plain.complete(aRequest())]
    assert.equal(new Set(digests.map(({ usage }) => usage.model_digest)).size, 2)
  })

  test('lacks a model: nothing was billed, and no later attempt can help', async (t) => {
    const models = await openLocal(t, urlOf(ollama(), '', 'qwen3'))
    const error = await failureOf(models.complete(aRequest()))
    assert.deepEqual([error.code, error.class, error.usage], ['model.missing', 'permanent', null])
  })

  test('stops working when the caller gives up: the next one is answered', async (t) => {
    const models = await openLocal(t, urlOf(ollama()))
    const caller = new AbortController()
    const given = models.complete(
      aRequest({ schema: LONG_SCHEMA, max_tokens: 3_000, signal: caller.signal }),
    )
    setTimeout(() => {
      caller.abort(new Error('lease lost'))
    }, 500)
    await assert.rejects(given, { message: 'lease lost' })
    assert.equal(typeof (await models.complete(aRequest())).json, 'object')
  })

  test('is given up at the deadline, and when it does not begin', async (t) => {
    const slow = await openLocal(t, urlOf(ollama(), 'deadline_ms=1500'))
    const late = await failureOf(
      slow.complete(aRequest({ schema: LONG_SCHEMA, max_tokens: 3_000 })),
    )
    assert.deepEqual([late.code, /deadline/.test(late.message)], ['model.timeout', true])
    const silent = await openLocal(t, urlOf(ollama(), 'first_token_ms=500'))
    ollama().suspend()
    const error = await failureOf(silent.complete(aRequest()))
    ollama().resume()
    assert.deepEqual([error.code, /first token/.test(error.message)], ['model.timeout', true])
  })

  test('refuses a text that is longer than was estimated, instead of cutting it', async (t) => {
    const models = await openLocal(t, urlOf(ollama()))
    // Each digit is a token of this model: three times as many as bytes let expect.
    const prompt = '7 1 9 4 2 '.repeat(500)
    const error = await failureOf(models.complete(aRequest({ prompt })))
    assert.deepEqual([error.code, error.usage], ['model.input_too_long', null])
  })

  test('loads no larger window than the model has, and that is known from then on', async (t) => {
    const url = urlOf(ollama(), 'num_predict=8').replace('num_ctx=4096', 'num_ctx=60000')
    const models = await openLocal(t, url)
    await failureOf(models.complete(aRequest({ schema: LONG_SCHEMA })))
    await delay(50)
    const error = await failureOf(models.complete(aRequest({ prompt: 'word '.repeat(6_000) })))
    assert.match(error.message, /num_ctx=60000, of which the server gives 8192/)
  })

  test('ends an answer at the limit: cut, and told so', async (t) => {
    const models = await openLocal(t, urlOf(ollama(), 'num_predict=20'))
    const error = await failureOf(models.complete(aRequest({ schema: LONG_SCHEMA })))
    assert.deepEqual([error.code, error.usage?.tokens.output], ['model.truncated', 20])
  })

  test('ends one that repeats itself without a word: that is no answer, now or later', async (t) => {
    const models = await openLocal(t, urlOf(ollama()))
    const schema = textForm({ pattern: '^0{90}$' })
    const error = await failureOf(models.complete(aRequest({ schema, max_tokens: 200 })))
    assert.deepEqual([error.code, error.class], ['model.invalid_answer', 'permanent'])
    assert.match(error.message, /ended in the middle/)
  })

  for (const [what, schema] of [
    ['cannot be read', textForm({ pattern: '[0-9]+' })],
    ['its runner dies of', textForm({ pattern: '^\\d{4}$' })],
  ] as const)
    test(`a form that ${what} is refused for good, and does not shut the model for others`, async (t) => {
      const models = await openLocal(t, urlOf(ollama(), 'breaker_failures=1'))
      const error = await failureOf(models.complete(aRequest({ schema })))
      assert.deepEqual([error.code, error.class], ['model.request_rejected', 'permanent'])
      assert.equal(typeof (await models.complete(aRequest())).json, 'object')
    })

  test('answers two who ask at once, one after the other', async (t) => {
    // Each with a gate of its own, as agents in processes of their own have.
    const agents = [await openLocal(t, urlOf(ollama())), await openLocal(t, urlOf(ollama()))]
    const answers = await Promise.all(agents.map((models) => models.complete(aRequest())))
    assert.deepEqual(answers[0]?.json, answers[1]?.json)
  })
})
