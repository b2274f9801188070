import { BYTE_ORDER_MARK } from './csv.ts'
import { RECORD_TABLE } from './record-table.ts'
import type { OutputRecord } from './output-record.ts'

export type OutputFormat = 'jsonl' | 'json' | 'csv'

export interface RecordFormat {
  start: string
  /** `index` counts from 0. */
  record: (record: OutputRecord, index: number) => string
  end: string
}

const FORMATS: Record<OutputFormat, RecordFormat> = {
  jsonl: { start: '', record: (record) => `${JSON.stringify(record)}\n`, end: '' },
  json: {
    start: '[',
    record: (record, index) => `${index === 0 ? '' : ','}\n${JSON.stringify(record)}`,
    end: '\n]\n',
  },
  csv: { start: RECORD_TABLE.header, record: RECORD_TABLE.row, end: '' },
}

/** `byteOrderMark` is for CSV alone. */
export function recordFormat(format: OutputFormat, byteOrderMark: boolean): RecordFormat {
  const form = FORMATS[format]
  if (format !== 'csv' || !byteOrderMark) return form
  return { ...form, start: BYTE_ORDER_MARK + form.start }
}
