import { lowerCase } from '../words/lower-case.ts'

/** A word of the text with its place. `lower` is folded for look-ups, of the same length: lower case, straight apostrophe. */
export interface Word {
  text: string
  lower: string
  start: number
  end: number
}

/** Longest run of characters taken for one word; a longer one is scanner noise and is cut. */
const WORD = /\p{L}[\p{L}\p{M}]{0,60}(?:['’](?=\p{L})[\p{L}\p{M}]{1,30})?/gu

/** French elisions and the English possessive hide the word that a look-up needs. */
const ELISION = /^(?:[ldjmtscn]|qu|jusqu|lorsqu|puisqu)'(?=.)/
const POSSESSIVE = /'s$/

/** Words of `text` from `from` on, at most `limit` of them: rules look at regions, never at a megabyte. */
export function wordsOf(text: string, from = 0, limit = 20_000): Word[] {
  const words: Word[] = []
  WORD.lastIndex = from
  for (let match = WORD.exec(text); match && words.length < limit; match = WORD.exec(text)) {
    const lower = lowerCase(match[0]).replace('’', "'")
    words.push({ text: match[0], lower, start: match.index, end: match.index + match[0].length })
  }
  return words
}

/** `l'ami` → `ami`, `friend's` → `friend`. */
export function bareWord(lower: string): string {
  return lower.replace(ELISION, '').replace(POSSESSIVE, '')
}
