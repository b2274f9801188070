import { foldWords } from '@colophon/domain'
import { withSign, type Sign, type Support } from './support.ts'

/** Far above any value that is copied from a document, far below what would take time to look through. */
const MAX_VALUE = 20_000

/** Words set so that whole ones are found in others. */
export const spaced = (words: readonly string[]): string => ` ${words.join(' ')} `

/** Whether the words stand in the quote one after the other, whatever case, accents, marks and line breaks. */
export function holdsWords(quote: string, value: string): boolean {
  if (value.length > MAX_VALUE) return false
  const words = foldWords(value)
  return words.length > 0 && spaced(foldWords(quote)).includes(spaced(words))
}

/** The value is what was written: its words stand in the quote. */
export function words(sign?: Sign): Support {
  const shown = withSign('its words stand there', sign)
  return {
    by: 'words',
    form: 'words',
    shows: (value, quote, text) =>
      typeof value === 'string' && holdsWords(quote.quote, value)
        ? shown(value, quote, text)
        : null,
  }
}
