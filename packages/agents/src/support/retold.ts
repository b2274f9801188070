import { foldWords } from '@colophon/domain'
import type { Support } from './support.ts'

/** Below this length words are mostly grammar. */
const CONTENT_LENGTH = 4
/** Inflection is at the end of words: their beginnings are compared. */
const STEM = 5
/** Share of the words that must come from the document; the rest is how it is told. */
const SHARE = 0.75
const NAME = /\p{Lu}[\p{L}\p{M}]+/gu
const SENTENCE_START = /(?:^|[.!?]\s+)(?=\p{Lu})\p{L}+/gu
const NUMBER = /\d+/g

const stem = (word: string): string => word.slice(0, STEM)

/** Names and numbers: what must never be in a summary unless the document has it. */
const claimsOf = (value: string): string[] => [
  ...(value.replace(SENTENCE_START, '').match(NAME) ?? []),
  ...(value.match(NUMBER) ?? []),
]

/** Whether it tells of nothing that the text does not have: all names and numbers, and most of its other words. */
export function tellsOf(value: string, text: string): boolean {
  const written = new Set(foldWords(text))
  const stems = new Set([...written].map(stem))
  if (!claimsOf(value).every((claim) => foldWords(claim).every((word) => written.has(word))))
    return false
  const content = foldWords(value).filter((word) => word.length >= CONTENT_LENGTH)
  const own = content.filter((word) => stems.has(stem(word)))
  return content.length > 0 && own.length >= content.length * SHARE
}

/**
 * The value tells in other words what the document says. That it holds no name and no number of its own does not make it
 * true, so it never approves a document.
 */
export const retold = (): Support => ({
  by: 'retold',
  form: 'told',
  most: 0.6,
  shows: (value, _quote, text) =>
    typeof value === 'string' && tellsOf(value, text)
      ? { value, how: 'it has no name or number of its own', plain: true }
      : null,
})
