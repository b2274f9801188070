import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fold, readWords, wordKey } from '../../src/words/fold.ts'
import { isNear, wordList } from '../../src/words/vocabulary.ts'

test('folds letter by letter', () => {
  assert.equal(fold('Größe ſo’n É'), "große so'n e")
  assert.equal(fold('𝔄bc').length, '𝔄bc'.length)
  assert.equal(wordKey('Grüße'), 'grusse')
})

test('gives words with their places', () => {
  const [first, second] = readWords("your's  Ém")
  assert.deepEqual([first?.text, first?.key, second?.start], ["your's", "your's", 8])
})

test('forgives what recognisers confuse, in longer words one letter', () => {
  assert.ok(isNear('sinccrely', 'sincerely'))
  assert.ok(isNear('affectionatly', 'affectionately'))
  assert.ok(!isNear('hear', 'dear'))
  assert.ok(!isNear('sir', 'sin'))
})

test('a vocabulary finds exact and near words', () => {
  const months = wordList({ spring: 'march april', autumn: 'september october' })
  assert.equal(months.find('october'), 'autumn')
  assert.equal(months.find('0ctober'), 'autumn')
  assert.equal(months.exact('0ctober'), undefined)
  assert.equal(months.find('window'), undefined)
})
