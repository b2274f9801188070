import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import {
  callBound,
  ColophonError,
  findPrice,
  isPaid,
  NO_TOKENS,
  picoPerToken,
  priceOf,
} from '@colophon/domain'
import { temporaryFolder } from '@colophon/testkit'
import fc from 'fast-check'
import type { ProviderDeclaration } from '../../src/models/declaration.ts'
import { openModels } from '../../src/models/open.ts'
import { PRICE_LIST, readPrices } from '../../src/models/price-list.ts'
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

const DAY_MS = 86_400_000
const MOST_DAYS_OLD = 60

test('the price list was held against its sources not long before the product was released', () => {
  const root = new URL('../../../../package.json', import.meta.url)
  const { released } = JSON.parse(readFileSync(root, 'utf8')) as { released: string }
  assert.match(released, /^\d{4}-\d\d-\d\d$/)
  const newest =
    rows
      .map(({ checked }) => checked)
      .sort()
      .at(-1) ?? ''
  const days = (Date.parse(released) - Date.parse(newest)) / DAY_MS
  assert.ok(
    days <= MOST_DAYS_OLD,
    `${newest} is ${days} days before ${released}: look at the sources again, and write the day into the rows`,
  )
})

const OWN_ROW = {
  provider: 'anthropic',
  model: 'claude-haiku-5-5',
  from: '2026-11-01',
  input: '0.05',
  output: '0.25',
  cache_write_5m: '0.06',
  cache_write_1h: '0.10',
  cache_read: '0',
  source: 'our contract of 2026',
  checked: '2026-11-30',
}

function fileOf(t: TestContext, content: unknown): { PRICES_FILE: string } {
  const path = join(temporaryFolder(t), 'prices.json')
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return { PRICES_FILE: path }
}

/** What a program that reads the file says is wrong with it, without the name of the file. */
function faultsOf(t: TestContext, content: unknown): string[] {
  try {
    readPrices(fileOf(t, content))
  } catch (thrown) {
    assert.ok(thrown instanceof ColophonError && 'problems' in thrown)
    assert.equal(thrown.code, 'config.invalid')
    return (thrown.problems as string[]).map((each) => each.replace(/^PRICES_FILE \S+: /, ''))
  }
  return []
}

suite('a file of prices of one’s own', () => {
  test('holds for the models that it names, alone, and its rows are told apart on the ledger', (t) => {
    const prices = readPrices(fileOf(t, { prices: [OWN_ROW] }))
    const own = findPrice(prices, 'claude-haiku-5-5', day, 200_000)
    assert.deepEqual([own?.id, own?.input], ['own:claude-haiku-5-5@2026-11-01', '0.05'])
    // Before its first day the list of the provider does not come back: such a call has no price.
    const call = { provider: 'anthropic', model: 'claude-haiku-5-5', tokens, day: '2026-10-20' }
    assert.equal(priceOf(prices, call).priced, false)
    assert.deepEqual(
      findPrice(prices, 'claude-opus-5-5', day, 0),
      findPrice(PRICE_LIST, 'claude-opus-5-5', day, 0),
    )
    assert.deepEqual(readPrices({}), { ...PRICE_LIST, computePicoPerMs: 0n })
  })

  test('gives a model a price that the product has never heard of', async (t) => {
    const urls = { fast: 'anthropic:claude-next-7' }
    const keys = { ANTHROPIC_API_KEY: 'key' }
    await assert.rejects(openModels(urls, { keys }), /no price is known for claude-next-7/)
    const prices = readPrices(fileOf(t, { prices: [{ ...OWN_ROW, model: 'claude-next-7' }] }))
    await using models = await openModels(urls, { keys, prices })
    assert.equal(models.isPaid('claude-next-7'), true)
  })

  test('is refused with all that is wrong with it at once', (t) => {
    const wrong = [
      { ...OWN_ROW, input: 0.05 },
      { ...OWN_ROW, output: '0', checked: 'lately' },
      { ...OWN_ROW, cheap: true },
    ]
    assert.deepEqual(
      faultsOf(t, { prices: wrong }).map((each) => each.split(': ')[0]),
      ['prices.0.input', 'prices.1.output', 'prices.1.checked', 'prices.2'],
    )
    assert.deepEqual(
      faultsOf(t, {
        prices: [
          OWN_ROW,
          OWN_ROW,
          { ...OWN_ROW, provider: 'ollama', model: 'llama3.2' },
          { ...OWN_ROW, from: '2026-12-01', from_prompt_tokens: 100_001 },
        ],
      }),
      [
        'prices.1: a second row of claude-haiku-5-5@2026-11-01; leave one of them out',
        'prices.2.provider: nobody of that name sends a bill; name anthropic',
        'prices.3: claude-haiku-5-5 has no price for short prompts from 2026-12-01 on; add a row without from_prompt_tokens',
      ],
    )
    assert.deepEqual(faultsOf(t, '{'), ['it is not JSON'])
    assert.deepEqual(faultsOf(t, { prices: [] }).length, 1)
  })
})

suite('what providers declare', () => {
  test('each has a name and a scheme of its own', () => {
    for (const key of ['name', 'scheme'] as const) {
      assert.equal(new Set(providers.map((provider) => provider[key])).size, providers.length)
    }
    for (const { scheme } of providers) assert.match(scheme, /^[a-z]+:$/)
  })

  for (const { name, paid } of providers) {
    const own = rows.filter((row) => row.provider === name)

    test(`${name}: a call without a price is ${paid ? 'an error, never free' : 'free'}`, () => {
      assert.equal(own.length > 0, paid)
      const unheard = priceOf(PRICE_LIST, { provider: name, model: 'unheard-of', tokens, day })
      assert.deepEqual(unheard, {
        amount: 0n,
        priceId: paid ? null : `free:${name}`,
        priced: !paid,
      })
    })

    test(`${name}: what is on its list is billed, and is its own`, () => {
      for (const row of own) assert.ok(isPaid(PRICE_LIST, row.model))
    })
  }
})
