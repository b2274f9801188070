import type { Bytes } from './bytes.ts'
import { documentOfItem, type ItemPosition } from './document.ts'
import { IgnoredFields } from './ignored-fields.ts'
import type { InputFormat } from './input-format.ts'
import type { InputItem, Origin, ReadingRules } from './input-item.ts'
import { errorItem } from './problems.ts'

export interface DocumentInput {
  bytes: Bytes
  origin: Origin
  rules: ReadingRules
}

/** The documents of a file or stream, in the form of their profile; what cannot be taken is an error item. */
export async function* readDocuments(
  format: InputFormat,
  { bytes, origin, rules }: DocumentInput,
): AsyncGenerator<InputItem> {
  const { where } = origin
  const { isPlainText: isFileText = false } = format
  const ignored = new IgnoredFields(rules.source.form)
  for await (const found of format.read({ bytes, where, maxTextBytes: rules.maxTextBytes })) {
    if (found.kind === 'item') {
      if (!isFileText) ignored.add(found.item)
      yield documentItem(found.item, { ...found, origin, rules, isFileText })
    } else yield found
  }
  const message = ignored.note()
  if (message !== null) yield { kind: 'note', where, message }
}

/** The document of an item, or why it is none. */
export function documentItem(item: unknown, place: ItemPosition): InputItem {
  const { where } = place
  const position = place.position ?? undefined
  try {
    const document = documentOfItem(item, place)
    return { kind: 'document', document, where, ...(position === undefined ? {} : { position }) }
  } catch (thrown) {
    return errorItem(thrown, where, position)
  }
}
