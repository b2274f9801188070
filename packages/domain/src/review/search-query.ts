/** Words that stand next to each other, folded (see `foldText`): at least one. */
export interface SearchTerm {
  words: readonly string[]
  /** The last of them is the beginning of a word. */
  prefix: boolean
}

const MARKS = /\p{M}+/gu
/** Characters that lower case leaves apart and that are the same to a reader: long s, final sigma. */
const VARIANTS = /[ſς]/g

// eslint-disable-next-line no-control-regex -- all that is not ASCII
const OTHER = /[^\u0000-\u007f]+/g
/** The same few runs of characters come again and again. */
const MOST_KNOWN = 4_096
const LONGEST_KNOWN = 8
const known = new Map<string, string>()

function foldRun(run: string): string {
  const found = known.get(run)
  if (found !== undefined) return found
  const folded = run
    .normalize('NFD')
    .replace(MARKS, '')
    .replace(VARIANTS, (variant) => (variant === 'ς' ? 'σ' : 's'))
  if (run.length <= LONGEST_KNOWN && known.size < MOST_KNOWN) known.set(run, folded)
  return folded
}

/** Without case and diacritics. Its offsets are not those of the text: see `originalOffset`. */
export const foldText = (text: string): string => text.toLowerCase().replace(OTHER, foldRun)

const QUOTES = /[“”„‟«»]/g
const PARTS = /"(?<phrase>[^"]*)"?(?<open>\*)?|(?<bare>[^\s"]+)/g
const WORDS = /[\p{L}\p{N}]+/gu
const MOST_TERMS = 16
/** One character would be the beginning of half of all words. */
const SHORTEST_BEGINNING = 2

/**
 * What a person typed: words, of which all must be found; "words in quotes" stand next to each other; a star behind a
 * word, or two characters of it, leaves its end open. Everything else between the words is punctuation. Empty where there is no word in it.
 */
export function parseSearch(typed: string): SearchTerm[] {
  const terms: SearchTerm[] = []
  for (const { groups } of typed.replace(QUOTES, '"').matchAll(PARTS)) {
    const part = groups?.['phrase'] ?? groups?.['bare'] ?? ''
    const words = foldText(part).match(WORDS)
    if (words === null) continue
    const isOpen = groups?.['open'] !== undefined || part.endsWith('*')
    terms.push({ words, prefix: isOpen && (words.at(-1)?.length ?? 0) >= SHORTEST_BEGINNING })
    if (terms.length === MOST_TERMS) break
  }
  return terms
}

const WORD_CHARACTER = String.raw`[\p{L}\p{N}]`

/** Finds the term in folded text. Words hold alphabetic characters and digits alone: nothing in them is a pattern. */
export const patternOf = ({ words, prefix }: SearchTerm): RegExp =>
  new RegExp(
    `(?<!${WORD_CHARACTER})${words.join(String.raw`[^\p{L}\p{N}]+`)}` +
      (prefix ? `${WORD_CHARACTER}*` : `(?!${WORD_CHARACTER})`),
    'u',
  )
