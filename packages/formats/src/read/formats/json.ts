import { collect } from '../bytes.ts'
import { decodeText } from '../decode.ts'
import type { Found, Input, InputFormat, SizeLimit } from '../input-format.ts'
import { parseJson } from '../json-value.ts'
import { isEnrichedRecord, leftOut } from '../own-records.ts'
import { errorItem, problem, tooLarge } from '../problems.ts'

const IN_MEMORY = 'a .json file may be (use .jsonl):'

/** The largest file of JSON; JSONL takes what does not fit, and has no limit. */
const limit = (maxTextBytes: number): SizeLimit => ({
  bytes: 16 * maxTextBytes,
  error: (where) => tooLarge(where, 16 * maxTextBytes, IN_MEMORY),
})

/** A file with one item, or a list of them. */
export const json: InputFormat = {
  name: 'json',
  endings: { '.json': 'application/json' },
  // A brace alone on its line begins one laid out over lines, `[{` a list; `[1862]` may be anything.
  begins(start) {
    if (/^\{[ \t\r]*\n/.test(start) || /^\[\s*\{/.test(start)) return true
    return /^(?:\{[ \t\r]*|\[\s*)?$/.test(start) ? undefined : false
  },
  limit,
  inMemory: IN_MEMORY,
  async *read(input) {
    const { where } = input
    let content: unknown
    try {
      content = await contentOf(input)
    } catch (thrown) {
      yield errorItem(thrown, where)
      return
    }
    if (!Array.isArray(content)) {
      yield isEnrichedRecord(content)
        ? leftOut(where)
        : { kind: 'item', item: content, where, position: null }
    } else if (isEnrichedRecord(content[0])) yield leftOut(where)
    else yield* itemsOf(content, where)
  },
}

function* itemsOf(list: readonly unknown[], where: string): Generator<Found> {
  for (const [index, item] of list.entries()) {
    const position = index + 1
    yield { kind: 'item', item, where: `${where} item ${position}`, position }
  }
}

async function contentOf({ bytes, where, maxTextBytes }: Input): Promise<unknown> {
  const most = limit(maxTextBytes)
  const file = await collect(bytes, most.bytes, () => most.error(where))
  const written = decodeText(file, where)
  if (written.trim() === '') throw problem('input.empty', where, 'is empty')
  const content = parseJson(written, where)
  if (Array.isArray(content) && content.length === 0) {
    throw problem('input.empty', where, 'has no documents')
  }
  return content
}
