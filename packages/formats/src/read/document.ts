import type { NewDocument, Page, Source } from '@colophon/domain'
import { binaryKind } from './decode.ts'
import { parseForm, type DocumentForm } from './document-form.ts'
import { makeId, sha256, type MadeId } from './document-id.ts'
import type { Origin, ReadingRules } from './input-item.ts'
import { joinPages, pagesOfText } from './pages.ts'
import { problem, tooLarge } from './problems.ts'

export interface Place {
  where: string
  origin: Origin
  rules: ReadingRules
  /** Line of a JSONL file, place in a JSON array. */
  position: number | null
}

interface Reading {
  text: string
  pages: Page[]
}

/** A form feed after every letter is noise; as pages it would fill the memory. */
const MAX_PAGES = 10_000

/** Refuses texts there is nothing to find in. */
function checkText(text: string, { where, rules }: Place): void {
  if (Buffer.byteLength(text) > rules.maxTextBytes) throw tooLarge(where, rules.maxTextBytes)
  if (!/[^\s\p{Cc}\p{Cf}]/u.test(text)) throw problem('input.empty', where, 'has no text')
}

/** Texts from JSON can hold what no file can: control codes written as escapes, halves of characters. */
function checkJsonText(text: string, { where }: Place): void {
  if (!text.isWellFormed()) {
    throw problem('input.encoding', where, 'has half a character (an unpaired \\u surrogate)')
  }
  const kind = binaryKind(Buffer.from(text.slice(0, 64 * 1024)))
  if (kind !== null) throw problem('input.binary', where, `holds ${kind}, not text`)
}

function readingOf(form: DocumentForm, { where }: Place): Reading {
  if (form.pages == null) {
    const text = form.text ?? ''
    return { text, pages: pagesOfText(text) }
  }
  const reading = joinPages(form.pages)
  if (form.text != null && form.text !== reading.text) {
    const what = 'has both text and pages, and they differ; give one of them'
    throw problem('input.invalid_document', where, what)
  }
  if (new Set(reading.pages.map((page) => page.number)).size < reading.pages.length) {
    throw problem('input.invalid_document', where, 'has two pages with the same number')
  }
  return reading
}

interface Submitted {
  /** Null when the document brings none. */
  id: MadeId | null
  collectionId: string | null
  source: Source
}

function newDocument({ id, collectionId, source }: Submitted, place: Place): NewDocument {
  const { where, origin, rules, position } = place
  if (source.pages.length > MAX_PAGES) {
    throw problem('input.invalid_document', where, `has more than ${MAX_PAGES} pages`)
  }
  const textHash = sha256(source.text)
  const collection = collectionId ?? rules.collection
  const rest = { collection_id: collection, source_hash: textHash }
  if (id !== null) return { ...id, ...rest, source }
  const made = makeId({ prefix: rules.idPrefix, origin, collection, textHash, position })
  const { idFrom } = origin
  const machine = idFrom.kind === 'file' ? { machine: idFrom.machine } : {}
  return { ...made, ...rest, source: { ...source, ...machine } }
}

export function documentFromText(text: string, place: Place): NewDocument {
  checkText(text, place)
  const { file } = place.origin
  const { language } = place.rules
  const source: Source = {
    text,
    pages: pagesOfText(text),
    ...(language === undefined ? {} : { language }),
    ocr: {},
    ...(file === undefined ? {} : { file }),
    facts: {},
  }
  return newDocument({ id: null, collectionId: null, source }, place)
}

const fileOf = ({ path, name, format }: NonNullable<DocumentForm['file']>): Source['file'] => ({
  path,
  name,
  format,
})

export function documentFromJson(value: unknown, place: Place): NewDocument {
  const form = parseForm(value, place.where)
  const { text, pages } = readingOf(form, place)
  checkText(text, place)
  checkJsonText(text, place)
  const file = form.file === undefined ? place.origin.file : fileOf(form.file)
  const machine = form.file?.machine
  const language = form.language ?? place.rules.language
  const facts: Record<string, unknown> = form.source ?? {}
  const provider = facts['ocr_provider']
  const source: Source = {
    text,
    pages,
    ...(language === undefined ? {} : { language }),
    ocr: {
      ...(form.ocr_confidence == null ? {} : { confidence: form.ocr_confidence }),
      ...(typeof provider === 'string' ? { provider } : {}),
    },
    ...(file === undefined ? {} : { file }),
    ...(machine === undefined ? {} : { machine }),
    facts,
  }
  const collectionId = form.collection_id ?? null
  const { id, former_id } = form
  const given = id == null ? null : { document_id: id, ...(former_id && { former_id }) }
  return newDocument({ id: given, collectionId, source }, place)
}
