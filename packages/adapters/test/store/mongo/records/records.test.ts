import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aCost } from '@colophon/testkit'
import { costFrom, costToBson } from '../../../../src/store/mongo/records/records.ts'

const CONTEXT = { order: '1', effect: 'e' }

test('a ledger row says which weights answered; one that is older than that says that it does not know', () => {
  const row = aCost({ provider: 'ollama', model: 'llama3.2', model_digest: 'a80c4f17' })
  const stored = costToBson(row, CONTEXT)
  assert.deepEqual(costFrom(stored), row)
  const { model_digest: _, ...older } = stored
  assert.deepEqual(costFrom(older as typeof stored), { ...row, model_digest: null })
})
