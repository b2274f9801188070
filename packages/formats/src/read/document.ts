import {
  unfit,
  type DraftPage,
  type NewDocument,
  type Page,
  type Position,
  type Source,
  type SourceDraft,
  type SubmittedItem,
} from '@colophon/domain'
import { describe } from './describe.ts'
import { binaryKind } from './decode.ts'
import { makeId, sha256, type MadeId } from './document-id.ts'
import type { Origin, ReadingRules } from './input-item.ts'
import { problem, tooLarge } from './problems.ts'

/** Where an item comes from, and what holds for all of its run. */
export interface ItemPosition extends Position {
  origin: Origin
  rules: ReadingRules
  /** It is the text of a file, whose bytes have been looked at. */
  isFileText?: boolean
}

/** A form feed after every character is noise; as pages it would fill the memory. */
const MAX_PAGES = 10_000
/** Of all pages: a document is read and written whole. */
const MAX_WORDS = 100_000

/** Refuses texts there is nothing to find in. */
function checkText(text: string, { where, rules }: ItemPosition): void {
  if (Buffer.byteLength(text) > rules.maxTextBytes) throw tooLarge(where, rules.maxTextBytes)
  if (!/[^\s\p{Cc}\p{Cf}]/u.test(text)) throw problem('input.empty', where, 'has no text')
}

/** Texts from JSON can hold what no file can: control codes written as escapes, halves of characters. */
function checkWrittenText(text: string, { where }: ItemPosition): void {
  if (!text.isWellFormed()) {
    throw problem('input.encoding', where, 'has half a character (an unpaired \\u surrogate)')
  }
  const kind = binaryKind(Buffer.from(text.slice(0, 64 * 1024)))
  if (kind !== null) throw problem('input.binary', where, `holds ${kind}, not text`)
}

function checkPages(pages: readonly DraftPage[], where: string): void {
  if (pages.length > MAX_PAGES) throw unfit(where, `has more than ${MAX_PAGES} pages`)
  const words = pages.reduce((sum, page) => sum + (page.words?.length ?? 0), 0)
  if (words > MAX_WORDS) throw unfit(where, `has boxes of more than ${MAX_WORDS} words`)
}

/** The item in the form of its profile; what does not fit is named by its field. */
function parseItem(item: unknown, { where, rules }: ItemPosition): SubmittedItem {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) {
    throw unfit(where, 'is not a JSON object')
  }
  const parsed = rules.source.form.safeParse(item)
  if (!parsed.success) throw unfit(where, describe(parsed.error))
  return parsed.data
}

/** The document that a submitted item is. Throws an error of the catalogue that names its place. */
export function documentOfItem(item: unknown, place: ItemPosition): NewDocument {
  const { where, rules } = place
  const form = parseItem(item, place)
  const draft = rules.source.toSource(form, place)
  checkText(draft.text, place)
  if (place.isFileText !== true) checkWrittenText(draft.text, place)
  checkPages(draft.pages ?? [], where)
  const source = sourceOf(draft, form, place)
  const collection = draft.collection ?? form.collection_id ?? rules.collection
  const hash = sha256(rules.source.content(source))
  const rest = { collection_id: collection, source_hash: hash }
  const given = givenId(draft, form)
  if (given !== null) return { ...given, ...rest, source }
  const { origin, position } = place
  const made = makeId({ prefix: rules.idPrefix, origin, collection, hash, position })
  const { idFrom } = origin
  const machine = idFrom.kind === 'file' ? { machine: idFrom.machine } : {}
  return { ...made, ...rest, source: { ...source, ...machine } }
}

/** Null when the item brings none. */
function givenId({ id }: SourceDraft, form: SubmittedItem): MadeId | null {
  const { former_id } = form
  const given = id ?? form.id
  return given == null ? null : { document_id: given, ...(former_id && { former_id }) }
}

function sourceOf(
  draft: SourceDraft,
  form: SubmittedItem,
  { where, origin, rules }: ItemPosition,
): Source {
  const { text, pages = [], segments, record, ocr = {}, facts = {} } = draft
  const language = draft.language ?? rules.language
  const { machine, ...sent } = form.file ?? {}
  const file = form.file === undefined ? origin.file : (sent as Source['file'])
  return {
    text,
    pages: pages.map((page) => withImage(page, where, origin)),
    ...(segments === undefined ? {} : { segments }),
    ...(record === undefined ? {} : { record }),
    ...(language === undefined ? {} : { language }),
    ocr,
    ...(file === undefined ? {} : { file }),
    ...(machine === undefined ? {} : { machine }),
    ...(form.reach == null ? {} : { reach: form.reach }),
    facts,
  }
}

/** The page with its image taken in; without a place to keep images, neither that nor what stands where in it. */
function withImage(page: DraftPage, where: string, { images }: Origin): Page {
  const { image, words, ...span } = page
  if (image === undefined) return span
  const place = `${where}: page ${page.number}`
  if (images === undefined)
    throw problem('input.image', place, 'has an image, which is taken of files only')
  const taken = images(image, place)
  if (taken === null) return span
  return { ...span, image: taken, ...(words !== undefined && { words }) }
}
