import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { PersonView, PrecedentView } from '@colophon/domain'
import { isOnNames, tokenOf } from '../src/api/register.ts'
import {
  chosenWith,
  decisionInWords,
  mergeOf,
  registerInWords,
  rolesInWords,
  splitOf,
  standingInWords,
} from '../src/behaviour/register.ts'

const person = (name: string, documents = 1): PersonView => ({
  ...{ id: name, name, documents, roles: {}, variants: [] },
})

suite('the register', () => {
  test('two people are chosen at most: a third takes the place of the first', () => {
    assert.deepEqual(chosenWith([], 'a'), ['a'])
    assert.deepEqual(chosenWith(['a', 'b'], 'c'), ['b', 'c'])
    assert.deepEqual(chosenWith(['a', 'b'], 'a'), ['b'])
  })

  test('of two that are one, the one with more documents is named first', () => {
    assert.equal(mergeOf([person('Jane')]), null)
    const merge = { kind: 'merge', forms: ['Jane Low', 'J. Low'] }
    assert.deepEqual(mergeOf([person('J. Low', 2), person('Jane Low', 9)]), merge)
  })

  test('decisions are told in a sentence, with what has become of them', () => {
    assert.equal(
      decisionInWords(splitOf(person('Jane Low'), 'J. Low')),
      '“Jane Low” and “J. Low” are not one person',
    )
    const kept = { undone: null, until: null } as PrecedentView
    const now = '2026-01-15T12:00:00.000Z'
    assert.equal(standingInWords(kept, now), '')
    assert.equal(standingInWords({ ...kept, until: now }, now), 'over')
    assert.equal(
      standingInWords({ ...kept, until: '2027-01-01T00:00:00.000Z' }, now),
      'until 2027-01-01',
    )
    assert.equal(standingInWords({ ...kept, undone: { by: 'human:ann', at: now } }, now), 'undone')
  })

  test('how many there are, and what part they have', () => {
    const view = {
      ...{ collection_id: 'c', profile: null, people: [], next_cursor: null },
      ...{ documents: 12, count: 1, pending: 2 },
    }
    assert.equal(registerInWords(view), '1 person in 12 documents; 2 records about to change')
    assert.equal(rolesInWords({ roles: { to_whom: 1, writer: 3 } }), 'writer 3 · to whom 1')
  })

  test('a decision on names is told from other changes by its token', () => {
    assert.ok(isOnNames(tokenOf({ collection_id: 'a:b', precedent_id: 'p' })))
    assert.ok(!isOnNames('change_01'))
  })
})
