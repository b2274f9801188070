import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { ColophonError, type ErrorCode } from '@colophon/domain'
import { openModels } from '../../src/models/index.ts'
import { KEY } from './rig.ts'

const SECRET = 'sk-ant-in-the-wrong-place'

async function refusal(fast: string): Promise<ColophonError> {
  const opened = openModels({ fast }, { keys: { ANTHROPIC_API_KEY: KEY } })
  const thrown: unknown = await opened.then(
    () => assert.fail(`${fast} was taken`),
    (error: unknown) => error,
  )
  assert.ok(thrown instanceof ColophonError)
  assert.ok(!thrown.message.includes(SECRET) && !thrown.message.includes(KEY), thrown.message)
  return thrown
}

suite('model URLs', () => {
  const cases: readonly (readonly [string, ErrorCode, RegExp])[] = [
    [
      'ollama://ollama.example.org:11434/llama3.2',
      'config.insecure',
      /MODEL_FAST.*http.*ollama\.example\.org/,
    ],
    ['ollama://8.8.8.8/llama3.2', 'config.insecure', /not a private host/],
    ['anthropic:claude-sonnet-5-5?base_url=http://api.anthropic.com', 'config.insecure', /https/],
    [
      `anthropic:claude-sonnet-5-5?base_url=https://u:${SECRET}@host`,
      'config.insecure',
      /credentials/,
    ],
    [`ollama://u:${SECRET}@127.0.0.1/llama3.2`, 'config.insecure', /credentials/],
    ['anthropic:claude-sonnet-5-5?base_url=ftp://127.0.0.1', 'config.invalid', /http: or https:/],
    ['anthropic:claude-unheard-of', 'config.invalid', /no price is known for claude-unheard-of/],
    [`anthropic:claude-sonnet-5-5?base_url=${SECRET}`, 'config.invalid', /not a URL/],
    [
      `anthropic:claude-sonnet-5-5?api_key=${SECRET}`,
      'config.invalid',
      /unknown parameter api_key/,
    ],
    ['ollama://127.0.0.1/llama3.2?num_ctxt=5', 'config.invalid', /unknown parameter num_ctxt/],
    ['ollama://127.0.0.1/llama3.2?num_ctx=many', 'config.invalid', /num_ctx/],
    ['ollama://127.0.0.1/llama3.2?concurrency=0', 'config.invalid', /concurrency/],
    [
      'ollama://127.0.0.1/llama3.2?first_token_ms=600001',
      'config.invalid',
      /first_token_ms.*600000/,
    ],
    ['ollama://127.0.0.1/llama3.2?entity-agent=', 'config.invalid', /entity-agent names no model/],
    ['ollama://127.0.0.1', 'config.invalid', /host and model/],
    ['anthropic:', 'config.invalid', /give the model/],
    ['anthropic:claude-sonnet-5-5?effort=huge', 'config.invalid', /low, medium, high, none/],
    [SECRET, 'config.invalid', /MODEL_FAST is not a URL/],
  ]
  for (const [url, code, message] of cases)
    test(`${url.replace(SECRET, '…')} is refused: ${message.source}`, async () => {
      const error = await refusal(url)
      assert.equal(error.code, code)
      assert.match(error.message, message)
    })

  test('anthropic: without a key is refused, and the message says what to set', async () => {
    for (const ANTHROPIC_API_KEY of [undefined, ''])
      await assert.rejects(
        openModels({ deep: 'anthropic:claude-opus-5-5' }, { keys: { ANTHROPIC_API_KEY } }),
        {
          code: 'config.invalid',
          message: /MODEL_DEEP.*ANTHROPIC_API_KEY/,
        },
      )
  })

  test('each agent may have a model of its own, named short or long', async () => {
    const models = await openModels({
      local:
        'ollama://127.0.0.1/llama3.2:3b?structure-agent=mixtral&model.entity-agent=library%2Fqwen3:8b',
    })
    assert.deepEqual(
      ['metadata-agent', 'structure-agent', 'entity-agent'].map((agent) =>
        models.modelFor('local', agent),
      ),
      ['llama3.2:3b', 'mixtral', 'library/qwen3:8b'],
    )
  })

  test('https may go anywhere', async () => {
    await openModels({ local: 'ollama://ollama.example.org/llama3.2?tls=on' })
    await openModels({ fast: 'anthropic:claude-sonnet-5-5' }, { keys: { ANTHROPIC_API_KEY: KEY } })
  })

  test('tiers that use the same model must agree on its limits', async () => {
    const url = 'anthropic:claude-sonnet-5-5'
    const options = { keys: { ANTHROPIC_API_KEY: KEY } }
    await openModels({ fast: url, deep: url }, options)
    await assert.rejects(openModels({ fast: url, deep: `${url}?concurrency=2` }, options), {
      code: 'config.invalid',
      message: /fast and the deep model.*same limits/,
    })
  })
})
