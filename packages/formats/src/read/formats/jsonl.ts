import { recodeToUtf8, refuseBinary } from '../bytes.ts'
import { decodeUtf8 } from '../decode.ts'
import type { InputFormat, SizeLimit } from '../input-format.ts'
import { parseJson } from '../json-value.ts'
import { splitLines, type Line } from '../lines.ts'
import { isEnrichedRecord, leftOut } from '../own-records.ts'
import { errorItem, problem, tooLarge } from '../problems.ts'

/** JSON may write a character as a six-byte escape, and carries other fields beside the text. */
const lineLimit = (maxTextBytes: number): SizeLimit => ({
  bytes: 4 * maxTextBytes,
  error: (where) => tooLarge(where, 4 * maxTextBytes, 'a line may be:'),
})

/** One item a line. A bad line is an error of its own; the lines after it are read. */
export const jsonl: InputFormat = {
  name: 'jsonl',
  endings: { '.jsonl': 'application/x-ndjson', '.ndjson': 'application/x-ndjson' },
  alsoCalled: ['application/jsonl'],
  begins(start) {
    if (/^\{[ \t\r]*[^ \t\r\n]/.test(start)) return true
    return /^(?:\{[ \t\r]*)?$/.test(start) ? undefined : false
  },
  limit: () => null,
  async *read(input) {
    const { where, maxTextBytes } = input
    const most = lineLimit(maxTextBytes)
    let filled = 0
    try {
      const bytes = refuseBinary(recodeToUtf8(input.bytes, where), where)
      for await (const line of splitLines(bytes, most.bytes)) {
        const place = `${where} line ${line.number}`
        let item: unknown
        try {
          item = valueOf(line, place, most)
        } catch (thrown) {
          filled += 1
          yield errorItem(thrown, place, line.number)
          continue
        }
        if (item === undefined) continue
        filled += 1
        if (filled === 1 && isEnrichedRecord(item)) {
          yield leftOut(where)
          return
        }
        yield { kind: 'item', item, where: place, position: line.number }
      }
      if (filled === 0) throw problem('input.empty', where, 'has no documents')
    } catch (thrown) {
      yield errorItem(thrown, where)
    }
  },
}

/** The JSON value of a line, undefined for a blank one. */
function valueOf({ number, bytes }: Line, where: string, most: SizeLimit): unknown {
  if (bytes === null) throw most.error(where)
  const line = decodeUtf8(bytes, where)
  if (line.trim() === '') return undefined
  const hint = number === 1 ? ' (one whole document on each line is expected)' : ''
  return parseJson(line, where, hint)
}
