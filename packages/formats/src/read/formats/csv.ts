import { isUtf8 } from 'node:buffer'
import type { ColophonError } from '@colophon/domain'
import { parse, type CsvError, type Info, type Parser } from 'csv-parse'
import { peek, recodeToUtf8, refuseBinary, type Bytes } from '../bytes.ts'
import type { Found, Input, InputFormat } from '../input-format.ts'
import { isEnrichedTable, leftOut } from '../own-records.ts'
import { errorItem, printable, problem, tooLarge } from '../problems.ts'

/**
 * A header, and one item a row: the text of each cell under the name of its column. A cell without text is left out, as is
 * a row without any. A bad row is an error of its own; where quotes go wrong, nobody knows where the next row begins.
 */
export const csv: InputFormat = {
  name: 'csv',
  endings: { '.csv': 'text/csv' },
  begins: () => true,
  limit: () => null,
  async *read(input) {
    const { where } = input
    try {
      yield* itemsOf(input)
    } catch (thrown) {
      yield errorItem(thrown, where)
    }
  },
}

async function* itemsOf(input: Input): AsyncGenerator<Found> {
  const { where } = input
  let header: Header | undefined
  let filled = 0
  for await (const row of rowsOf(input)) {
    if (header === undefined) {
      header = headerOf(row, where)
      if (isEnrichedTable(header.names)) {
        yield leftOut(where)
        return
      }
      continue
    }
    if (row.cells.every((cell) => cell.length === 0)) continue
    filled += 1
    const place = `${where} line ${row.line}`
    try {
      yield { kind: 'item', item: itemOf(row, header, place), where: place, position: row.line }
    } catch (thrown) {
      yield errorItem(thrown, place, row.line)
    }
  }
  if (filled === 0) throw problem('input.empty', where, 'has no documents')
}

interface Row {
  /** Where it begins, from 1. */
  line: number
  cells: readonly Buffer[]
}

interface Header {
  /** Empty for a column that has no name. */
  names: readonly string[]
}

const MAX_NAME = 40

function headerOf({ line, cells }: Row, where: string): Header {
  const place = `${where} line ${line}`
  const names = cells.map((cell) => textOf(cell, place).trim())
  const named = names.filter((name) => name !== '')
  if (named.length === 0) throw problem('input.invalid_csv', place, 'names no column')
  const twice = named.find((name, n) => named.indexOf(name) !== n)
  if (twice === undefined) return { names }
  const shown = printable(twice.slice(0, MAX_NAME))
  throw problem('input.invalid_csv', place, `names two columns ${shown}`)
}

/** Spreadsheets leave empty cells at the end of a row away, or write more of them than there are columns. */
function itemOf({ cells }: Row, { names }: Header, place: string): Record<string, string> {
  const surplus = cells.findIndex((cell, n) => cell.length > 0 && (names[n] ?? '') === '')
  if (surplus >= names.length) {
    const what = `has ${cells.length} cells, and there are ${names.length} columns`
    throw problem('input.invalid_csv', place, what)
  }
  if (surplus !== -1) {
    throw problem('input.invalid_csv', place, `column ${surplus + 1} has no name, but a value`)
  }
  const filled = cells.flatMap((cell, n): [string, string][] =>
    cell.length === 0 ? [] : [[names[n] ?? '', textOf(cell, place)]],
  )
  return Object.fromEntries(filled)
}

function textOf(cell: Buffer, place: string): string {
  if (isUtf8(cell)) return cell.toString('utf8')
  throw problem('input.encoding', place, 'is not valid UTF-8')
}

interface Parsed {
  record: Buffer[]
  info: Info
}
type Failure = CsvError & Info

