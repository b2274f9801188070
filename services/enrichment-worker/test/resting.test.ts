import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createScriptedModels } from '@colophon/adapters/models/scripted'
import { ModelCallError } from '@colophon/domain'
import { LETTER, startRig } from './rig.ts'

test('a model that is left alone costs no attempt, not even the last: the letter waits until it is back', async (t) => {
  const real = createScriptedModels({})
  let away = true
  const rig = await startRig(t, {
    client: {
      ...real,
      complete: (request) =>
        away
          ? Promise.reject(new ModelCallError('model.resting', 'left alone', null))
          : real.complete(request),
    },
    tiersOf: () => ['local'],
    settings: { maxAttempts: 1 },
  })
  const [id = ''] = await rig.submit([LETTER])
  await rig.tell([id])
  const waiting = await rig.putOff(id)
  assert.deepEqual([waiting.attempts, waiting.error?.code], [0, 'model.resting'])
  away = false
  await new Promise((resolve) => setTimeout(resolve, 20))
  await rig.tell([id])
  const { status, attempts, agents } = await rig.ended(id)
  assert.deepEqual([status, attempts, agents['metadata-agent']?.status], ['completed', 1, 'ok'])
})
