import type { Span } from '@colophon/domain'
import { dateConnectives, wordlikeMonths } from './calendar-words.ts'
import {
  adjoins,
  isCalendarDay,
  isDay,
  isFullYear,
  type TokenText,
  type WrittenDate,
} from './date-shape.ts'
import { readDateTokens, type DateToken } from './date-tokens.ts'
import { readNumericDates } from './numeric-date.ts'
import { republicanToIso } from './republican.ts'
import { weekdayOnly, withWeekday } from './weekday.ts'

/** Index of the next token that carries a date part, over ordinal endings, connectives and names of days. */
function nextPart(source: TokenText, from: number): number {
  const { text, tokens } = source
  let at = from
  for (let skipped = 0; skipped < 4; skipped++) {
    const here = tokens[at]
    const next = tokens[at + 1]
    if (!here || !next || !adjoins(text, here, next)) return -1
    if (next.kind === 'number') return at + 1
    const filler =
      next.kind === 'ordinal' ||
      next.kind === 'weekday' ||
      dateConnectives.has(next.key) ||
      (next.key.length <= 2 && next.kind === 'word' && next.start - here.end <= 1)
    if (!filler) return -1
    at++
  }
  return -1
}

function previousPart(source: TokenText, from: number): number {
  const { text, tokens } = source
  let at = from
  for (let skipped = 0; skipped < 4; skipped++) {
    const here = tokens[at]
    const before = tokens[at - 1]
    if (!here || !before || !adjoins(text, before, here)) return -1
    if (before.kind === 'number') return at - 1
    if (before.kind !== 'ordinal' && !dateConnectives.has(before.key)) return -1
    at--
  }
  return -1
}

/** A year behind the token at `from`: four figures, or two that are not the hour of the day. */
function yearAfter(source: TokenText, from: number): number {
  const { text, tokens } = source
  const at = nextPart(source, from)
  const token = tokens[at]
  if (!token) return -1
  if (isFullYear(token)) return at
  const before = tokens[at - 1]
  if (before && text.slice(before.end, token.start).includes('\n')) return -1
  const next = tokens[at + 1]
  const counted =
    next &&
    next.start - token.end <= 2 &&
    (next.kind === 'ordinal' || next.kind === 'daytime' || next.kind === 'month')
  if (counted && !text.slice(token.end, next.start).includes('\n')) return -1
  const short =
    token.digits === 2 || (token.digits === 3 && token.value >= 700 && token.value <= 999)
  return short && !token.spelled ? at : -1
}

/** "18—", "l8.,4", "18__": only the century can be read, which is no year. */
function isIllegible(text: string, year: DateToken): boolean {
  if (year.digits !== 2 || year.value < 15 || year.value > 19) return false
  return (
    /\D/.test(text.slice(year.start, year.end)) ||
    /^\s?(?:[-–—_]+|\.{2,}|…|[.,·*?]{1,3}\d)/.test(text.slice(year.end, year.end + 6))
  )
}

interface Parts {
  day: number
  year: number
}

function partsAround(source: TokenText, month: number): Parts {
  const { tokens } = source
  const before = previousPart(source, month)
  const after = nextPart(source, month)
  const dayBefore = isDay(tokens[before]) ? before : -1
  const dayAfter = isDay(tokens[after]) ? after : -1
  if (dayAfter >= 0) {
    const year = yearAfter(source, dayAfter)
    if (dayBefore < 0 || isFullYear(tokens[year])) {
      const yearBefore = isFullYear(tokens[before]) ? before : -1
      return { day: dayAfter, year: year >= 0 ? year : yearBefore }
    }
  }
  if (dayBefore >= 0) {
    const year = yearAfter(source, month)
    if (year >= 0) return { day: dayBefore, year }
    const earlier = previousPart(source, dayBefore)
    return { day: dayBefore, year: isFullYear(tokens[earlier]) ? earlier : -1 }
  }
  const year = isFullYear(tokens[after]) ? after : isFullYear(tokens[before]) ? before : -1
  return { day: -1, year }
}

