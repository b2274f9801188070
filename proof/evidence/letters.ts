import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const SAMPLES = fileURLToPath(new URL('../../samples/letters/', import.meta.url))

type Language = 'en' | 'fr' | 'de'

/**
 * The sample letters a cataloguer would pass without a second look. They are what "9 of 10 are approved by themselves" is
 * measured with: it is said of letters that are legible, dated and signed.
 */
const SOUND: readonly (readonly [file: string, language: Language])[] = [
  ['01-invitation-skating-party.txt', 'en'],
  ['03-invitation-mariage.txt', 'fr'],
  ['04-personal-emigrant.txt', 'en'],
  ['05-personal-bruder.txt', 'de'],
  ['MS014.01_(CVST_CORR_01)_LT_TYPE_1978_LOCKHART_TO_ADEYEMI.txt', 'en'],
  ['09-business-scanner-test.txt', 'en'],
  ['10-multilingual-triest.txt', 'de'],
  ['12-multilingual-kermadeuc.json', 'en'],
  ['13-ceremonial-ehrenmitglied.txt', 'de'],
  ['14-ceremonial-centenaire.txt', 'fr'],
  ['15-ceremonial-telegram.txt', 'en'],
]

/**
 * Sample letters that a person has to see whatever a model says of them, and why. They go in as a job of their own. The
 * card without a recipient (02) and the undated letter (06) are not among them: a model that is sure that the letter
 * does not say it resolves the field.
 */
export const DOUBTFUL: readonly (readonly [file: string, why: string])[] = [
  ['07-business-poor-ocr.json', 'poor OCR'],
  ['11-multilingual-milwaukee.txt', 'the weekday does not fit the date'],
]

/** A document in the form the job API takes. */
export interface Letter {
  id: string
  text?: string
  pages?: string[]
  [more: string]: unknown
}

interface Written {
  id: string
  pages?: (string | { text: string })[]
}

/** The job API takes no images. */
const withoutImages = ({ pages, ...letter }: Written): Letter => ({
  ...letter,
  ...(pages && { pages: pages.map((page) => (typeof page === 'string' ? page : page.text)) }),
})

/** A letter as `colophon submit` sends its file. */
function readLetter(file: string): Letter {
  const bytes = readFileSync(SAMPLES + file, 'utf8')
  if (file.endsWith('.json')) return withoutImages(JSON.parse(bytes) as Written)
  const format = file.endsWith('.md') ? 'text/markdown' : 'text/plain'
  return { id: file, text: bytes, file: { path: file, name: file, format } }
}

/** A sentence that makes the letter another one and says nothing a cataloguer would note. */
const SENTENCES: Readonly<Record<Language, (n: number) => string>> = {
  en: (n) => `I have this morning counted ${n} sheep upon the hill.`,
  fr: (n) => `J'ai compté ce matin ${n} moutons sur la colline.`,
  de: (n) => `Heute früh habe ich ${n} Schafe auf dem Hügel gezählt.`,
}

/** The sentence at the end of the longest paragraph, which is never a heading, a closing or an address. */
function vary(text: string, sentence: string): string {
  const paragraphs = text.split(/(\n[ \t]*\n|\f)/)
  const longest = paragraphs.reduce((best, each) => (each.length > best.length ? each : best), '')
  const at = paragraphs.indexOf(longest)
  const body = longest.trimEnd()
  paragraphs[at] = `${body}\n${sentence}${longest.slice(body.length)}`
  return paragraphs.join('')
}

function variant(letter: Letter, n: number, language: Language): Letter {
  const sentence = SENTENCES[language](n + 20)
  const id = `e2e-${String(n).padStart(5, '0')}`
  if (letter.text !== undefined) return { ...letter, id, text: vary(letter.text, sentence) }
  const [first = '', ...rest] = letter.pages ?? []
  return { ...letter, id, pages: [vary(first, sentence), ...rest] }
}

/** Sound letters, as many as are wanted, each with a text of its own: equal ones would cost one run together. */
export function soundLetters(count: number): Letter[] {
  const letters = SOUND.map(([file, language]) => ({ letter: readLetter(file), language }))
  return Array.from({ length: count }, (_, n) => {
    const chosen = letters[n % letters.length]
    if (chosen === undefined) throw new Error('there are no sample letters')
    return variant(chosen.letter, n, chosen.language)
  })
}

export const doubtfulLetters = (): Letter[] =>
  DOUBTFUL.map(([file], n) => ({ ...readLetter(file), id: `e2e-doubtful-${n + 1}` }))
