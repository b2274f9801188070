import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createScriptedModels } from '@colophon/adapters/models'
import { runAgent } from '@colophon/agents'
import { askedFieldsOf } from '@colophon/agents/define'
import { TIERS } from '@colophon/domain'
import fc from 'fast-check'
import { LETTER_AGENTS } from '../../src/letters/agents/index.ts'
import { aRequest } from './request.ts'

const letters = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.lorem({ maxCount: 30 }))
const { signal } = new AbortController()

test('whatever the letter, a scripted model answers every agent’s question in a form that fits', async () => {
  const tiers = TIERS.filter((tier) => tier !== 'rules')
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...LETTER_AGENTS), letters, async (agent, text) => {
      const models = createScriptedModels()
      const response = await runAgent(agent, aRequest(agent, { text, tiers }), { models, signal })
      assert.equal(response.status, 'ok', response.why)
      const asked = new Set(askedFieldsOf(agent).map(({ path }) => path))
      assert.ok([...response.fields, ...response.rivals].every(({ path }) => asked.has(path)))
      const outcomes = new Set((response.model_values ?? []).map(({ outcome }) => outcome))
      assert.ok(!outcomes.has('malformed') && !outcomes.has('clamped'), [...outcomes].join())
      assert.ok(response.usage.every(({ call_id }) => !call_id.endsWith(':repair')))
    }),
    { numRuns: 60 },
  )
})
