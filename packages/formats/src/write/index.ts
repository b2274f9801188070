export {
  OUTPUT_FORMAT_NAMES,
  OUTPUT_FORMATS,
  outputFormat,
  outputFormatOfEnding,
  type OutputFormatName,
} from './formats/index.ts'
export type { OutputFormat, RecordWriter, WritingOptions } from './output-format.ts'
export { outputRecord, OutputRecord } from './output-record.ts'
