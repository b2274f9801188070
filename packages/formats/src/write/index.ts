export { recordFormat, type OutputFormat, type RecordFormat } from './formats.ts'
export { outputRecord, OutputRecord } from './output-record.ts'
