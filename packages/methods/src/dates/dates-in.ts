import type { Evidence } from '@colophon/domain'
import { expandYear } from './century.ts'
import { toIso } from './edtf.ts'
import { readWrittenDates } from './written-date.ts'

/** The reader of dates is for short stretches. */
const MAX_QUOTE = 300

/** The dates that are written in a quote, YYYY, YYYY-MM or YYYY-MM-DD; without a year they are none. */
export function datesIn({ quote, start }: Evidence, text: string): string[] {
  return readWrittenDates(quote.slice(0, MAX_QUOTE)).flatMap((date) => {
    const placed = { ...date, start: date.start + start, end: date.end + start }
    return toIso(date, expandYear(placed, text)) ?? []
  })
}
