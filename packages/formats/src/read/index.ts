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
export { documentFromJson, type Place } from './document.ts'
export { describe, DocumentForm, IdText, LanguageForm } from './document-form.ts'
export { extensionOf, fileType, PLAIN_TEXT, type FileType } from './file-type.ts'
export { formOfDocument } from './form-of-document.ts'
export { KnownIds } from './known-ids.ts'
export type { IdSource, InputItem, Origin, ReadingRules } from './input-item.ts'
export { errorItem, printable, problem, sameId, tooLarge } from './problems.ts'
export { READERS, type Reader } from './readers.ts'
