import { CSV_HEADER, csvRow } from './csv.ts'
import type { OutputRecord } from './output-record.ts'

export type OutputFormat = 'jsonl' | 'json' | 'csv'

export interface RecordFormat {
  start: string
  /** `index` counts from 0. */
  record: (record: OutputRecord, index: number) => string
  end: string
}

export const RECORD_FORMATS: Record<OutputFormat, RecordFormat> = {
  jsonl: { start: '', record: (record) => `${JSON.stringify(record)}\n`, end: '' },
  json: {
    start: '[',
    record: (record, index) => `${index === 0 ? '' : ','}\n${JSON.stringify(record)}`,
    end: '\n]\n',
  },
  csv: { start: CSV_HEADER, record: csvRow, end: '' },
}
