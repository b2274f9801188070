import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  reconcile,
  formatUsd,
  promptTokens,
  type CostRecord,
  type DifferenceKind,
} from '@colophon/domain'
import { readBill, type BillOptions } from '@colophon/formats/bill'
import { aCost } from '@colophon/testkit'
import fc from 'fast-check'

const call = (n: number, more: Partial<CostRecord> = {}): CostRecord =>
  aCost({
    request_id: `req-${String(n)}`,
    created_at: `2026-01-${String(10 + n).padStart(2, '0')}T12:00:00.000Z`,
    amount_pico_usd: 12_345_678_900n,
    ...more,
  })

const HEAD =
  'timestamp,request_id,model,input_tokens,cache_read_input_tokens,output_tokens,cost_usd'

/** The line that an honest provider writes for a call. */
function lineOf({ created_at, request_id, model, tokens, amount_pico_usd }: CostRecord): string {
  const read = tokens.input + tokens.cache_write_5m + tokens.cache_write_1h
  const cost = formatUsd(amount_pico_usd)
  return [created_at, request_id, model, read, tokens.cache_read, tokens.output, cost].join(',')
}

const billOf = (lines: readonly string[]): string => [HEAD, ...lines].join('\r\n')

const found = (costs: readonly CostRecord[], text: string, options: BillOptions = {}) =>
  reconcile(costs, readBill(text, options)).differences

const firstOf = (lines: readonly string[]): string => lines[0] ?? ''

/** Ten ways in which a bill can differ from the ledger, and what each is found as. */
const PLANTED: Readonly<
  Record<string, { plant: (lines: string[]) => string[]; is: DifferenceKind[] }>
> = {
  'a call that nobody made': {
    plant: (lines) => [...lines, firstOf(lines).replace('req-1', 'req-x')],
    is: ['not_in_ledger'],
  },
  'a call that is not billed': { plant: (lines) => lines.slice(1), is: ['not_on_bill'] },
  'a call that is billed twice': {
    plant: (lines) => [...lines, firstOf(lines)],
    is: ['billed_twice'],
  },
  'another amount': { plant: swap('0.0123456789', '0.0123456889'), is: ['amount'] },
  'nothing charged': { plant: swap('0.0123456789', '0.00'), is: ['amount'] },
  'one more output token': { plant: swap(',100,', ',101,'), is: ['tokens'] },
  'cached tokens that were not': { plant: swap(',0,100', ',7,100'), is: ['tokens'] },
  'another model': { plant: swap('claude-sonnet', 'claude-opus'), is: ['model'] },
  'the day after': { plant: swap('2026-01-11T12', '2026-01-12T12'), is: ['day'] },
  'a call under the id of another': {
    plant: (lines) => [firstOf(lines).replace('req-1', 'req-2'), ...lines.slice(1)],
    is: ['not_on_bill', 'billed_twice'],
  },
}

function swap(from: string, to: string) {
  return ([first = '', ...rest]: string[]): string[] => {
    assert.ok(first.includes(from), `${first} has ${from}`)
    return [first.replace(from, to), ...rest]
  }
}

const COSTS = [1, 2, 3].map((n) => call(n))

test('an honest bill has no difference', () => {
  assert.deepEqual(found(COSTS, billOf(COSTS.map(lineOf))), [])
})

for (const [name, { plant, is }] of Object.entries(PLANTED)) {
  test(`of ${name}, each difference is named, and no other`, () => {
    const differences = found(COSTS, billOf(plant(COSTS.map(lineOf))))
    assert.deepEqual(differences.map(({ kind }) => kind).sort(), is.toSorted())
  })
}

const someCall = fc.record({
  seconds: fc.nat(40 * 86_400),
  model: fc.constantFrom('claude-sonnet-5-5', 'claude-opus-5-5'),
  input: fc.nat(100_000),
  cached: fc.nat(100_000),
  output: fc.nat(10_000),
  amount: fc.bigInt(0n, 10n ** 13n),
})

const callsOf = (some: readonly (typeof someCall extends fc.Arbitrary<infer T> ? T : never)[]) =>
  some.map(({ seconds, model, input, cached, output, amount }, n) =>
    call(n, {
      model,
      created_at: new Date(Date.UTC(2026, 0, 1) + seconds * 1_000).toISOString(),
      tokens: { input, output, cache_read: cached, cache_write_5m: 0, cache_write_1h: 0 },
      amount_pico_usd: amount,
    }),
  )

/** To so many digits, half up, as a provider writes it. */
function rounded(amount: bigint, digits: number): string {
  const step = 10n ** BigInt(12 - digits)
  const [whole, fraction = ''] = formatUsd(((amount + step / 2n) / step) * step).split('.')
  return `${whole ?? ''}.${fraction.padEnd(digits, '0').slice(0, digits)}`
}

test('other rounding, other names, another zone and dated models are no differences', () => {
  fc.assert(
    fc.property(
      fc.array(someCall, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 2, max: 12 }),
      (some, digits) => {
        const costs = callsOf(some)
        const lines = costs.map(({ created_at, request_id, model, tokens, amount_pico_usd }) => {
          const local = new Date(Date.parse(created_at) - 8 * 3_600_000).toISOString().slice(0, 19)
          const read = promptTokens(tokens)
          return `${local.replace('T', ' ')},${request_id ?? ''},${model}-20261007,"${read.toLocaleString('en')}",${String(tokens.output)},$${rounded(amount_pico_usd, digits)}`
        })
        const text = [
          'Date/Time,Request ID,Model Name,Prompt Tokens,Completion Tokens,Net',
          ...lines,
        ].join('\n')
        const options = { offsetMinutes: -480, columns: { amount: 'Net' } }
        assert.deepEqual(found(costs, text, options), [])
      },
    ),
  )
})

test('a bill by day and model is compared by day and model, and lost answers leave room up to their bounds', () => {
  const lost = call(1, { request_id: null, state: 'unsettled', amount_pico_usd: 10n ** 11n })
  const costs = [call(1), call(1), lost, call(2)]
  const of = (first: string): string =>
    [
      'usage_date_utc,model,requests,cost_usd',
      `2026-01-11,claude-sonnet,${first}`,
      '2026-01-12,claude-sonnet,1,0.0123456789',
    ].join('\n')
  assert.deepEqual(found(costs, of('2,0.0246913578')), [])
  assert.deepEqual(found(costs, of('3,0.08')), [])
  assert.deepEqual(
    found(costs, of('3,0.13')).map(({ kind }) => kind),
    ['amount'],
  )
  assert.deepEqual(
    found(costs, of('5,0.08')).map(({ kind }) => kind),
    ['calls'],
  )
})

test('a bill that cannot be read says the line, or the column that is missing', () => {
  const wrong = (text: string): string => {
    try {
      readBill(text)
    } catch (thrown) {
      return (thrown as Error).message
    }
    return 'read'
  }
  assert.match(wrong('when,model\n1,2'), /no column for the day.*--column/)
  assert.match(wrong('day,colour\n1,2'), /no column for the model/)
  assert.match(wrong('day,model,cost\n2026-01-01,m,1\nyesterday,m,1'), /line 3 has no day/)
  assert.match(wrong('day,model,cost\n2026-01-01,m,one'), /line 2 has no amount in "one"/)
  assert.match(wrong('day,model,input_tokens\n2026-01-01,m,-4'), /line 2 has no count/)
})
