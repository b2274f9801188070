import type { Evidence } from '@colophon/domain'
import { expandYear } from '../rules/dates/century.ts'
import { toIso } from '../rules/dates/edtf.ts'
import { readWrittenDates } from '../rules/dates/written-date.ts'
import { withSign, type Sign, type Support } from './support.ts'

/** The reader of dates is for short stretches. */
const MAX_QUOTE = 300

/** The dates that are written in a quote, YYYY, YYYY-MM or YYYY-MM-DD; without a year they are none. */
export function datesIn({ quote, start }: Evidence, text: string): string[] {
  return readWrittenDates(quote.slice(0, MAX_QUOTE)).flatMap((date) => {
    const placed = { ...date, start: date.start + start, end: date.end + start }
    return toIso(date, expandYear(placed, text)) ?? []
  })
}

/** As precise as what is written, or less. */
const isWritten = (date: string, written: readonly string[]): boolean =>
  written.some((each) => each === date || each.startsWith(`${date}-`))

/** The value is a date (ISO 8601) that the quote writes out. */
export function date(sign?: Sign): Support {
  const shown = withSign('the date is written there', sign)
  return {
    by: 'date',
    form: 'code',
    shows: (value, quote, text) =>
      typeof value === 'string' && isWritten(value, datesIn(quote, text))
        ? shown(value, quote, text)
        : null,
  }
}
