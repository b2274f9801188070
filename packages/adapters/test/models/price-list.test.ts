import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { callBound, isPaid, NO_TOKENS, picoPerToken, priceOf } from '@colophon/domain'
import fc from 'fast-check'
import type { ProviderDeclaration } from '../../src/models/declaration.ts'
import { PRICE_LIST } from '../../src/models/price-list.ts'
import { PROVIDERS } from '../../src/models/providers.ts'

const providers: readonly ProviderDeclaration[] = PROVIDERS
const { rows } = PRICE_LIST
const models = [...new Set(rows.map(({ model }) => model))]
const day = '2026-11-22'
const tokens = { ...NO_TOKENS, input: 10, output: 10 }

suite('the price list', () => {
  test('has rows that can be read, say where they stand, and have an id of their own', () => {
    assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length)
    for (const listed of rows) {
      for (const usd of [listed.input, listed.output, listed.cacheRead, listed.cacheWrite5m])
        assert.ok(picoPerToken(usd) > 0n, listed.id)
      assert.match(listed.from, /^\d{4}-\d\d-\d\d$/)
      assert.ok(listed.source !== '' && listed.checked !== '', listed.id)
    }
  })

  test('has no call, of any make within the sizes, that costs more than its bound', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(
        fc.constantFrom(...models),
        fc.record({ prompt: fc.nat(400_000), answer: fc.nat(20_000) }),
        fc.tuple(share, share, share),
        fc.constantFrom('2026-01-05', '2026-10-06', '2026-10-07', day),
        (model, call, [read, write, out], on) => {
          const cache_read = Math.floor(call.prompt * read)
          const cache_write_5m = Math.floor((call.prompt - cache_read) * write)
          const input = call.prompt - cache_read - cache_write_5m
          const output = Math.floor(call.answer * out)
          const used = { ...NO_TOKENS, input, output, cache_read, cache_write_5m }
          const made = { provider: 'anthropic', model, tokens: used, day: on }
          assert.ok(priceOf(PRICE_LIST, made).amount <= callBound(PRICE_LIST, model, call))
        },
      ),
    )
  })
})

suite('what providers declare', () => {
  test('each has a name and a scheme of its own', () => {
    for (const key of ['name', 'scheme'] as const) {
      assert.equal(new Set(providers.map((provider) => provider[key])).size, providers.length)
    }
    for (const { scheme } of providers) assert.match(scheme, /^[a-z]+:$/)
  })

  for (const { name, paid, prices } of providers) {
    test(`${name}: a call without a price is ${paid ? 'an error, never free' : 'free'}`, () => {
      assert.equal(prices.length > 0, paid)
      const unheard = priceOf(PRICE_LIST, { provider: name, model: 'unheard-of', tokens, day })
      assert.deepEqual(unheard, {
        amount: 0n,
        priceId: paid ? null : `free:${name}`,
        priced: !paid,
      })
    })

    test(`${name}: what is on its list is billed, and is its own`, () => {
      for (const row of prices) {
        assert.equal(row.provider, name)
        assert.ok(isPaid(PRICE_LIST, row.model))
      }
    })
  }
})
