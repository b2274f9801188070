import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertStartsAndStops, serviceProgram } from '@colophon/testkit'

const service = serviceProgram(new URL('../src/main.ts', import.meta.url), {
  PORT: '0',
})

test('gets ready, and ends on SIGTERM with exit code 0', (t) =>
  assertStartsAndStops(t, service, ['store']))

test('the limits it shows are those of its settings', async (t) => {
  const { url } = await service.start(t, { BUDGET_DAY_USD: '7.5', BUDGET_CUTOFF_PERCENT: '60' })
  const limits = (await (await fetch(`${url}/api/cost/config`)).json()) as Record<string, unknown>
  assert.deepEqual([limits['daily_budget_usd'], limits['cost_alert_threshold']], ['7.50', 0.6])
  assert.ok((limits['prices'] as unknown[]).length > 0)
})

test('bad settings are one message that names each of them', () => {
  const message = service.refusal({ PORT: '99999', BUDGET_DAY_USD: 'much' })
  for (const name of ['PORT', 'BUDGET_DAY_USD']) assert.ok(message.includes(name), message)
  assert.ok(!message.includes('    at '), message)
})
