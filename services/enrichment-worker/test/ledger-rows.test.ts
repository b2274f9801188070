import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { PRICE_LIST, readPrices } from '@colophon/adapters/prices'
import { NO_TOKENS, picoUsd, unsettledRow, type Usage } from '@colophon/domain'
import { aRun } from '@colophon/testkit'
import { costRows } from '../src/ledger-rows.ts'

const AT = new Date('2026-11-22T08:00:00.000Z')
const OWNER = {
  tenant_id: 'default',
  document_id: 'letter',
  enrichment_job_id: 'job_1',
  collection_id: 'letters',
}
const used = (more: Partial<Usage>): Usage => ({
  call_id: 'run_1:local',
  tier: 'local',
  provider: 'ollama',
  model: 'llama3.2',
  tool: null,
  tokens: { ...NO_TOKENS, input: 400, output: 80 },
  duration_ms: 12,
  usage_complete: true,
  ...more,
})

suite('rows of the ledger', () => {
  test('say which weights answered, where the provider does', () => {
    const usage = [used({ model_digest: 'a80c4f17' }), used({ call_id: 'run_2:local' })]
    const rows = costRows(OWNER, 'metadata-agent', usage, { prices: PRICE_LIST, at: AT })
    assert.deepEqual(
      rows.map(({ call_id, model, model_digest }) => [call_id, model, model_digest]),
      [
        ['run_1:local', 'llama3.2', 'a80c4f17'],
        ['run_2:local', 'llama3.2', null],
      ],
    )
  })

  test('charge for the time of a local model, which is known where its counts are not', () => {
    const prices = readPrices({ COMPUTE_SECOND_USD: '0.0005' })
    const usage = [used({ duration_ms: 2_000.4, usage_complete: false })]
    const [row] = costRows(OWNER, 'metadata-agent', usage, { prices, at: AT })
    assert.deepEqual(
      [row?.amount_pico_usd, row?.price_id, row?.state, row?.duration_ms],
      [picoUsd('0.001'), 'compute:0.0005', 'settled', 2_000.4],
    )
  })

  test('of a lost run do not guess what has answered', () => {
    const { provider, model, model_digest, state } = unsettledRow(aRun(), AT)
    assert.deepEqual(
      [provider, model, model_digest, state],
      ['unknown', 'unknown', null, 'unsettled'],
    )
  })
})
