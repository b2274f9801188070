import type { DocumentRecord, GivenValue } from '@colophon/domain'

/** Values that a letter brings itself, before anybody reads it. */
export function givenValues(
  document: Pick<DocumentRecord, 'document_id' | 'collection_id' | 'source'>,
): GivenValue[] {
  const { source } = document
  const { provider, confidence } = source.ocr
  const values: GivenValue[] = [
    { path: 'metadata.id', value: document.document_id },
    { path: 'metadata.collection_id', value: document.collection_id },
    { path: 'content.full_text', value: source.text },
  ]
  if (provider !== undefined) values.push({ path: 'metadata.ocr_provider', value: provider })
  if (confidence !== undefined) values.push({ path: 'metadata.confidence', value: confidence })
  return values
}
