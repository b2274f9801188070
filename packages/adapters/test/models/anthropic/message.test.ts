import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages'
import { StreamedMessage } from '../../../src/models/anthropic/message.ts'

const BOUND = { inputTokens: 900, maxTokens: 500 }

/** An event as it comes over the wire: the types hold more fields than we read. */
const event = (of: object): RawMessageStreamEvent => of as RawMessageStreamEvent

const start = (usage: object = {}) =>
  event({
    type: 'message_start',
    message: {
      usage: {
        input_tokens: 120,
        output_tokens: 1,
        cache_read_input_tokens: 30,
        cache_creation_input_tokens: 50,
        cache_creation: { ephemeral_5m_input_tokens: 20, ephemeral_1h_input_tokens: 30 },
        service_tier: 'standard',
        ...usage,
      },
    },
  })
const text = (words: string) =>
  event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: words } })
const thinking = (words: string) =>
  event({
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'thinking_delta', thinking: words },
  })
const end = (usage: object = {}) =>
  event({
    type: 'message_delta',
    delta: { stop_reason: 'end_turn' },
    usage: { output_tokens: 42, ...usage },
  })

function after(...events: RawMessageStreamEvent[]): StreamedMessage {
  const message = new StreamedMessage()
  for (const each of events) message.take(each)
  return message
}

const INPUT = { input: 120, cache_read: 30, cache_write_5m: 20, cache_write_1h: 30 }

suite('anthropic: what a message cost', () => {
  test('is exact at its end: input by kind, output with its thinking', () => {
    const message = after(start(), thinking('hm'), text('{}'), end())
    assert.deepEqual(message.billed(BOUND, 'req_1'), {
      tokens: { ...INPUT, output: 42 },
      complete: true,
      requestId: 'req_1',
    })
    assert.equal(message.text, '{}')
  })

  test('the last counts win over those of the start', () => {
    const message = after(start(), end({ input_tokens: 125, cache_read_input_tokens: 31 }))
    assert.deepEqual(message.billed(BOUND).tokens, {
      ...INPUT,
      input: 125,
      cache_read: 31,
      output: 42,
    })
  })

  test('cache writes without a kind are those of five minutes', () => {
    const message = after(start({ cache_creation: null }), end())
    assert.deepEqual(message.billed(BOUND).tokens, {
      ...INPUT,
      cache_write_5m: 50,
      cache_write_1h: 0,
      output: 42,
    })
  })

  test('a cut message has the input of its start and output as far as it came', () => {
    const { tokens, complete } = after(start(), text('x'.repeat(60))).billed(BOUND)
    assert.deepEqual([tokens, complete], [{ ...INPUT, output: 30 }, false])
  })

  test('a message cut while the model may have been thinking unseen has all the output it was allowed', () => {
    assert.deepEqual(after(start()).billed(BOUND).tokens.output, 500)
    assert.deepEqual(after(start(), thinking('y'.repeat(4_000))).billed(BOUND).tokens.output, 500)
  })

  test('a message that never started is a bound', () => {
    assert.deepEqual(after().billed(BOUND), {
      tokens: { input: 900, output: 500 },
      complete: false,
      requestId: undefined,
    })
  })

  for (const dearer of [{ service_tier: 'priority' }, { speed: 'fast' }, { inference_geo: 'us' }])
    test(`${JSON.stringify(dearer)} is billed above the list: not complete`, () => {
      assert.equal(after(start(dearer), end()).billed(BOUND).complete, false)
    })
})
