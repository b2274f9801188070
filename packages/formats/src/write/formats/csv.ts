import { getPath, type Column } from '@colophon/domain'
import { BYTE_ORDER_MARK, csvTable, type Cell, type CsvColumn } from '../csv-table.ts'
import type { OutputFormat } from '../output-format.ts'
import type { OutputRecord } from '../output-record.ts'

/** One row per document with the fields a person looks for; the whole record is in the JSON formats. */
export const csv = {
  name: 'csv',
  endings: ['.csv'],
  mediaType: 'text/csv',
  writer({ columns, byteOrderMark }) {
    const { header, row } = csvTable(tableColumns(columns))
    return { start: (byteOrderMark ? BYTE_ORDER_MARK : '') + header, record: row, end: '' }
  },
} as const satisfies OutputFormat

const tableColumns = (columns: readonly Column[]): CsvColumn<OutputRecord>[] => [
  { name: 'document_id', of: (record) => record.document_id, isId: true },
  { name: 'collection', of: (record) => record.collection_id, isId: true },
  { name: 'file', of: ({ source }) => source.file?.path, isId: true },
  { name: 'status', of: (record) => record.status },
  { name: 'review_status', of: (record) => record.review_status },
  { name: 'review_reasons', of: (record) => record.review_reasons },
  { name: 'completeness', of: (record) => record.quality_metrics?.completeness_score },
  ...columns.map(profileColumn),
  { name: 'error', of: ({ error }) => error && `${error.code}: ${error.message}` },
]

function profileColumn({ name, path, part }: Column): CsvColumn<OutputRecord> {
  return { name, of: ({ enriched_data: data }) => cellOf(getPath(data, path), part) }
}

function cellOf(value: unknown, part: string | undefined): Cell {
  if (!Array.isArray(value)) return plain(value)
  return value.map((item) => plain(part === undefined ? item : getPath(item, part)) ?? '')
}

function plain(value: unknown): string | number | boolean | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'number' || typeof value === 'boolean') return value
  return typeof value === 'string' ? value : JSON.stringify(value)
}
