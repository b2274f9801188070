import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { grammarOf, messageFor } from '../../../src/models/anthropic/request.ts'
import { synthesise } from '../../../src/models/scripted/synthesise.ts'
import { aRequest } from '../rig.ts'

const DATED = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: { date: { type: 'string', pattern: '^\\d{4}(-\\d{2})?$', maxLength: 10 } },
  required: ['date'],
  additionalProperties: false,
}

suite('anthropic: the form of an answer', () => {
  test('is forced as far as grammars go; a pattern is a hint in a description, lengths are not paid for', () => {
    const grammar = grammarOf(DATED) as { properties: { date: Record<string, unknown> } }
    assert.deepEqual(Object.keys(grammar.properties.date).toSorted(), ['description', 'type'])
    assert.match(String(grammar.properties.date['description']), /pattern: /)
    assert.doesNotMatch(JSON.stringify(grammar), /maxLength/)
    assert.equal('$schema' in grammar, false)
  })

  test('with its pattern told as a hint still gets dates from the script', () => {
    assert.deepEqual(synthesise(grammarOf(DATED) ?? {}, 'Dear Mary'), { date: '1850-06-15' })
  })

  test('without a type has no grammar and is asked for in words', () => {
    const schema = { type: 'object', properties: { any: {} }, required: ['any'] }
    assert.equal(grammarOf(schema), null)
    const message = messageFor(aRequest({ schema }), 'claude-sonnet-5-5', 'low', 'grammar')
    assert.deepEqual(message.output_config, { effort: 'low' })
    const [fixed, told] = message.system as { text: string; cache_control?: object }[]
    assert.deepEqual([fixed?.text, told?.cache_control], ['You read letters.', undefined])
    assert.match(told?.text ?? '', /"any"/)
  })

  test('effort is left out for models that do not know it', () => {
    const message = messageFor(aRequest(), 'claude-haiku-4-5', 'none', 'grammar')
    assert.deepEqual(Object.keys(message.output_config ?? {}), ['format'])
  })

  test('the same schema is transformed once', () => {
    assert.equal(grammarOf(DATED), grammarOf(DATED))
  })
})
