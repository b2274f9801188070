import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serviceProgram, temporaryFolder } from '@colophon/testkit'
import { startCommand, until } from './e2e/command.ts'

const costApi = serviceProgram(new URL('../services/cost-api/src/main.ts', import.meta.url), {
  PORT: '0',
})

/** None of them is a default. */
const SETTINGS = {
  BUDGET_DOCUMENT_USD: '0.07',
  BUDGET_DAY_USD: '7.5',
  BUDGET_MONTH_USD: '71',
  BUDGET_CUTOFF_PERCENT: '60',
}

test('the embedded and the distributed form show the same limits and prices for the same environment', async (t) => {
  const serve = startCommand(['serve'], { cwd: temporaryFolder(t), env: SETTINGS })
  t.after(() => serve.child.kill('SIGKILL'))
  const shown = /costs +(http:\/\/[^/]+)\//
  const embedded = await until(
    'the server is ready',
    60_000,
    () => shown.exec(serve.printed.stdout)?.[1],
  )
  const { url } = await costApi.start(t, SETTINGS)
  const [one, other] = await Promise.all(
    [embedded, url].map(async (base) => (await fetch(`${base}/api/cost/config`)).json()),
  )
  assert.deepEqual(one, other)
  const { prices, ...limits } = one as { prices: unknown[] }
  assert.ok(prices.length > 0)
  assert.deepEqual(limits, {
    max_cost_per_document_usd: '0.07',
    daily_budget_usd: '7.50',
    monthly_budget_usd: '71.00',
    cost_alert_threshold: 0.6,
  })
})
