import type { Letter } from './letters.ts'
import type { Scrape } from './target.ts'

export interface Forbidden {
  secrets: readonly string[]
  letters: readonly Letter[]
}

/** Words that look the same in a line of JSON: without quotes, breaks and whatever else is escaped there. */
const PHRASE = /[\p{L} ,;]{30,}/gu
const LETTER = /\p{L}/gu
/** A phrase of blanks and commas alone would be found in any table. */
const LEAST_LETTERS = 20
const LONGEST = 4

/** Passages of a letter from its beginning, its end and between: whoever writes a part of its text writes one of them. */
export function passagesOf({ text, pages = [] }: Letter): string[] {
  const found = [...(text ?? pages.join('\n')).matchAll(PHRASE)]
    .map(([phrase]) => phrase.trim())
    .filter((phrase) => (phrase.match(LETTER)?.length ?? 0) >= LEAST_LETTERS)
  const between = found.slice(1, -1).toSorted((a, b) => b.length - a.length)
  return [...found.slice(0, 1), ...between.slice(0, LONGEST), ...found.slice(1).slice(-1)]
}

/** Who says what must not be said: the kind of it alone, since a report is read by many. */
export function leaksIn(said: readonly Scrape[], { secrets, letters }: Forbidden): string[] {
  // Many letters are made of one.
  const passages = [...new Set(letters.flatMap(passagesOf))]
  return said.flatMap(({ process, text }) => [
    ...(secrets.some((secret) => text.includes(secret)) ? [`a secret from ${process}`] : []),
    ...(passages.some((passage) => text.includes(passage))
      ? [`text of a letter from ${process}`]
      : []),
  ])
}
