import {
  defineSource,
  LanguageForm,
  MAX_WORDS_OF_PAGE,
  SUBMITTED_FIELDS,
  SubmittedImage,
  SubmittedWord,
  unfit,
  wordsProblem,
  type DraftPage,
  type PageSpan,
  type Position,
  type Source,
} from '@colophon/domain'
import { z } from 'zod'
import { joinPages, pagesOfText } from './pages.ts'

const SubmittedPage = z.object({
  text: z.string(),
  number: z.int().min(1).nullish(),
  image: SubmittedImage.nullish(),
  words: z.array(SubmittedWord).max(MAX_WORDS_OF_PAGE).nullish(),
})
type SubmittedPage = z.infer<typeof SubmittedPage>

const PageForm = z.union(
  [z.string().transform((text): SubmittedPage => ({ text })), SubmittedPage],
  { error: 'must be a string or {text, number?, image?: {file, width, height}, words?}' },
)

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

/** One letter as submitted in JSON. A field that is null counts as left out. */
const LetterForm = z.object({
  id: SUBMITTED_FIELDS.id,
  former_id: SUBMITTED_FIELDS.former_id,
  text: z.string({ error: 'must be a string' }).nullish(),
  pages: z.array(PageForm, { error: 'must be a list' }).nullish(),
  language: LanguageForm.nullish(),
  collection_id: SUBMITTED_FIELDS.collection_id,
  source: Facts.nullish(),
  file: SUBMITTED_FIELDS.file,
  reach: SUBMITTED_FIELDS.reach,
  ocr_confidence: z
    .number({ error: 'must be a number between 0 and 1' })
    .min(0, { error: 'must be between 0 and 1' })
    .max(1, { error: 'must be between 0 and 1 (not per cent)' })
    .nullish(),
})
type LetterForm = z.infer<typeof LetterForm>

/** How a page looks, where the submitter says so. */
function looksOf(
  { text, image, words }: SubmittedPage,
  number: number,
  { where }: Position,
): Pick<DraftPage, 'image' | 'words'> {
  if (words != null) {
    const fault = wordsProblem(words, { text, image: image ?? undefined })
    if (fault !== null) throw unfit(where, `page ${number} ${fault}`)
  }
  return {
    ...(image != null && { image }),
    ...(words != null && { words: words.map(({ text: _, ...box }) => box) }),
  }
}

function readingOf(form: LetterForm, place: Position): { text: string; pages: DraftPage[] } {
  const { where } = place
  if (form.pages == null) {
    if (form.text == null) throw unfit(where, 'has neither text nor pages')
    return { text: form.text, pages: pagesOfText(form.text) }
  }
  const reading = joinPages(form.pages)
  if (form.text != null && form.text !== reading.text) {
    throw unfit(where, 'has both text and pages, and they differ; give one of them')
  }
  if (new Set(reading.pages.map((page) => page.number)).size < reading.pages.length) {
    throw unfit(where, 'has two pages with the same number')
  }
  const pages = form.pages.map((page, at) => looksOf(page, reading.pages[at]?.number ?? at, place))
  return { text: reading.text, pages: reading.pages.map((page, at) => ({ ...page, ...pages[at] })) }
}

/** A letter is its text: one text, or pages of it. */
export const LETTER_SOURCE = defineSource({
  form: LetterForm,
  files: ['text', 'json', 'jsonl'],
  toSource(form, place) {
    const facts: Record<string, unknown> = form.source ?? {}
    const provider = facts['ocr_provider']
    return {
      ...readingOf(form, place),
      language: form.language ?? undefined,
      ocr: {
        ...(form.ocr_confidence == null ? {} : { confidence: form.ocr_confidence }),
        ...(typeof provider === 'string' ? { provider } : {}),
      },
      facts,
    }
  },
  content: ({ text }) => text,
  toItem: ({ text, pages, language, ocr, facts }) => ({
    ...(areSame(pages, pagesOfText(text)) ? { text } : { pages: pageItems(text, pages) }),
    ...(language === undefined ? {} : { language }),
    ...(ocr.confidence === undefined ? {} : { ocr_confidence: ocr.confidence }),
    ...(Object.keys(facts).length === 0 ? {} : { source: facts }),
  }),
})

const areSame = (some: readonly PageSpan[], others: readonly PageSpan[]): boolean =>
  some.length === others.length &&
  some.every(({ number, start, end }, n) => {
    const other = others[n]
    return number === other?.number && start === other.start && end === other.end
  })

const pageItems = (text: string, pages: Source['pages']) =>
  pages.map(({ number, start, end }) => ({ number, text: text.slice(start, end) }))
