import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  clashes,
  defaultKeys,
  isTypedInto,
  keyInWords,
  readKeys,
  type KeyRow,
} from '../src/keys.ts'

const ROWS = [
  ['taste', 'Taste it', 't', 'kitchen'],
  ['salt', 'Salt it', 's', 'kitchen'],
  ['serve', 'Serve it', 's', 'hall'],
  ['keys', 'Show the keys', '[Shift]+?', 'everywhere'],
] as const satisfies readonly KeyRow[]
type Act = (typeof ROWS)[number][0]
const KEYS = defaultKeys<Act>(ROWS)

suite('keys', () => {
  test('clash where two actions of the same page have one', () => {
    assert.deepEqual(clashes<Act>(ROWS, KEYS), [])
    assert.deepEqual(clashes<Act>(ROWS, { ...KEYS, taste: 's' }), [['taste', 'salt']])
    assert.deepEqual(clashes<Act>(ROWS, { ...KEYS, keys: 't' }), [['taste', 'keys']])
  })

  test('are those that a person chose, whatever else the browser has kept', () => {
    const chosen = readKeys<Act>(ROWS, '{"taste":"y","nonsense":"z","salt":5}')
    assert.deepEqual(chosen, { ...KEYS, taste: 'y' })
    assert.deepEqual(readKeys<Act>(ROWS, '{broken'), KEYS)
    assert.deepEqual(readKeys<Act>(ROWS, null), KEYS)
  })

  test('are told as they are printed on the keyboard', () => {
    assert.equal(keyInWords('$mod+Enter'), 'Ctrl ↵')
    assert.equal(keyInWords('[Shift]+?'), '?')
  })

  test('without Ctrl belong to what is typed into', () => {
    assert.equal(isTypedInto({ tagName: 'TEXTAREA' }), true)
    assert.equal(isTypedInto({ tagName: 'INPUT', type: 'checkbox' }), false)
    assert.equal(isTypedInto({ tagName: 'BUTTON' }), false)
    assert.equal(isTypedInto({ tagName: 'DIV', isContentEditable: true }), true)
  })
})
