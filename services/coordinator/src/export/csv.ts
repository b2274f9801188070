import { getPath } from '@colophon/domain'
import { lettersProfile } from '@colophon/domain/letters'
import type { OutputRecord } from './output-record.ts'

const LIST_SEPARATOR = ';'
const LINE_END = '\r\n'

/** One row per document with the fields a person looks for; the whole record is in the JSON formats. */
const COLUMNS: Record<string, (record: OutputRecord) => unknown> = {
  document_id: (record) => record.document_id,
  status: (record) => record.status,
  review_status: (record) => record.review_status,
  review_reasons: (record) => record.review_reasons,
  completeness: (record) => record.quality_metrics?.completeness_score,
  ...Object.fromEntries(
    lettersProfile.columns.map(({ name, path }) => [
      name,
      (record: OutputRecord) => getPath(record.enriched_data, path),
    ]),
  ),
  error: ({ error }) => error && `${error.code}: ${error.message}`,
}

export const CSV_COLUMNS: readonly string[] = Object.keys(COLUMNS)

function cellText(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.map(cellText).join(LIST_SEPARATOR)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/**
 * A spreadsheet runs a cell that begins like a formula, and letters come from strangers: an apostrophe goes before
 * `= + - @`, tab and carriage return. Quotes are those of RFC 4180.
 */
export function csvCell(value: unknown): string {
  const text = cellText(value)
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const csvLine = (cells: readonly unknown[]): string => cells.map(csvCell).join(',') + LINE_END

export const CSV_HEADER = csvLine(CSV_COLUMNS)

export const csvRow = (record: OutputRecord): string =>
  csvLine(Object.values(COLUMNS).map((column) => column(record)))
