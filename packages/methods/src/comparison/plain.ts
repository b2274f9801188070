const BROKEN = /(?<=[\p{L}\p{N}_])[-=¬][^\S\n]*\n\s*(?=[\p{L}\p{N}_])/gu
const MARKS = /\p{M}+/gu
const NOT_WORD = /[^\p{L}\p{N}]+/gu

/** Words as they are compared: one line, lower case, no accents, no marks; words divided at line ends joined. */
export const plainWords = (text: string): string =>
  text
    .replaceAll(BROKEN, '')
    .replaceAll('ß', 'ss')
    .replaceAll('æ', 'ae')
    .replaceAll('œ', 'oe')
    .replaceAll('ſ', 's')
    .normalize('NFKD')
    .replaceAll(MARKS, '')
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replaceAll(NOT_WORD, ' ')
    .trim()

export const wordsOf = (text: string): string[] => plainWords(text).split(' ').filter(Boolean)

/** The same without blanks. */
export const joined = (text: string): string => plainWords(text).replaceAll(' ', '')
