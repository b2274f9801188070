import type { Column } from '@colophon/domain'
import type { OutputRecord } from './output-record.ts'

export interface WritingOptions {
  /** The profile's columns, which a table shows beside a record's state. */
  columns: readonly Column[]
  /** Only in CSV: a spreadsheet reads UTF-8 as something else without. */
  byteOrderMark: boolean
}

/** The texts that a file is made of, one after the other. */
export interface RecordWriter {
  start: string
  /** `index` counts from 0. */
  record: (record: OutputRecord, index: number) => string
  end: string
}

/** A kind of file that records are written to. */
export interface OutputFormat {
  name: string
  /** Endings of file names, with the full stop. */
  endings: readonly string[]
  mediaType: string
  writer: (options: WritingOptions) => RecordWriter
  /** The file of one record alone, where that is not a list of one. */
  single?: (record: OutputRecord) => string
}
