import type { Evidence } from '@colophon/domain'
import { withSign, type Sign, type Support } from './support.ts'

/** The dates that are written in a quote, YYYY, YYYY-MM or YYYY-MM-DD. */
export type DateReader = (quote: Evidence, text: string) => readonly string[]

/** Whether a date is as precise as what is written, or less. */
const isWritten = (date: string, written: readonly string[]): boolean =>
  written.some((each) => each === date || each.startsWith(`${date}-`))

/** The value is a date (ISO 8601) that the quote writes out, as this reader reads it. */
export function date(read: DateReader, sign?: Sign): Support {
  const shown = withSign('the date is written there', sign)
  return {
    by: 'date',
    form: 'code',
    shows: (value, quote, text) =>
      typeof value === 'string' && isWritten(value, read(quote, text))
        ? shown(value, quote, text)
        : null,
  }
}
