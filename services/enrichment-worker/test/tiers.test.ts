import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lettersProfile } from '@colophon/profiles/letters'
import { tiersOf } from '../src/index.ts'

const OFF = { RULES: 'on', MODEL_LOCAL_FOR_ALL: 'off' } as const

test('a local model answers for all agents but those that use one on request, unless the settings say so', () => {
  const profiles = [lettersProfile, { traits: { 'taste-agent': { localOnRequest: true } } }]
  const localFor = (config: Parameters<typeof tiersOf>[0]) => {
    const allowed = tiersOf(config, profiles)
    return ['entity-agent', 'context-agent', 'taste-agent'].map((agent) =>
      allowed(agent).includes('local'),
    )
  }
  assert.deepEqual(localFor(OFF), [true, false, false])
  assert.deepEqual(localFor({ ...OFF, MODEL_LOCAL_FOR_ALL: 'on' }), [true, true, true])
  // The name it had before.
  assert.deepEqual(localFor({ ...OFF, CONTEXT_LOCAL: 'on' }), [true, true, true])
  assert.deepEqual(localFor({ ...OFF, CONTEXT_LOCAL: 'off' }), [true, false, false])
})

test('without rules every agent is left with models alone', () => {
  const allowed = tiersOf({ ...OFF, RULES: 'off' }, [lettersProfile])
  assert.deepEqual(allowed('context-agent'), ['fast', 'deep'])
  assert.deepEqual(allowed('entity-agent'), ['local', 'fast', 'deep'])
})
