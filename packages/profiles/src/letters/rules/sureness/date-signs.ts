import { isoWeekday } from '@colophon/methods/dates'
import { confidence } from '../structure/confidence.ts'
import type { LetterStructure } from '../structure/index.ts'
import type { Signs } from './name-signs.ts'

const ordinal = /(?<!\d)(\d?)(\d)\s?(st|nd|rd|th)(?![a-z])/i
const endings: Readonly<Record<string, string>> = { '1': 'st', '2': 'nd', '3': 'rd' }

/** "3th", "30st": an ending that the number does not have, so that one of the two was misread. */
function isBadOrdinal(written: string): boolean {
  const [, tens = '', ones = '', ending = ''] = ordinal.exec(written) ?? []
  if (ending === '') return false
  const wanted = (tens === '1' ? undefined : endings[ones]) ?? 'th'
  return ending.toLowerCase() !== wanted
}

/** Letters that a recogniser puts for figures, beside a figure: "2lh", "z2d", "181z". */
const misread = /\d[lIoOSzZ]|(?<!\p{L})[lIoOSzZ]\d|\p{L}[0-9]\p{L}|[~^|*#<>{}=\\]/u
const twoDays = /\d\s?[/–-]\s?\d/
const fullYear = /(?<!\d)1[5-9]\d\d(?!\d)/g

/** What speaks for a date of writing, and against it. */
export function dateSigns(text: string, letter: LetterStructure): Signs | null {
  const { creationDate, weekday, precision } = letter.date
  const span = creationDate?.evidence
  // A year, a season, 6/4/1831: somebody has to look at it, whatever stands around.
  if (!span || creationDate.confidence <= confidence.date.borrowedYear) return null
  const written = text.slice(span.start, span.end)
  const year = creationDate.value.slice(0, 4)
  const years = letter.datelines
    .filter(({ start, end }) => end <= span.start || start >= span.end)
    .flatMap(({ start, end }) => text.slice(start, end).match(fullYear) ?? [])
  return {
    'another dateline has the year': years.includes(year),
    'another dateline has another year': years.some((other) => other !== year),
    'the year or its century is inferred': creationDate.reason !== undefined,
    'two days are written': twoDays.test(written),
    'the weekday fits':
      weekday !== null && precision === 'exact' && isoWeekday(creationDate.value) !== undefined,
    'misread figures': misread.test(written) || isBadOrdinal(written),
    'below the body': span.start >= letter.zones.body.end,
  }
}
