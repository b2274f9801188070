import type { ColophonError } from '@colophon/domain'
import { collect, recodeToUtf8, refuseBinary, type Bytes } from './bytes.ts'
import { decodeText, decodeUtf8 } from './decode.ts'
import { documentFromJson, documentFromText } from './document.ts'
import { IgnoredFields, isEnrichedRecord } from './document-form.ts'
import type { InputItem, Origin, ReadingRules } from './input-item.ts'
import { splitLines, type Line } from './lines.ts'
import { errorItem, problem, tooLarge } from './problems.ts'

export interface Input {
  bytes: Bytes
  origin: Origin
  rules: ReadingRules
}

/** How many bytes a file or a line may have, and the error for one that has more. */
export interface SizeLimit {
  bytes: number
  error: (where: string) => ColophonError
}

/** UTF-16 takes up to twice the room of its UTF-8, and a byte order mark; the text itself is measured later. */
const textLimit = ({ maxTextBytes }: ReadingRules): SizeLimit => ({
  bytes: 2 * maxTextBytes + 4,
  error: (where) => tooLarge(where, maxTextBytes),
})

/** JSON may write a character as a six-byte escape, and carries other fields beside the text. */
const lineLimit = ({ maxTextBytes }: ReadingRules): SizeLimit => ({
  bytes: 4 * maxTextBytes,
  error: (where) => tooLarge(where, 4 * maxTextBytes, 'a line may be:'),
})

/** A `.json` file is parsed in memory; what does not fit goes into JSONL, which has no limit. */
const jsonLimit = ({ maxTextBytes }: ReadingRules): SizeLimit => ({
  bytes: 16 * maxTextBytes,
  error: (where) => tooLarge(where, 16 * maxTextBytes, 'a .json file may be (use .jsonl):'),
})

/** One text: one document. */
async function* readText({ bytes, origin, rules }: Input): AsyncGenerator<InputItem> {
  const { where } = origin
  const limit = textLimit(rules)
  try {
    const text = decodeText(await collect(bytes, limit.bytes, () => limit.error(where)), where)
    const document = documentFromText(text, { where, origin, rules, position: null })
    yield { kind: 'document', document, where }
  } catch (thrown) {
    yield errorItem(thrown, where)
  }
}

// The parser's own message quotes the document, and no text of a document may stand in a message.
function parseJson(json: string, where: string, hint = ''): unknown {
  try {
    return JSON.parse(json)
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : ''
    const position = /at position (\d{1,12})/.exec(message)?.[1]
    const place = position === undefined ? '' : ` at character ${position}`
    throw problem('input.invalid_json', where, `is not valid JSON${place}${hint}`)
  }
}

/** A file with one document object, or a list of them. */
async function* readJson({ bytes, origin, rules }: Input): AsyncGenerator<InputItem> {
  const ignored = new IgnoredFields()
  let values: unknown[]
  let isList: boolean
  try {
    const limit = jsonLimit(rules)
    const file = await collect(bytes, limit.bytes, () => limit.error(origin.where))
    const json = decodeText(file, origin.where)
    if (json.trim() === '') throw problem('input.empty', origin.where, 'is empty')
    const content = parseJson(json, origin.where)
    isList = Array.isArray(content)
    values = Array.isArray(content) ? content : [content]
    if (values.length === 0) throw problem('input.empty', origin.where, 'has no documents')
  } catch (thrown) {
    yield errorItem(thrown, origin.where)
    return
  }
  if (isEnrichedRecord(values[0])) {
    yield leftOut(origin.where)
    return
  }
  for (const [index, value] of values.entries()) {
    const where = isList ? `${origin.where} item ${index + 1}` : origin.where
    ignored.add(value)
    yield* jsonDocument(value, where, { origin, rules, position: isList ? index + 1 : null })
  }
  yield* ignoredNote(ignored, origin.where)
}

function* jsonDocument(
  value: unknown,
  where: string,
  place: { origin: Origin; rules: ReadingRules; position: number | null },
): Generator<InputItem> {
  const position = place.position ?? undefined
  try {
    const document = documentFromJson(value, { ...place, where })
    yield { kind: 'document', document, where, ...(position === undefined ? {} : { position }) }
  } catch (thrown) {
    yield errorItem(thrown, where, position)
  }
}

function* ignoredNote(ignored: IgnoredFields, where: string): Generator<InputItem> {
  const message = ignored.note()
  if (message !== null) yield { kind: 'note', where, message }
}

const leftOut = (where: string): InputItem => ({
  kind: 'note',
  where,
  message: 'is left out: it holds enriched records, not documents',
})

/** One document object a line. A bad line is an error of its own; the lines after it are read. */
async function* readJsonl(input: Input): AsyncGenerator<InputItem> {
  const { origin, rules } = input
  const ignored = new IgnoredFields()
  let filled = 0
  try {
    const bytes = refuseBinary(recodeToUtf8(input.bytes, origin.where), origin.where)
    for await (const line of splitLines(bytes, lineLimit(rules).bytes)) {
      const where = `${origin.where} line ${line.number}`
      let value: unknown
      try {
        value = lineValue(line, where, rules)
      } catch (thrown) {
        filled += 1
        yield errorItem(thrown, where, line.number)
        continue
      }
      if (value === undefined) continue
      filled += 1
      if (filled === 1 && isEnrichedRecord(value)) {
        yield leftOut(origin.where)
        return
      }
      ignored.add(value)
      yield* jsonDocument(value, where, { origin, rules, position: line.number })
    }
    if (filled === 0) throw problem('input.empty', origin.where, 'has no documents')
  } catch (thrown) {
    yield errorItem(thrown, origin.where)
  }
  yield* ignoredNote(ignored, origin.where)
}

/** The JSON value of a line, undefined for a blank one. */
function lineValue({ number, bytes }: Line, where: string, rules: ReadingRules): unknown {
  if (bytes === null) throw lineLimit(rules).error(where)
  const line = decodeUtf8(bytes, where)
  if (line.trim() === '') return undefined
  const hint = number === 1 ? ' (one whole document on each line is expected)' : ''
  return parseJson(line, where, hint)
}

export interface Reader {
  read: (input: Input) => AsyncGenerator<InputItem>
  limit: (rules: ReadingRules) => SizeLimit | null
}

export const READERS: Record<'text' | 'json' | 'jsonl', Reader> = {
  text: { read: readText, limit: textLimit },
  json: { read: readJson, limit: jsonLimit },
  jsonl: { read: readJsonl, limit: () => null },
}
