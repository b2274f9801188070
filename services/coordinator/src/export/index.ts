export { recordFormat, type OutputFormat, type RecordFormat } from './formats.ts'
export { outputRecord, type OutputRecord } from './output-record.ts'
