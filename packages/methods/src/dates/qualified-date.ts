import { seasons } from './calendar-words.ts'
import { readDateTokens, type DateToken } from './date-tokens.ts'
import {
  adjoins,
  isCalendarDay,
  isFullYear,
  type TokenText,
  type WrittenDate,
} from './date-shape.ts'
import { dayOfFeast, feastAt } from './feasts.ts'
import { romanCalendarDate } from './roman-calendar.ts'
import { readWrittenDates } from './written-date.ts'

/** Words between the name of a feast or a season and its year. */
const fillers = new Set('of the de du des d im jahre year anno a l an in day'.split(' '))

function yearBeside({ text, tokens }: TokenText, from: number): DateToken | undefined {
  for (let at = from; at < Math.min(from + 3, tokens.length); at++) {
    const [before, token] = [tokens[at - 1], tokens[at]]
    if (!token || (before && !adjoins(text, before, token))) return undefined
    if (isFullYear(token) && !token.spelled) return token
    if (token.kind === 'number' && token.digits === 2 && /['’]$/.test(text.slice(0, token.start)))
      return token
    if (!fillers.has(token.key)) return undefined
  }
  return undefined
}

const plainYear = { yearDigits: 0, month: null, day: null, weekday: null } as const

function feastDate(source: TokenText, index: number): WrittenDate | undefined {
  const { tokens } = source
  const named = feastAt(tokens, index)
  const [first, last] = [tokens[index], tokens[index + (named?.count ?? 0) - 1]]
  if (!named || !first || !last) return undefined
  const year = yearBeside(source, index + named.count)
  const { feast, exact } = named.found
  const next = tokens[index + named.count]
  if (!year && (!exact || named.count < 2 || (next && fillers.has(next.key)))) return undefined
  const full = year?.digits === 4 ? year.value : null
  const day = dayOfFeast(feast, full)
  if (!day && !year) return undefined
  return {
    ...plainYear,
    start: first.start,
    end: (year ?? last).end,
    year: year?.value ?? null,
    yearDigits: year?.digits ?? 0,
    ...day,
    form: 'words',
    ...(!exact && { hedge: 'approximate' as const }),
  }
}

function seasonDate(source: TokenText, index: number): WrittenDate | undefined {
  const token = source.tokens[index]
  const season = token && seasons.exact(token.key)
  const year = season === undefined ? undefined : yearBeside(source, index + 1)
  if (!token || !year) return undefined
  return {
    ...plainYear,
    start: token.start,
    end: year.end,
    year: year.value,
    yearDigits: year.digits,
    form: 'year',
    season: season as number,
  }
}

function yearAlone({ text }: TokenText, token: DateToken): WrittenDate | undefined {
  if (
    !isFullYear(token) ||
    token.spelled ||
    /(?:\d|[£$] ?|(?<!\d{4})[/-])$/.test(text.slice(0, token.start))
  )
    return undefined
  if (/^(?:[-/]\p{L}|,\d)/u.test(text.slice(token.end))) return undefined
  return {
    ...plainYear,
    start: token.start,
    end: token.end,
    year: token.value,
    yearDigits: 4,
    form: 'year',
  }
}

const ordinal = String.raw`(?:st|nd|rd|th|d|h|ten|sten|te|er|e)?\.?`
const joint = String.raw`\s{0,2}(?:([-–—/])|(?:to|till|until|and|&|bis|und|u\.|au|et|or|oder|ou)(?=\s))\s{0,2}`
const between = String.raw`(?:(?:between|from|vom|zwischen|entre|du)\s{1,2}(?:the |dem |den |le )?)?`
const dayBefore = new RegExp(
  String.raw`(?<![\p{L}\d.,/])${between}(\d{1,2})\s?${ordinal}${joint}(?:(?:the|den|dem|le)\s)?$`,
  'iu',
)
const dayAfter = new RegExp(
  String.raw`^\s?${ordinal}${joint}(?:(?:the|den|le)\s)?(\d{1,2})\s?${ordinal}(?!\d)(?:[,.]?\s{1,2}(1[5-9]\d\d|20[0-2]\d)(?!\d))?`,
  'iu',
)
const jointOnly = new RegExp(String.raw`^[\s.,]{0,2}${joint}(?:(?:the|den|dem|zum|le)\s)?$`, 'iu')
const alternative = /(?<!\p{L})(?:or|oder|ou)(?!\p{L})/iu

/** "10/21 March" gives the day in both calendars; the later one is that of the calendar we use. */
function inTwoCalendars(first: number, second: number): boolean {
  return second - first >= 10 && second - first <= 13
}

function withDayBefore(text: string, date: WrittenDate): WrittenDate {
  const match =
    date.day === null || date.month === null || date.form === 'numeric'
      ? null
      : dayBefore.exec(text.slice(Math.max(0, date.start - 40), date.start))
  const day = Number(match?.[1])
  if (
    !match ||
    date.day === null ||
    date.month === null ||
    day >= date.day ||
    !isCalendarDay(date.month, day)
  )
    return date
  const start = date.start - match[0].length
  if (match[2] === '/' && inTwoCalendars(day, date.day)) return { ...date, start, calendar: 'both' }
  const relation = alternative.test(match[0]) ? 'or' : 'range'
  return { ...date, start, day, until: { year: null, month: date.month, day: date.day }, relation }
}

function withDayAfter(text: string, date: WrittenDate): WrittenDate {
  if (date.day === null || date.month === null || date.until || date.year !== null) return date
  const match = dayAfter.exec(text.slice(date.end, date.end + 40))
  const day = Number(match?.[2])
  if (!match || day <= date.day || !isCalendarDay(date.month, day)) return date
  const relation = alternative.test(match[0]) ? 'or' : 'range'
  const year = match[3] === undefined ? {} : { year: Number(match[3]), yearDigits: 4 }
  return {
    ...date,
    ...year,
    end: date.end + match[0].length,
    until: { year: null, month: date.month, day },
    relation,
  }
}

/** Whether two dates that follow one another say as much as each other and are joined by "to", "or" and the like. */
function isPair(text: string, before: WrittenDate, date: WrittenDate): boolean {
  return (
    date.year !== null &&
    before.form !== 'weekday' &&
    date.form !== 'weekday' &&
    before.until === undefined &&
    (before.month === null) === (date.month === null) &&
    (before.day === null) === (date.day === null) &&
    jointOnly.test(text.slice(before.end, date.start))
  )
}

/** "28 May to 2 June 1811", "1843 or 1844": two dates that are one. */
function joinTwo(text: string, dates: readonly WrittenDate[]): WrittenDate[] {
  const joined: WrittenDate[] = []
  for (const date of dates) {
    const before = joined.at(-1)
    if (!before || date.year === null || !isPair(text, before, date)) {
      joined.push(date)
      continue
    }
    const turn = before.month !== null && date.month !== null && before.month > date.month ? 1 : 0
    const year = before.year ?? date.year - turn
    joined[joined.length - 1] = {
      ...before,
      start: leadOf(text, before.start),
      end: date.end,
      year,
      yearDigits: before.year === null ? date.yearDigits : before.yearDigits,
      until: { year: date.year === year ? null : date.year, month: date.month, day: date.day },
      relation: alternative.test(text.slice(before.end, date.start)) ? 'or' : 'range',
    }
  }
  return joined
}

function leadOf(text: string, start: number): number {
  const lead = /(?:between|from|vom|zwischen|entre|du)\s{1,2}(?:the |dem |den |le )?$/iu.exec(
    text.slice(Math.max(0, start - 20), start),
  )
  return start - (lead?.[0].length ?? 0)
}

const qualifiers: readonly (readonly [NonNullable<WrittenDate['hedge']>, RegExp])[] = [
  [
    'approximate',
    /(?<!\p{L})(?:ca?\.|ca|circa|about|abt\.?|ungefähr|etwa|gegen|um|vers|environ|(?:very )?early(?: in)?|late(?: in)?|mid(?=[- ])|middle of|beginning of|end of|anfangs?|ende|mitte|début|fin|mi(?=-)|probably)[\s-]{1,2}(?:the |den |le |des |de )?$/iu,
  ],
  [
    'before',
    /(?<!\p{L})(?:(?:shortly |some time |sometime |kurz |not long |peu )?(?:(?<!not )before|vor|avant)|not later than|no later than|spätestens)\s{1,2}(?:the |dem |den |le )?$/iu,
  ],
  [
    'after',
    /(?<!\p{L})(?:(?:shortly |some time |sometime |kurz |peu )?(?:after|nach|après)|not before|not earlier than|frühestens)\s{1,2}(?:the |dem |den |le )?$/iu,
  ],
]

function qualified(text: string, date: WrittenDate): WrittenDate {
  const before = text.slice(Math.max(0, date.start - 40), date.start)
  for (const [hedge, pattern] of qualifiers) {
    const match = pattern.exec(before)
    if (match) return { ...date, start: date.start - match[0].length, hedge }
  }
  return date
}

/**
 * Dates of a dateline, with what only a dateline may mean: feasts, the Roman calendar, seasons, years alone, ranges,
 * and words such as "before" and "about". Keep the stretch short.
 */
export function readQualifiedDates(text: string): WrittenDate[] {
  const source: TokenText = { text, tokens: readDateTokens(text) }
  const dates: WrittenDate[] = []
  const add = (date: WrittenDate | undefined): void => {
    if (date && !dates.some((known) => known.start < date.end && date.start < known.end))
      dates.push(date)
  }
  for (let index = 0; index < source.tokens.length; index++) {
    add(romanCalendarDate(source, index))
    add(feastDate(source, index))
  }
  for (const date of readWrittenDates(text)) add(date)
  for (const [index, token] of source.tokens.entries()) {
    add(seasonDate(source, index))
    add(yearAlone(source, token))
  }
  const ordered = dates.toSorted((a, b) => a.start - b.start)
  return joinTwo(text, ordered)
    .map((date) => withDayAfter(text, withDayBefore(text, date)))
    .filter(
      (date, index, all) =>
        all[index - 1] === undefined || date.start >= (all[index - 1]?.end ?? 0),
    )
    .map((date) => qualified(text, date))
}
