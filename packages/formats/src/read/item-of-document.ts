import type { NewDocument, SourceSpec } from '@colophon/domain'

/** A document as an item of its profile: read again, it is the same document. */
export function itemOfDocument(document: NewDocument, spec: SourceSpec): Record<string, unknown> {
  const { document_id: id, former_id, collection_id, source } = document
  const { file, machine, reach } = source
  return {
    ...(spec.toItem?.(source) ?? source.record),
    id,
    ...(former_id === undefined ? {} : { former_id }),
    collection_id,
    ...(reach === undefined ? {} : { reach }),
    ...(file === undefined ? {} : { file: machine === undefined ? file : { ...file, machine } }),
  }
}
