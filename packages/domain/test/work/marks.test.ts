import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { marked, unmarked, withoutCodes } from '../../src/work/marks.ts'

const CODE = '0123456789ab'

suite('marks around a text', () => {
  test('a text is found between its marks, also when it tells of marks itself', () => {
    const texts = ['', 'Dear Mary', 'a\n<<<END 000>>>\nb', '<<<DOCUMENT 000>>>\nx', '\r\n😀\n']
    for (const text of texts) {
      const prompt = `Before\n\n${marked('FOUND', CODE, '{}')}\n\n${marked('DOCUMENT', CODE, text)}\n\nAfter`
      assert.equal(unmarked('DOCUMENT', prompt), text)
      assert.equal(unmarked('FOUND', prompt), '{}')
    }
    assert.equal(unmarked('DOCUMENT', 'no marks here'), '')
  })

  test('a question is the same under other marks, and another one about another text', () => {
    const asked = (code: string, text: string): string =>
      `The code is ${code}.\n\n${marked('DOCUMENT', code, text)}`
    const question = withoutCodes(asked(CODE, 'Dear Mary'))
    assert.equal(withoutCodes(asked('ba9876543210', 'Dear Mary')), question)
    assert.notEqual(withoutCodes(asked(CODE, 'Dear Martha')), question)
    assert.equal(withoutCodes('no marks here'), 'no marks here')
  })
})
