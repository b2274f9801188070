import { z } from 'zod'
import { ColophonError } from './errors/errors.ts'
import type { Page, PageSpan, Segment, Source } from './record/document.ts'
import type { SubmittedImage } from './record/page-image.ts'
import { Reach } from './work/reach.ts'

/** Where something stands in what was submitted: `box.csv line 7`, and the 7. */
export interface Position {
  where: string
  /** Line of a stream or place in a list, from 1; null for what comes alone. */
  position: number | null
}

/** An item that its profile cannot take: the message names it and holds nothing of its text. */
export const unfit = (where: string, what: string): ColophonError =>
  new ColophonError('input.invalid_document', `${where}: ${what}`)

export const MAX_ID_LENGTH = 200
const MAX_PATH_LENGTH = 4_096
const MAX_MACHINE_LENGTH = 255

const hasNoControlCharacters = (value: string): boolean => !/\p{Cc}/u.test(value)

const shortText = (longest: number) => z.string().min(1).max(longest).refine(hasNoControlCharacters)

export const IdText = z
  .string()
  .min(1, { error: 'must not be empty' })
  .max(MAX_ID_LENGTH, { error: `must have at most ${MAX_ID_LENGTH} characters` })
  .refine((id) => hasNoControlCharacters(id) && id.isWellFormed(), {
    error: 'must not contain control characters',
  })

export const LanguageForm = z
  .string({ error: 'must be a language code such as de' })
  .min(1)
  .max(100)
  .refine(hasNoControlCharacters)

/** An id as submitted. Numbers become strings, but not those JSON has already rounded. */
export const SubmittedId = z
  .union([z.string(), z.number()], { error: 'must be a string or a number' })
  .refine((id) => typeof id === 'string' || Math.abs(id) <= Number.MAX_SAFE_INTEGER, {
    error: 'is a number with too many digits; write it as a string',
    abort: true,
  })
  .transform(String)
  .pipe(IdText)

/** The file a submitter read the document from. Only what `colophon submit` sends has this form; anything else is not read. */
const FileForm = z
  .object({
    path: shortText(MAX_PATH_LENGTH),
    name: shortText(MAX_PATH_LENGTH),
    format: shortText(100),
    machine: shortText(MAX_MACHINE_LENGTH).optional(),
  })
  .optional()
  .catch(undefined)

/** Fields in which a submitted item of any kind speaks of itself; the form of a profile spreads them. */
export const SUBMITTED_FIELDS = {
  id: SubmittedId.nullish(),
  // Where an earlier version may have put the document, as `colophon submit` knows it. Means nothing without an id of
  // its own.
  former_id: IdText.optional().catch(undefined),
  collection_id: SubmittedId.nullish(),
  file: FileForm,
  /** How far its text may go. */
  reach: Reach.nullish(),
}
export type SubmittedItem = z.infer<z.ZodObject<typeof SUBMITTED_FIELDS>>

/** A page as a profile makes it of an item: its image is still a file. */
export interface DraftPage extends PageSpan {
  image?: SubmittedImage
  words?: NonNullable<Page['words']>
}

/** A source as a profile makes it of an item. */
export interface SourceDraft {
  /** The text that people read, and quotes are taken from. */
  text: string
  /** @default none */
  pages?: DraftPage[]
  /** Where what the text is made of begins and ends: fields, turns. */
  segments?: Segment[]
  /** The item as it came, for rules that read fields instead of text. */
  record?: Record<string, unknown>
  language?: string | undefined
  ocr?: Source['ocr']
  facts?: Record<string, unknown>
  /** Where the kind has ids of its own. @default the `id` of the item */
  id?: string
  /** @default the `collection_id` of the item */
  collection?: string
}

/** How documents of a profile come in. Pure functions: the same item is the same source, wherever it was read. */
export interface SourceSpec<F extends z.ZodType<SubmittedItem> = z.ZodType<SubmittedItem>> {
  /** One submitted item, published as JSON Schema. Cells of a table are text: numbers in it are coerced. */
  form: F
  /** The input formats that are taken, by name; of files without a known ending and of streams too. */
  files: readonly string[]
  /** Throws `unfit` for what the form cannot say. */
  toSource(item: z.output<F>, place: Position): SourceDraft
  /** The meaning of “the same content”: hashed into `source_hash`, it says whether a document was revised. */
  content(source: Source): string
  /** The fields of the form again: read once more, they are the same source. @default its `record` */
  toItem?(source: Source): Record<string, unknown>
}

/** Here for the types: an item is what the form makes of it. */
export const defineSource = <F extends z.ZodType<SubmittedItem>>(
  spec: SourceSpec<F>,
): SourceSpec<F> => spec
