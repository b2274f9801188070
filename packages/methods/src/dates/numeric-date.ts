import type { DateToken } from './date-tokens.ts'
import { isCalendarDay, isFullYear, type TokenText, type WrittenDate } from './date-shape.ts'

const separators = /^ ?[./\-–—,]{1,2} ?[./]?$|^\. $/
const yearGap = /^[ ./\-–—,'’]{1,4}$/

function numeric(token: DateToken | undefined, most: number): token is DateToken {
  return (
    token !== undefined &&
    (token.kind === 'number' || token.kind === 'roman') &&
    !token.spelled &&
    token.digits <= 2 &&
    token.value >= 1 &&
    token.value <= most
  )
}

interface Trio {
  first: DateToken
  second: DateToken
  year: DateToken | undefined
}

function readIso(source: TokenText, index: number): WrittenDate | undefined {
  const { text, tokens } = source
  const [year, month, day] = tokens.slice(index, index + 3)
  if (!year || !isFullYear(year) || !numeric(month, 12) || !numeric(day, 31)) return undefined
  if (
    !/^[-.]$/.test(text.slice(year.end, month.start)) ||
    !/^[-.]$/.test(text.slice(month.end, day.start))
  )
    return undefined
  if (!isCalendarDay(month.value, day.value)) return undefined
  return numericDate(
    { start: year.start, end: day.end },
    { year, month: month.value, day: day.value },
  )
}

interface NumericParts {
  year: DateToken | undefined
  month: number | null
  day: number | null
}

function numericDate(span: { start: number; end: number }, parts: NumericParts): WrittenDate {
  return {
    ...span,
    year: parts.year?.value ?? null,
    yearDigits: parts.year?.digits ?? 0,
    month: parts.month,
    day: parts.day,
    weekday: null,
    form: 'numeric',
  }
}

function fromTrio({ first, second, year }: Trio): WrittenDate | undefined {
  const span = { start: first.start, end: (year ?? second).end }
  // A Roman figure is always the month.
  const dayFirst = second.kind === 'roman' || second.value <= 12
  const monthFirst = second.kind === 'number' && first.value <= 12
  if (dayFirst && monthFirst && first.value !== second.value) {
    return {
      ...numericDate(span, { year, month: second.value, day: first.value }),
      ambiguous: true,
    }
  }
  const [day, month] = dayFirst ? [first.value, second.value] : [second.value, first.value]
  if (month > 12 || !isCalendarDay(month, day)) return undefined
  return numericDate(span, { year, month, day })
}

/** Dates in figures: 12. 7. 1910, 14. V. 97, 8/5 93, 21. 12. 912, 6/3, 1915-04-02. */
export function readNumericDates(source: TokenText): WrittenDate[] {
  const { text, tokens } = source
  const dates: WrittenDate[] = []
  for (let index = 0; index < tokens.length - 1; index++) {
    const iso = readIso(source, index)
    if (iso) {
      dates.push(iso)
      index += 2
      continue
    }
    const [first, second, third] = tokens.slice(index, index + 3)
    if (!numeric(first, 31) || first.kind !== 'number' || !numeric(second, 31)) continue
    if (/[£$\d.,/]$/.test(text.slice(Math.max(0, first.start - 1), first.start).trim())) continue
    const gap = text.slice(first.end, second.start)
    if (!separators.test(gap)) continue
    const year = third && isYear(third, source, second) ? third : undefined
    // Without a year only "6/3" and "26/X" are dates; "10. 11." counts things as often.
    if (!year && !(gap.trim() === '/' && second.kind === 'number' && second.value <= 12)) continue
    if (
      !year &&
      third &&
      third.start - second.end <= 1 &&
      /[\d/]/.test(text.slice(second.end, third.start + 1))
    )
      continue
    const date = fromTrio({ first, second, year })
    if (date) {
      dates.push(date)
      index += year ? 2 : 1
    }
  }
  return dates
}

function isYear(token: DateToken, { text }: TokenText, before: DateToken): boolean {
  if (token.kind !== 'number' || token.spelled) return false
  const gap = text.slice(before.end, token.start)
  if (!yearGap.test(gap)) return false
  return (
    token.digits === 2 ||
    (token.digits === 3 && token.value >= 700 && token.value <= 999) ||
    isFullYear(token)
  )
}
