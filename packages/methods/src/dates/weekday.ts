import { dateConnectives } from './calendar-words.ts'
import { adjoins, gapPattern, isDay, type TokenText, type WrittenDate } from './date-shape.ts'

/** Takes in a weekday (and time of day) written directly before or after the date. */
export function withWeekday(source: TokenText, date: WrittenDate): WrittenDate {
  const { text, tokens } = source
  const first = tokens.findIndex((token) => token.start >= date.start)
  for (let back = 1; back <= 4; back++) {
    const token = tokens[first - back]
    const next = tokens[first - back + 1]
    if (
      !token ||
      !next ||
      !adjoins(text, token, next) ||
      text.slice(token.end, next.start).includes('\n')
    )
      break
    if (token.kind === 'weekday') {
      return {
        ...date,
        start: token.start,
        weekday: { number: token.value, start: token.start, end: token.end },
      }
    }
    if (token.kind !== 'daytime' && token.kind !== 'ordinal' && !dateConnectives.has(token.key))
      break
  }
  const after = tokens.find((token) => token.start >= date.end)
  if (after?.kind === 'weekday' && gapPattern.test(text.slice(date.end, after.start))) {
    return { ...date, weekday: { number: after.value, start: after.start, end: after.end } }
  }
  return date
}

/** "Wednesday Evening", "Friday the 8th": a heading that gives only the day. */
export function weekdayOnly(source: TokenText, index: number): WrittenDate | undefined {
  const { text, tokens } = source
  const first = tokens[index]
  if (!first || !/^\p{Lu}/u.test(text.slice(first.start))) return undefined
  let last = first
  let day: number | null = null
  for (let at = index + 1; at < Math.min(index + 5, tokens.length); at++) {
    const token = tokens[at]
    if (!token || !adjoins(text, last, token) || text.slice(last.end, token.start).includes('\n'))
      break
    const belongs =
      token.kind === 'daytime' ||
      token.kind === 'ordinal' ||
      token.kind === 'number' ||
      dateConnectives.has(token.key)
    if (!belongs) break
    if (isDay(token) && tokens[at + 1]?.kind === 'ordinal') day = token.value
    if (!dateConnectives.has(token.key)) last = token
  }
  return {
    start: first.start,
    end: last.end,
    year: null,
    yearDigits: 0,
    month: null,
    day,
    weekday: { number: first.value, start: first.start, end: first.end },
    form: 'weekday',
  }
}
