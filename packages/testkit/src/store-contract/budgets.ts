import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TENANT, type OpenSubject } from './subject.ts'

const limit = (key: string, limit_pico_usd: bigint) => ({ key, limit_pico_usd })

export function budgetCases(open: OpenSubject): void {
  test('a reservation needs room under all its limits', async (t) => {
    const { store } = await open(t)
    const limits = [limit('day', 100n), limit('document', 10n)]
    assert.equal(await store.ledger.reserve(TENANT, limits, 10n), true)
    assert.equal(await store.ledger.reserve(TENANT, limits, 1n), false)
    assert.equal(await store.ledger.reserve(TENANT, [limit('day', 100n)], 90n), true)
    assert.equal(await store.ledger.reserve(TENANT, [limit('day', 100n)], 1n), false)
    assert.equal(await store.ledger.reserve('other', [limit('day', 100n)], 1n), true)
    assert.deepEqual(await store.ledger.budgets(TENANT, ['day', 'document', 'none']), [
      { key: 'day', limit_pico_usd: 100n, reserved_pico_usd: 100n, spent_pico_usd: 0n },
      { key: 'document', limit_pico_usd: 10n, reserved_pico_usd: 10n, spent_pico_usd: 0n },
    ])
  })

  test('settling frees what was reserved and counts what was spent', async (t) => {
    const { store } = await open(t)
    await store.ledger.reserve(TENANT, [limit('day', 100n)], 60n)
    await store.ledger.settle(TENANT, ['day'], 60n, 25n)
    const [state] = await store.ledger.budgets(TENANT, ['day'])
    assert.deepEqual([state?.reserved_pico_usd, state?.spent_pico_usd], [0n, 25n])
    assert.equal(await store.ledger.reserve(TENANT, [limit('day', 100n)], 76n), false)
    assert.equal(await store.ledger.reserve(TENANT, [limit('day', 100n)], 75n), true)
  })

  test('what was spent is counted even above the limit and without a reservation', async (t) => {
    const { store } = await open(t)
    await store.ledger.settle(TENANT, ['day'], 5n, 150n)
    assert.equal(await store.ledger.reserve(TENANT, [limit('day', 100n)], 1n), false)
    const [state] = await store.ledger.budgets(TENANT, ['day'])
    assert.deepEqual([state?.reserved_pico_usd, state?.spent_pico_usd], [0n, 150n])
  })

  test('a limit that was changed counts at once', async (t) => {
    const { store } = await open(t)
    await store.ledger.reserve(TENANT, [limit('day', 100n)], 100n)
    assert.equal(await store.ledger.reserve(TENANT, [limit('day', 110n)], 10n), true)
    assert.equal(await store.ledger.reserve(TENANT, [limit('day', 50n)], 0n), false)
    assert.equal((await store.ledger.budgets(TENANT, ['day']))[0]?.limit_pico_usd, 50n)
  })

  test('amounts above 2^53 are exact', async (t) => {
    const { store } = await open(t)
    const huge = 2n ** 61n
    assert.equal(await store.ledger.reserve(TENANT, [limit('month', huge + 1n)], huge), true)
    assert.equal(await store.ledger.reserve(TENANT, [limit('month', huge + 1n)], 2n), false)
    assert.equal(await store.ledger.reserve(TENANT, [limit('month', huge + 1n)], 1n), true)
    await store.ledger.settle(TENANT, ['month'], huge + 1n, huge - 1n)
    assert.equal((await store.ledger.budgets(TENANT, ['month']))[0]?.spent_pico_usd, huge - 1n)
  })

  test('however many reserve at once, reserved and spent never exceed a limit', async (t) => {
    const { store } = await open(t)
    let round = 0
    const request = fc.record({
      amount: fc.bigInt(1n, 40n),
      document: fc.constantFrom('x', 'y'),
      spend: fc.integer({ min: 0, max: 100 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 30 }), async (requests) => {
        const key = (name: string): string => `${String(round)}-${name}`
        round += 1
        const keys = ['day', 'x', 'y'].map(key)
        let granted = 0n
        await Promise.all(
          requests.map(async ({ amount, document, spend }) => {
            const limits = [limit(key('day'), 100n), limit(key(document), 60n)]
            if (!(await store.ledger.reserve(TENANT, limits, amount))) return
            for (const state of await store.ledger.budgets(TENANT, keys)) {
              assert.ok(state.reserved_pico_usd + state.spent_pico_usd <= state.limit_pico_usd)
            }
            const spent = (amount * BigInt(spend)) / 100n
            granted += spent
            await store.ledger.settle(TENANT, [key('day'), key(document)], amount, spent)
          }),
        )
        const [day] = await store.ledger.budgets(TENANT, keys)
        assert.ok(day)
        assert.equal(day.reserved_pico_usd, 0n)
        assert.equal(day.spent_pico_usd, granted)
        assert.ok(granted <= 100n)
      }),
      { numRuns: 40 },
    )
  })
}
