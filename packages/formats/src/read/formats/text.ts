import { collect } from '../bytes.ts'
import { decodeText } from '../decode.ts'
import type { InputFormat, SizeLimit } from '../input-format.ts'
import { errorItem, tooLarge } from '../problems.ts'

/** UTF-16 takes up to twice the room of its UTF-8, and a byte order mark; the text itself is measured later. */
const limit = (maxTextBytes: number): SizeLimit => ({
  bytes: 2 * maxTextBytes + 4,
  error: (where) => tooLarge(where, maxTextBytes),
})

/** One text: one item. */
export const text: InputFormat = {
  name: 'text',
  endings: { '.txt': 'text/plain', '.md': 'text/markdown' },
  isPlainText: true,
  begins: () => true,
  limit,
  async *read({ bytes, where, maxTextBytes }) {
    const most = limit(maxTextBytes)
    try {
      const whole = await collect(bytes, most.bytes, () => most.error(where))
      yield { kind: 'item', item: { text: decodeText(whole, where) }, where, position: null }
    } catch (thrown) {
      yield errorItem(thrown, where)
    }
  },
}
