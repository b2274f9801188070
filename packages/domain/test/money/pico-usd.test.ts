import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { formatUsd, PICO_PER_USD, picoPerToken, picoUsd } from '../../src/money/pico-usd.ts'

const amounts = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n })

suite('money', () => {
  test('what is written is read back as the same amount, to the last pico-dollar', () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        assert.equal(picoUsd(formatUsd(amount)), amount)
      }),
    )
  })

  test('amounts that floats get wrong are exact', () => {
    assert.equal(picoUsd('0.1') + picoUsd('0.2'), picoUsd('0.3'))
    assert.equal(picoUsd('1.005') * 1000n, picoUsd('1005'))
    assert.equal(formatUsd(picoUsd('0.000000000001')), '0.000000000001')
  })

  test('a sum of many small calls is the sum of its written parts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt({ min: 0n, max: 10n ** 13n }), { maxLength: 200 }),
        (calls) => {
          const sum = calls.reduce((total, call) => total + call, 0n)
          const written = calls.map(formatUsd).reduce((total, call) => total + picoUsd(call), 0n)
          assert.equal(written, sum)
        },
      ),
    )
  })

  test('at least two digits stand after the point, and no zeros beyond them', () => {
    assert.equal(formatUsd(0n), '0.00')
    assert.equal(formatUsd(5n * PICO_PER_USD), '5.00')
    assert.equal(formatUsd(picoUsd('1.50')), '1.50')
    assert.equal(formatUsd(picoUsd('0.0004500')), '0.00045')
    assert.equal(formatUsd(-picoUsd('0.25')), '-0.25')
  })

  for (const wrong of ['', '.5', '1.', '1,50', '1e3', '+1', ' 1', '0x10', 'NaN', '1.0000000000001'])
    test(`"${wrong}" is not an amount`, () => {
      assert.throws(() => picoUsd(wrong), RangeError)
    })

  test('a list price per million tokens is a whole number of pico-dollars per token', () => {
    assert.equal(picoPerToken('3'), 3_000_000n)
    assert.equal(picoPerToken('0.125'), 125_000n)
    assert.equal(picoPerToken('0.000001'), 1n)
  })
})
