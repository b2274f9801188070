import { guarded } from './spreadsheet-guard.ts'

export { plainText } from './spreadsheet-guard.ts'

type Part = string | number | boolean
/** The parts of a list stand in one cell. */
export type Cell = Part | null | undefined | readonly Part[]

export interface CsvColumn<R> {
  name: string
  of: (record: R) => Cell
  /** Holds ids, which have to come back from a spreadsheet as they were. */
  isId?: true
}

export interface CsvTable<R> {
  names: readonly string[]
  /** The first line. */
  header: string
  /** The line of one record. */
  row: (record: R) => string
}

/** Says that a file is UTF-8: a spreadsheet takes it for the code page of its country without. Goes before the header. */
export const BYTE_ORDER_MARK = '\ufeff'

const LINE_END = '\r\n'
const LIST_SEPARATOR = ';'

/** RFC 4180 with commas. What a spreadsheet would run or misread is guarded: the README of this package says how. */
export function csvTable<R>(columns: readonly CsvColumn<R>[]): CsvTable<R> {
  const names = columns.map(({ name }) => name)
  const line = (cells: readonly string[]): string => cells.join(',') + LINE_END
  return {
    names,
    header: line(names.map((name) => cellOf(name))),
    row: (record) => line(columns.map(({ of, isId }) => cellOf(of(record), isId))),
  }
}

// Semicolons and tabs part cells too in spreadsheets of some countries.
const NEEDS_QUOTES = /[",;\t\r\n]|^\s|\s$/

function cellOf(value: Cell, isId = false): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const text = guarded(typeof value === 'string' ? value : joined(value), isId)
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const joined = (parts: readonly Part[]): string =>
  parts.map((part) => String(part).replaceAll(LIST_SEPARATOR, ',')).join(LIST_SEPARATOR)
