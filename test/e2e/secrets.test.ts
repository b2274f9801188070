import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { leaksIn, passagesOf } from '../../proof/evidence/leaks.ts'

const SECRET = 'k9-not-to-be-told'
const PASSAGE = 'the mill stood still for want of water'
const forbidden = {
  secrets: [SECRET],
  letters: [
    { id: 'a', text: `Dear "Mary",\n\nAll summer ${PASSAGE}.\n\nYours, John` },
    { id: 'b', pages: ['', 'Sir'] },
  ],
}
const said = (text: string) => leaksIn([{ process: 'worker', text }], forbidden)

suite('what processes say', () => {
  test('may be anything else', () => {
    assert.deepEqual(said('{"msg":"document enriched","documentId":"a"}\n'), [])
  })

  test('is a leak with a secret in it, which is not repeated', () => {
    assert.deepEqual(said(`{"url":"mongodb://colophon:${SECRET}@host"}`), ['a secret from worker'])
  })

  test('is a leak with text of a letter in it, also in a line of JSON', () => {
    const line = JSON.stringify({ err: forbidden.letters[0]?.text })
    assert.deepEqual(said(line), ['text of a letter from worker'])
  })

  test('is a leak with any of several passages of it, not the longest alone', () => {
    const sentences = [
      'the first of the family to write from there',
      'the winter was long and the hay was short',
      'a very much longer sentence about nothing in particular that goes on',
      'the mare has been sold to the miller at last',
      'please remember me to everybody at the farm',
    ]
    const text = sentences.join('.\n')
    const letters = [{ id: 'a', text }]
    for (const sentence of sentences) {
      const line = { process: 'nsqd', text: `… ${sentence}` }
      assert.deepEqual(leaksIn([line], { secrets: [], letters }), ['text of a letter from nsqd'])
    }
    assert.deepEqual(passagesOf({ id: 'b', text: `${' '.repeat(40)}\n${', '.repeat(20)}` }), [])
  })
})
