import { addDays, ColophonError, PICO_PER_USD, picoUsd, type BillRow } from '@colophon/domain'
import { parse } from 'csv-parse/sync'

/** What a bill's columns are called by one provider or another; the first that is there is read. */
const COLUMNS = {
  time: ['timestamp', 'created_at', 'usage_time', 'start_time', 'date_time'],
  day: ['usage_date_utc', 'date_utc', 'usage_date', 'date', 'day'],
  model: ['model_version', 'model', 'model_name', 'sku', 'service_name'],
  request: ['request_id', 'requestid', 'request', 'id'],
  calls: ['requests', 'num_requests', 'calls', 'request_count'],
  input: ['usage_input_tokens_no_cache', 'input_tokens', 'prompt_tokens'],
  cached: [
    'usage_input_tokens_cache_write_5m',
    'usage_input_tokens_cache_write_1h',
    'usage_input_tokens_cache_read',
    'cache_creation_input_tokens',
    'cache_read_input_tokens',
  ],
  output: ['usage_output_tokens', 'output_tokens', 'completion_tokens'],
  amount: ['cost_usd', 'cost', 'amount_usd', 'amount', 'billed_cost'],
} as const
type Column = keyof typeof COLUMNS
export const BILL_COLUMNS = Object.keys(COLUMNS) as Column[]

export interface BillOptions {
  /** Columns by the name that this export gives them. */
  columns?: Partial<Record<Column, string>>
  /** Minutes by which the days of the export are ahead of UTC, where it has times without a zone. @default 0 */
  offsetMinutes?: number
}

const plain = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')

const MINUTE_MS = 60_000

interface Reader {
  cell: (column: Column) => string | null
  line: number
}

function fail({ line }: Reader, what: string): never {
  throw new ColophonError('input.invalid_csv', `The bill's line ${String(line)} ${what}`)
}

/** Times carry their zone, or are of the zone that was said; a day alone is taken as it stands. */
function dayOf(reader: Reader, offsetMinutes: number): string {
  const time = reader.cell('time')
  const text = time ?? reader.cell('day') ?? ''
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return addDays(text, 0)
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text)
  const ms = Date.parse(zoned ? text : `${text.trim().replace(' ', 'T')}Z`)
  if (Number.isNaN(ms)) return fail(reader, `has no day: write YYYY-MM-DD, not "${text}"`)
  return new Date(zoned ? ms : ms - offsetMinutes * MINUTE_MS).toISOString().slice(0, 10)
}

function countOf(reader: Reader, text: string | null): number | null {
  if (text === null) return null
  const digits = text.replaceAll(',', '')
  return /^\d{1,15}$/.test(digits) ? Number(digits) : fail(reader, `has no count in "${text}"`)
}

/** The amount, and the step that it is rounded to: its last digit. */
function amountOf(reader: Reader): { amount: bigint | null; step: bigint } {
  const text = reader.cell('amount')
  if (text === null) return { amount: null, step: 0n }
  const decimal = text.replace(/^\$|,/g, '').trim()
  if (!/^-?\d+(\.\d{1,12})?$/.test(decimal)) return fail(reader, `has no amount in "${text}"`)
  const digits = decimal.split('.')[1]?.length ?? 0
  return { amount: picoUsd(decimal), step: PICO_PER_USD / 10n ** BigInt(digits) }
}

function rowOf(reader: Reader, cached: readonly (string | null)[], offset: number): BillRow {
  const input = countOf(reader, reader.cell('input'))
  const more = cached.map((text) => countOf(reader, text) ?? 0)
  return {
    line: reader.line,
    day: dayOf(reader, offset),
    model: reader.cell('model') ?? '',
    requestId: reader.cell('request'),
    calls: countOf(reader, reader.cell('calls')),
    inputTokens: input === null ? null : more.reduce((sum, count) => sum + count, input),
    outputTokens: countOf(reader, reader.cell('output')),
    ...amountOf(reader),
  }
}

/**
 * Lines of a provider's export (CSV with a header). Throws `input.invalid_csv` where a column that is needed is missing
 * or a cell cannot be read, with its line.
 */
export function readBill(
  text: string,
  { columns = {}, offsetMinutes = 0 }: BillOptions = {},
): BillRow[] {
  const table: string[][] = parse(text, { bom: true, relaxColumnCount: true })
  const [head = [], ...lines] = table
  const names = head.map(plain)
  const find = (column: Column): number => {
    const own = columns[column]
    const wanted: readonly string[] = own === undefined ? COLUMNS[column] : [plain(own)]
    return names.findIndex((name) => wanted.includes(name))
  }
  const places = Object.fromEntries(BILL_COLUMNS.map((column) => [column, find(column)]))
  const isMissing = (column: Column): boolean => (places[column] ?? -1) < 0
  if (isMissing('model') || (isMissing('time') && isMissing('day')))
    throw new ColophonError(
      'input.invalid_csv',
      `The bill has no column for ${isMissing('model') ? 'the model' : 'the day'} among ${head.join(', ')}: name it with --column`,
    )
  const cachedPlaces = names.flatMap((name, place) =>
    (COLUMNS.cached as readonly string[]).includes(name) ? [place] : [],
  )
  return lines.map((cells, index) => {
    const textAt = (place: number): string | null => {
      const cell = cells[place]?.trim() ?? ''
      return cell === '' ? null : cell
    }
    const cell = (column: Column): string | null => textAt(places[column] ?? -1)
    return rowOf({ cell, line: index + 2 }, cachedPlaces.map(textAt), offsetMinutes)
  })
}
