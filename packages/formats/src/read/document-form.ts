import { z } from 'zod'
import { MAX_ID_LENGTH } from './document-id.ts'
import { printable, problem } from './problems.ts'

const noControlCharacters = (value: string): boolean => !/\p{Cc}/u.test(value)

export const IdText = z
  .string()
  .min(1, { error: 'must not be empty' })
  .max(MAX_ID_LENGTH, { error: `must have at most ${MAX_ID_LENGTH} characters` })
  .refine((id) => noControlCharacters(id) && id.isWellFormed(), {
    error: 'must not contain control characters',
  })

/** An id as submitted. Numbers become strings, but not those JSON has already rounded. */
const SubmittedId = z
  .union([z.string(), z.number()], { error: 'must be a string or a number' })
  .refine((id) => typeof id === 'string' || Math.abs(id) <= Number.MAX_SAFE_INTEGER, {
    error: 'is a number with too many digits; write it as a string',
    abort: true,
  })
  .transform(String)
  .pipe(IdText)

const PageForm = z.union(
  [
    z.string().transform((text) => ({ text, number: undefined })),
    z.object({ text: z.string(), number: z.int().min(1).nullish() }),
  ],
  { error: 'must be a string or {text, number?}' },
)

const MAX_PATH_LENGTH = 4_096
const MAX_MACHINE_LENGTH = 255

/** The file a sender read the document from. Only what `colophon submit` sends has this form; anything else is not read. */
const FileForm = z
  .object({
    path: z.string().min(1).max(MAX_PATH_LENGTH).refine(noControlCharacters),
    name: z.string().min(1).max(MAX_PATH_LENGTH).refine(noControlCharacters),
    format: z.string().min(1).max(100).refine(noControlCharacters),
    machine: z.string().min(1).max(MAX_MACHINE_LENGTH).refine(noControlCharacters).optional(),
  })
  .optional()
  .catch(undefined)

const MAX_FACTS_DEPTH = 16
const MAX_FACTS_CHARACTERS = 256 * 1024

function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return depth === 0 || Object.values(value).some((inner) => isDeeperThan(inner, depth - 1))
}

// Facts travel through JSON again and again: one absurd nesting must fail here, not in the store with the whole batch.
const Facts = z
  .union([z.string().transform((source) => ({ source })), z.record(z.string(), z.unknown())], {
    error: 'must be an object of archival facts, or a string',
  })
  .refine((facts) => !isDeeperThan(facts, MAX_FACTS_DEPTH), {
    error: `must not be nested more than ${MAX_FACTS_DEPTH} levels deep`,
    abort: true,
  })
  .refine((facts) => JSON.stringify(facts).length <= MAX_FACTS_CHARACTERS, {
    error: `must have at most ${MAX_FACTS_CHARACTERS} characters`,
  })

export const LanguageForm = z
  .string({ error: 'must be a language code such as de' })
  .min(1)
  .max(100)
  .refine(noControlCharacters)

/** One document as submitted in JSON. A field that is null counts as left out. */
export const DocumentForm = z.object({
  id: SubmittedId.nullish(),
  // Of `colophon submit`: where an earlier version may have put the document. Without an id of its own it means nothing.
  former_id: IdText.optional().catch(undefined),
  text: z.string({ error: 'must be a string' }).nullish(),
  pages: z.array(PageForm, { error: 'must be a list' }).nullish(),
  language: LanguageForm.nullish(),
  collection_id: SubmittedId.nullish(),
  source: Facts.nullish(),
  file: FileForm,
  ocr_confidence: z
    .number({ error: 'must be a number between 0 and 1' })
    .min(0, { error: 'must be between 0 and 1' })
    .max(1, { error: 'must be between 0 and 1 (not per cent)' })
    .nullish(),
})
export type DocumentForm = z.infer<typeof DocumentForm>

const MAX_ISSUES_NAMED = 3

/** What does not fit, by path; never the values. */
export function describe(error: z.ZodError): string {
  const issues = error.issues.map((issue) =>
    `${issue.path.map(String).join('.')} ${issue.message.replace(/^Invalid input: /, '')}`.trim(),
  )
  const named = issues.slice(0, MAX_ISSUES_NAMED).join('; ')
  const more = issues.length - MAX_ISSUES_NAMED
  return more > 0 ? `${named}; and ${more} more` : named
}

export function parseForm(value: unknown, where: string): DocumentForm {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw problem('input.invalid_document', where, 'is not a JSON object')
  }
  const parsed = DocumentForm.safeParse(value)
  if (!parsed.success) throw problem('input.invalid_document', where, describe(parsed.error))
  if (parsed.data.text == null && parsed.data.pages == null) {
    throw problem('input.invalid_document', where, 'has neither text nor pages')
  }
  return parsed.data
}

/** Output that lies in the folder it came from must not go in again at the next run. */
export function isEnrichedRecord(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || 'text' in value || 'pages' in value)
    return false
  return 'document_id' in value && 'enriched_data' in value && 'provenance' in value
}

const KNOWN_FIELDS = new Set(Object.keys(DocumentForm.shape))
const MAX_FIELDS_NAMED = 12
const MAX_FIELD_NAME = 40

/** Remembers fields that are not read, to name them once for a whole file. */
export class IgnoredFields {
  readonly #names = new Set<string>()
  #more = 0

  add(value: unknown): void {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return
    for (const name of Object.keys(value)) {
      if (KNOWN_FIELDS.has(name) || this.#names.has(name)) continue
      if (this.#names.size < MAX_FIELDS_NAMED) this.#names.add(name)
      else this.#more += 1
    }
  }

  /** The note for the file, or null when every field was read. */
  note(): string | null {
    if (this.#names.size === 0) return null
    const clipped = [...this.#names].map((name) => printable(name.slice(0, MAX_FIELD_NAME)))
    return `fields that are not read: ${clipped.join(', ')}${this.#more > 0 ? ', …' : ''}`
  }
}
