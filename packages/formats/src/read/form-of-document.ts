import { isDeepStrictEqual } from 'node:util'
import type { NewDocument } from '@colophon/domain'
import { pagesOfText } from './pages.ts'

/** A document in the form it is submitted in: read again, it is the same document. */
export function formOfDocument(document: NewDocument): Record<string, unknown> {
  const { document_id: id, former_id, collection_id, source } = document
  const { text, pages, language, ocr, file, machine, facts } = source
  const reading = isDeepStrictEqual(pages, pagesOfText(text))
    ? { text }
    : { pages: pages.map(({ number, start, end }) => ({ number, text: text.slice(start, end) })) }
  return {
    id,
    ...(former_id === undefined ? {} : { former_id }),
    collection_id,
    ...reading,
    ...(language === undefined ? {} : { language }),
    ...(ocr.confidence === undefined ? {} : { ocr_confidence: ocr.confidence }),
    ...(file === undefined ? {} : { file: machine === undefined ? file : { ...file, machine } }),
    ...(Object.keys(facts).length === 0 ? {} : { source: facts }),
  }
}
