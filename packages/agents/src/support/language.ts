import type { Finding } from '@colophon/domain'
import type { Support } from './support.ts'

const MAX_QUOTE = 2_000

/** The languages of a text, the main one first. */
export type LanguageReader = (text: string) => readonly Finding<string>[]

/** The value is a language tag (BCP 47), and the quote is written in that language, as this reader tells it. */
export const language = (read: LanguageReader): Support => ({
  by: 'language',
  form: 'code',
  shows(value, { quote }) {
    if (typeof value !== 'string') return null
    const [main] = read(quote.slice(0, MAX_QUOTE))
    if (main === undefined || main.status === 'uncertain') return null
    const isSame = value.toLowerCase().split('-', 1)[0] === main.value
    return isSame ? { value, how: 'the quote is in this language', plain: true } : null
  },
})
