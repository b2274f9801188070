import type { Span } from '@colophon/domain'
import type { DateToken } from './date-tokens.ts'

export interface Weekday extends Span {
  /** ISO number, Monday = 1. */
  number: number
}

/** A date as the text writes it. A year of two or three figures is kept as written in `year` with `yearDigits`. */
export interface WrittenDate extends Span {
  year: number | null
  yearDigits: number
  month: number | null
  day: number | null
  weekday: Weekday | null
  form: 'words' | 'numeric' | 'republican' | 'weekday' | 'year'
  /** Day and month cannot be told apart, as in 4/5/78. */
  ambiguous?: true
  /** The writer or an editor hedged: "about", "circa", "?", brackets, "before", "after". */
  hedge?: 'approximate' | 'uncertain' | 'supplied' | 'before' | 'after'
  /** The last day of a range, or the other of two; without a year it has that of the first. */
  until?: Pick<WrittenDate, 'year' | 'month' | 'day'>
  relation?: 'range' | 'or'
  /** EDTF number, 21 (spring) to 24 (winter). */
  season?: number
  /** Written in Old and New Style: year, month and day are those of the New Style. */
  calendar?: 'both'
}

export const gapPattern = /^[\s.,:;'’‘()[\]_*^~\-–—/|°]{0,8}$/

/** Whether only punctuation, and at most one line break, stands between two tokens. */
export function adjoins(text: string, before: DateToken, after: DateToken): boolean {
  const gap = text.slice(before.end, after.start)
  return gapPattern.test(gap) && gap.split('\n').length <= 2
}

export interface TokenText {
  text: string
  tokens: DateToken[]
}

export function isDay(token: DateToken | undefined): token is DateToken {
  return token?.kind === 'number' && token.value >= 1 && token.value <= 31 && token.digits <= 2
}

export function isFullYear(token: DateToken | undefined): boolean {
  return token?.kind === 'number' && token.value >= 1500 && token.value <= 2030
}

const monthLengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

export function isCalendarDay(month: number, day: number): boolean {
  return day >= 1 && day <= (monthLengths[month - 1] ?? 0)
}
