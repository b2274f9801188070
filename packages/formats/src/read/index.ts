/** How documents come in, whoever brings them: files and pipes of the command line, requests, OCR jobs. */
export {
  asBuffers,
  collect,
  peek,
  recodeToUtf8,
  refuseBinary,
  within,
  type Bytes,
} from './bytes.ts'
export { describe } from './describe.ts'
export { documentOfItem, type ItemPosition } from './document.ts'
export { documentItem, readDocuments, type DocumentInput } from './documents.ts'
export { extensionOf, INPUT_FORMATS, InputFormats, type FileType } from './formats/index.ts'
export { jsonl } from './formats/jsonl.ts'
export type { Found, Input, InputFormat, SizeLimit } from './input-format.ts'
export type { IdSource, InputItem, Origin, ReadingRules, TakeImage } from './input-item.ts'
export { imageHeader, type ImageHeader } from './image-header.ts'
export { itemOfDocument } from './item-of-document.ts'
export { KnownIds, type Seen } from './known-ids.ts'
export { errorItem, printable, problem, sameId, tooLarge } from './problems.ts'
