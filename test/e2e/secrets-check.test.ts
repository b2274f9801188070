import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { leaksIn } from '../../scripts/e2e/secrets-check.ts'

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
})