async function* rowsOf({ bytes, where, maxTextBytes }: Input): AsyncGenerator<Row> {
  const utf8 = refuseBinary(recodeToUtf8(bytes, where), where)
  const { head, bytes: whole } = await peek(withoutMark(utf8), holdsALine)
  const most = 4 * maxTextBytes
  let failure: Failure | undefined
  const parser = parse({
    delimiter: delimiterOf(head),
    // A list: by itself it would take the first line end for all.
    record_delimiter: ['\r\n', '\n', '\r'],
    // Cells as bytes: whether they are UTF-8 is asked of each.
    encoding: null,
    info: true,
    skip_empty_lines: true,
    relax_column_count: true,
    max_record_size: most,
    // An error of the stream would take the rows with it that were read and not yet taken.
    skip_records_with_error: true,
    on_skip(error) {
      failure ??= error as Failure
      return undefined
    },
  })
  const lines = new LineCount()
  const source = untilSo(whole, () => failure !== undefined)
  for await (const { record, info } of parsedOf(source, parser)) {
    if (failure !== undefined && info.records > failure.records) break
    yield { line: lines.startOf(record, info), cells: record }
  }
  if (failure !== undefined) throw csvProblem(failure, `${where} line ${lines.next(failure)}`, most)
}

async function* untilSo(bytes: Bytes, isEnd: () => boolean): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) {
    yield chunk
    if (isEnd()) return
  }
}

const MARK = Buffer.from('\ufeff')

// The parser takes a mark for more than it says: it would then decode the cells itself.
async function* withoutMark(source: Bytes): AsyncGenerator<Buffer> {
  const { head, bytes } = await peek(source, (start) => start.length >= MARK.length)
  let skip = head.subarray(0, MARK.length).equals(MARK) ? MARK.length : 0
  for await (const chunk of bytes) {
    yield chunk.subarray(skip)
    skip = 0
  }
}

/** The rows that are whole, in the order and at the pace they are taken, also when `bytes` breaks off. */
async function* parsedOf(bytes: Bytes, parser: Parser): AsyncGenerator<Parsed> {
  const next = (): Parsed | null => parser.read() as Parsed | null
  try {
    for await (const chunk of bytes) {
      const written = new Promise((resolve) => parser.write(chunk, resolve))
      for (let row = next(); row !== null; row = next()) yield row
      await written
    }
    parser.end()
    for await (const row of parser) yield row as Parsed
  } finally {
    parser.destroy()
  }
}

const csvProblem = ({ code }: Failure, place: string, most: number): ColophonError =>
  code === 'CSV_MAX_RECORD_SIZE'
    ? tooLarge(place, most, 'a row may be:')
    : problem(
        'input.invalid_csv',
        place,
        'begins a row whose quotes do not end where a cell does; what follows is not read',
      )

/** The parser counts a line end of two characters inside a cell twice. */
class LineCount {
  /** Where the last row ends, and where the parser says that it does. */
  #end = 0
  #parsed = 0
  #empty = 0

  /** Where a row begins, from 1. */
  startOf(cells: readonly Buffer[], info: Info): number {
    const start = this.next(info)
    const breaks = info.lines - this.#parsed - (start - this.#end)
    this.#end = breaks === 0 ? start : start + breaks - pairsIn(cells)
    this.#parsed = info.lines
    this.#empty = info.empty_lines
    return start
  }

  /** Where the row begins that follows the last one. */
  next({ empty_lines }: Info): number {
    return this.#end + 1 + empty_lines - this.#empty
  }
}

const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d

const pairsIn = (cells: readonly Buffer[]): number =>
  cells.reduce((sum, cell) => sum + cell.toString('latin1').split('\r\n').length - 1, 0)

const HEADER_BYTES = 64 * 1024

const holdsALine = (head: Buffer): boolean =>
  head.length >= HEADER_BYTES || head.includes(LINE_FEED) || head.includes(CARRIAGE_RETURN)

const DELIMITERS = [',', ';', '\t']

/** Spreadsheets of some countries part cells otherwise: what the header has most of, outside quotes. */
function delimiterOf(head: Buffer): string {
  const header = /^[^\r\n]*/.exec(head.toString('utf8', 0, HEADER_BYTES).replaceAll(/"[^"]*"/g, ''))
  const counts = DELIMITERS.map((sign) => (header?.[0] ?? '').split(sign).length)
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ','
}
