import { date, language, type Sign, type Support } from '@colophon/agents/define'
import { datesIn } from '@colophon/methods/dates'
import { detectLanguages } from '@colophon/methods/language'

/** The value is a date that the quote writes out. */
export const writtenDate = (sign?: Sign): Support => date(datesIn, sign)

/** The value is the language that the quote is written in. */
export const writtenLanguage = (): Support => language(detectLanguages)
