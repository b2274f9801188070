import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { keyOf, judge, readKept, type Verdict } from './expressions/verdict.ts'
import type { Expression } from './expressions/collect.ts'
import { productExpressions } from './expressions/product.ts'

/**
 * Expressions of which recheck finds nothing out in ten minutes: how each begins, and why it may stand. That their rules
 * end in time on hard texts is shown by `growth.test.ts` all the same.
 */
const EXCEPTIONS: readonly (readonly [string, string])[] = [
  [
    String.raw`^[^\n]{0,60}?(?<!\p{L})(?:dear(?:est)?`,
    'is matched against the first 800 characters; all of its quantifiers are bounded, and none is nested',
  ],
  [
    String.raw`(?<![\p{L}])(?<value>(?:Archives?|Bibliothèque`,
    'is matched against 1,200 characters at either end; each repetition begins with a space and a capital',
  ],
]
const isException = ({ source }: Expression): boolean =>
  EXCEPTIONS.some(([beginning]) => source.startsWith(beginning))

/** Long enough for what is found in a second on a machine that is busy. */
const TIMEOUT_MS = 60_000

const { expressions, unseen } = await productExpressions()

suite('regular expressions of the product', () => {
  test('those that are put together at run time are seen', () => {
    assert.deepEqual(unseen, [])
    assert.ok(expressions.length > 500)
  })

  test('none takes more time than the square of the text’s length', () => {
    const { verdicts } = readKept()
    const offences: string[] = []
    for (const expression of expressions.filter((each) => !isException(each))) {
      const verdict: Verdict = verdicts[keyOf(expression)] ?? judge(expression, TIMEOUT_MS)
      if (verdict === 'linear' || verdict === 'quadratic') continue
      offences.push(`${expression.where} ${verdict}: /${expression.source}/${expression.flags}`)
    }
    assert.deepEqual(offences, [])
  })

  test('what never ended is told apart from what does', () => {
    const rule = { source: '(?:[ =]|-{2,9}){1,200}$', flags: 'u', where: '' }
    assert.equal(judge(rule, TIMEOUT_MS), 'worse')
    assert.equal(judge({ ...rule, source: '^[ =-]+$' }, TIMEOUT_MS), 'linear')
  })

  test('an exception stands only for an expression that needs it', () => {
    assert.equal(expressions.filter(isException).length, EXCEPTIONS.length)
  })
})
