import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { suite, test } from 'node:test'
import {
  codeOfStatus,
  codeOfStreamed,
  countsOf,
  looksTruncated,
  planChat,
  withTag,
} from '../../../src/models/ollama/mapping.ts'
import { checkedLines } from '../../../src/models/ollama/ndjson.ts'
import { aRequest } from '../rig.ts'

suite('ollama: planning a call', () => {
  test('an answer never gets more room than the window has left', () => {
    const planned = planChat(aRequest({ max_tokens: 8_000 }), 'llama3.2', { contextTokens: 4_096 })
    assert.equal(planned.fits, true)
    assert.equal(planned.body.options?.num_predict, 4_096 - planned.inputTokens)
  })

  test('a window without room for an answer does not fit', () => {
    const { inputTokens } = planChat(aRequest(), 'llama3.2', { contextTokens: 100_000 })
    assert.equal(planChat(aRequest(), 'llama3.2', { contextTokens: inputTokens + 499 }).fits, false)
    assert.equal(planChat(aRequest(), 'llama3.2', { contextTokens: inputTokens + 500 }).fits, true)
  })

  test('estimates count bytes, not characters', () => {
    const latin = planChat(aRequest({ prompt: 'e'.repeat(900) }), 'm', {
      contextTokens: 8_192,
    }).inputTokens
    const cyrillic = planChat(aRequest({ prompt: 'е'.repeat(900) }), 'm', {
      contextTokens: 8_192,
    }).inputTokens
    assert.equal(cyrillic - latin, 300)
  })

  test('what describes many fields in the same words is told once, the grammar is whole', () => {
    const field = { type: 'string', description: 'copied exactly' }
    const schema = { $schema: 'x', type: 'object', properties: { a: field, b: field } }
    const { body } = planChat(aRequest({ schema }), 'm', { contextTokens: 8_192 })
    const told = body.messages?.[0]?.content ?? ''
    assert.equal(told.split('copied exactly').length, 2)
    assert.deepEqual(body.format, schema)
  })
})

suite('ollama: reading what it says', () => {
  test('counts that are absent are not complete', () => {
    assert.deepEqual(countsOf({ prompt_eval_count: 7, eval_count: 3 }), {
      tokens: { input: 7, output: 3 },
      complete: true,
    })
    assert.deepEqual(countsOf({ eval_count: 3 }), {
      tokens: { input: 0, output: 3 },
      complete: false,
    })
  })

  test('far fewer tokens read than sent are suspicious', () => {
    assert.deepEqual(
      [looksTruncated(700, 1_000), looksTruncated(499, 1_000), looksTruncated(0, 1_000)],
      [false, true, false],
    )
  })

  test('statuses', () => {
    const said: readonly (readonly [number, string, string])[] = [
      [400, 'exceeds the available context size', 'model.input_too_long'],
      [400, 'invalid options', 'model.request_rejected'],
      [404, '', 'model.missing'],
      [418, '', 'model.request_rejected'],
      [499, '', 'model.unavailable'],
      [500, 'context canceled', 'model.unavailable'],
      [503, '', 'model.overloaded'],
    ]
    for (const [status, text, code] of said)
      assert.equal(codeOfStatus(status, text), code, `${status}`)
    const running = 'an error was encountered while running the model: '
    for (const codeOf of [codeOfStreamed, (text: string) => codeOfStatus(500, text)]) {
      assert.equal(codeOf('CUDA error: out of memory'), 'model.unavailable')
      assert.equal(codeOf(`${running}CUDA error: out of memory`), 'model.unavailable')
      assert.equal(codeOf(`${running}unexpected EOF`), 'model.request_rejected')
      assert.equal(codeOf('model runner has unexpectedly stopped'), 'model.request_rejected')
      assert.equal(codeOf('invalid JSON schema in format'), 'model.request_rejected')
    }
    assert.equal(codeOfStreamed('exceeds the context window'), 'model.input_too_long')
  })

  test('a model without a tag is the latest', () => {
    assert.deepEqual(
      ['llama3.2', 'llama3.2:3b', 'host:5000/lib/qwen3', 'lib/qwen3:8b'].map(withTag),
      ['llama3.2:latest', 'llama3.2:3b', 'host:5000/lib/qwen3:latest', 'lib/qwen3:8b'],
    )
  })
})

suite('ollama: lines of a stream', () => {
  const read = async (...chunks: string[]): Promise<string> => {
    const pieces = Readable.from(chunks.map((chunk) => Buffer.from(chunk, 'latin1')))
    const lines: Uint8Array[] = []
    for await (const line of checkedLines(pieces[Symbol.asyncIterator]()).body) lines.push(line)
    return Buffer.concat(lines).toString('utf8')
  }
  const END = '{"done":true}\n'

  test('come through whole, wherever the chunks were cut, in the middle of a letter too', async () => {
    const bytes = Buffer.from(`{"a":"Zürich"}\n${END}`).toString('latin1')
    for (let cut = 0; cut <= bytes.length; cut += 1)
      assert.equal(await read(bytes.slice(0, cut), bytes.slice(cut)), `{"a":"Zürich"}\n${END}`)
  })

  test('end with the answer: what comes after is not read', async () => {
    assert.equal(await read(`${END}no JSON\n`), END)
  })

  for (const [what, text] of [
    ['without an end', '{"a":1}\n'],
    ['cut inside a line', '{"a":1}\n{"b'],
    ['that are no JSON', 'a\n'],
    ['that are no objects', '1\n'],
    ['that tell of a failure', '{"error":"out of memory"}\n'],
  ] as const)
    test(`${what} fail`, async () => {
      await assert.rejects(read(text))
    })
})
