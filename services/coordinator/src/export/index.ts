export { RECORD_FORMATS, type OutputFormat, type RecordFormat } from './formats.ts'
export { outputRecord, type OutputRecord } from './output-record.ts'
