import assert from 'node:assert/strict'
import { test } from 'node:test'
import { choicesAtLimit, termsInWords, termsOf, typedOf } from '../src/behaviour/budgets.ts'

const TYPED = {
  scope: 'day',
  id: 'default',
  limit: '5.50',
  atLimit: 'defer',
  cutoff: '80',
} as const

test('what is typed is a budget, or nothing that could be saved', () => {
  const terms = { limit_usd: '5.50', at_limit: 'defer', cutoff_percent: 80 } as const
  assert.deepEqual(termsOf(TYPED), terms)
  assert.deepEqual(typedOf({ scope: 'day', id: 'default', terms }), TYPED)
  const open = { ...TYPED, limit: ' 0 ', atLimit: '', cutoff: '' } as const
  assert.deepEqual(termsOf(open), { limit_usd: '0', at_limit: null, cutoff_percent: null })
  for (const limit of ['', '-1', '1e3', '1000000', '1.', '1,5']) {
    assert.equal(termsOf({ ...TYPED, limit }), null, limit)
  }
  for (const cutoff of ['0', '101', '8.5', 'x']) {
    assert.equal(termsOf({ ...TYPED, cutoff }), null, cutoff)
  }
  assert.equal(termsOf({ ...TYPED, id: ' ' }), null)
})

test('nobody can wait for what never starts anew', () => {
  assert.ok(choicesAtLimit('month').includes('defer'))
  assert.ok(!choicesAtLimit('collection').includes('defer'))
  assert.equal(termsOf({ ...TYPED, scope: 'collection' }), null)
})

test('a budget in words says what it says and no more', () => {
  const terms = { limit_usd: '7', at_limit: null, cutoff_percent: null }
  assert.equal(termsInWords(terms), '$7')
  assert.match(termsInWords({ ...terms, at_limit: 'stop', cutoff_percent: 90 }), /fail.*90 %/)
  assert.equal(termsInWords(null), 'no budget')
})
