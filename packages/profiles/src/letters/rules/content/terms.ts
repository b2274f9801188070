import type { Span } from '@colophon/domain'
import { stopWords } from '@colophon/methods/keywords'
import { bareWord, wordsOf, type Word } from '@colophon/methods/language'
import { isNoun, isQualifier, usedAs } from './naming.ts'

/** Words of a text that name something, one or several that belong together. */
export interface Term {
  value: string
  span: Span
}

const MIN_LENGTH = 4
const MOST_WORDS = 3

/** Half of a word divided at the line end, or next to a scanner's stray mark. */
export function isFragment(text: string, word: Span): boolean {
  const next = text.slice(word.end, word.end + 6)
  if (/^ ?[-¬⸗=]\s{0,3}\p{L}/u.test(next) && next.includes('\n')) return true
  if (
    /\n\s*-?$/.test(text.slice(Math.max(0, word.start - 3), word.start)) &&
    /[-¬⸗=]\s*\n\s*-?$/.test(text.slice(Math.max(0, word.start - 8), word.start))
  )
    return true
  if (/^ -\p{Ll}/u.test(text.slice(word.end, word.end + 3))) return true
  return (
    /[-¬=~`|\d^*_]/.test(text.charAt(word.end)) || /[-¬~`|\d^*_]/.test(text.charAt(word.start - 1))
  )
}

function names(text: string, words: readonly Word[], at: number, lexicon: Lexicon): boolean {
  const { language, stops } = lexicon
  const word = words[at]
  if (word === undefined) return false
  const bare = bareWord(word.lower)
  if (bare.length < MIN_LENGTH || stops.has(bare) || isFragment(text, word)) return false
  const isLarge = /^\p{Lu}/u.test(text.slice(word.end - bare.length, word.end))
  if (language === 'de') return isLarge
  if (isLarge) return true
  const use = usedAs(words, at, language)
  if (use === 'verb') return false
  return isNoun(bare, language) || (use === 'noun' && !isQualifier(bare, language))
}

interface Lexicon {
  language: string
  stops: ReadonlySet<string>
}

/** What a stretch of text names, in its order: neighbouring words that name something are one term. */
export function termsIn(text: string, span: Span, language: string): Term[] {
  const words = wordsOf(text.slice(0, span.end), span.start)
  const terms: Term[] = []
  let run: Word[] = []
  const close = (): void => {
    const [first, last] = [run[0], run.at(-1)]
    if (first !== undefined && last !== undefined) {
      const value = text.slice(first.start, last.end).replace(/['’]s$/u, '')
      terms.push({ value, span: { start: first.start, end: first.start + value.length } })
    }
    run = []
  }
  const lexicon = { language, stops: stopWords(language) }
  for (const [at, word] of words.entries()) {
    const previous = run.at(-1)
    const adjoins = previous === undefined || text.slice(previous.end, word.start) === ' '
    if (!adjoins || run.length === MOST_WORDS) close()
    if (names(text, words, at, lexicon)) run.push(word)
    else close()
  }
  close()
  return terms
}