function dateAtMonth(source: TokenText, index: number): WrittenDate | undefined {
  const { text, tokens } = source
  const month = tokens[index]
  if (!month) return undefined
  const parts = partsAround(source, index)
  const day = tokens[parts.day]
  const read = tokens[parts.year]
  const year = read && !isIllegible(text, read) ? read : undefined
  if (!day && !year) return undefined
  const lower = text.charAt(month.start) === text.charAt(month.start).toLowerCase()
  if (lower && wordlikeMonths.has(month.key) && !(day && year)) return undefined
  if (day && !isCalendarDay(month.value, day.value)) return undefined
  const used = [month, day, year].filter((token) => token !== undefined)
  let end = Math.max(...used.map((token) => token.end))
  const last = tokens.findIndex((token) => token.end === end)
  const ending = tokens[last + 1]
  if (!year && ending?.kind === 'ordinal' && ending.start - end <= 2) end = ending.end
  // Friends began the year in March until 1752.
  const oldCount = month.key === 'quaker' && year !== undefined && year.value < 1752
  return {
    start: Math.min(...used.map((token) => token.start)),
    end,
    year: year?.value ?? null,
    yearDigits: year?.digits ?? 0,
    month: oldCount ? ((month.value + 1) % 12) + 1 : month.value,
    day: day?.value ?? null,
    weekday: null,
    form: 'words',
  }
}

function republicanDate(source: TokenText, index: number): WrittenDate | undefined {
  const { text, tokens } = source
  const month = tokens[index]
  const day = tokens[previousPart(source, index)]
  const an = tokens[index + 1]
  const year = an?.key === 'an' || an?.key === "l'an" ? tokens[index + 2] : undefined
  const lan = an?.key === 'l' && tokens[index + 2]?.key === 'an' ? tokens[index + 3] : undefined
  const count = year ?? lan
  if (!month || !isDay(day) || !count || (count.kind !== 'number' && count.kind !== 'roman'))
    return undefined
  const iso = republicanToIso(count.value, month.value, day.value)
  if (!iso || count.end - day.start > 60 || text.slice(day.start, count.end).split('\n').length > 2)
    return undefined
  const [isoYear = '', isoMonth = '', isoDay = ''] = iso.split('-')
  return {
    start: day.start,
    end: count.end,
    year: Number(isoYear),
    yearDigits: 4,
    month: Number(isoMonth),
    day: Number(isoDay),
    weekday: null,
    form: 'republican',
  }
}

function hedgeOf(text: string, date: WrittenDate): WrittenDate['hedge'] {
  const before = text.slice(Math.max(0, date.start - 14), date.start)
  const inside = text.slice(date.start, date.end + 3)
  if (/\?/.test(inside)) return 'uncertain'
  if (/(?:\bca?\.|\bcirca|\babout|\babt\.?|\bungefähr|\bvers|\benvirons?)\s*$/i.test(before))
    return 'approximate'
  return /\[[^\]]*$/.test(before) || /\[/.test(inside) ? 'supplied' : undefined
}

/** "31 Aout/11 Septem. 1767" is one date in two calendars; the second one, of the New Style, stands for both. */
function joinDoubleDates(text: string, dates: WrittenDate[]): WrittenDate[] {
  const joined: WrittenDate[] = []
  for (const date of dates) {
    const before = joined.at(-1)
    if (
      before?.day &&
      before.year === null &&
      /^\s?[./]?\s?\/\s?$/.test(text.slice(before.end, date.start))
    ) {
      joined[joined.length - 1] = {
        ...date,
        start: before.start,
        weekday: date.weekday ?? before.weekday,
        calendar: 'both',
      }
    } else joined.push(date)
  }
  return joined
}

function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end
}

/** All dates written in a stretch of text, in order; keep the stretch short. */
export function readWrittenDates(text: string): WrittenDate[] {
  const source: TokenText = { text, tokens: readDateTokens(text) }
  const dates: WrittenDate[] = []
  const add = (date: WrittenDate | undefined): void => {
    if (date && !dates.some((known) => overlaps(known, date))) dates.push(withWeekday(source, date))
  }
  for (const [index, token] of source.tokens.entries()) {
    if (token.kind === 'month') add(dateAtMonth(source, index))
    if (token.kind === 'republican') add(republicanDate(source, index))
  }
  for (const date of readNumericDates(source)) add(date)
  for (const [index, token] of source.tokens.entries()) {
    if (token.kind === 'weekday') add(weekdayOnly(source, index))
  }
  const ordered = dates.sort((a, b) => a.start - b.start)
  return joinDoubleDates(text, ordered).map((date) => {
    const hedge = hedgeOf(text, date)
    return hedge ? { ...date, hedge } : date
  })
}
