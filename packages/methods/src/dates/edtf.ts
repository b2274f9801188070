import type { WrittenDate } from './date-shape.ts'

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0')
}

type Parts = Pick<WrittenDate, 'month' | 'day' | 'ambiguous'>

function commonBeginning(a: string, b: string): string | null {
  const [ones, others] = [a.split('-'), b.split('-')]
  const differing = ones.findIndex((part, at) => part !== others[at])
  return ones.slice(0, differing < 0 ? undefined : differing).join('-') || null
}

/**
 * YYYY, YYYY-MM or YYYY-MM-DD: the first day of a range, what two possible dates have in common; null without a year
 * and where only a day before or after is known.
 */
export function toIso(date: WrittenDate, year: number | null): string | null {
  if (year === null || date.hedge === 'before' || date.hedge === 'after') return null
  const iso = isoOf(date, year)
  const { until, relation } = date
  return until && relation === 'or' ? commonBeginning(iso, isoOf(until, until.year ?? year)) : iso
}

function isoOf(date: Parts, year: number): string {
  if (date.month === null || date.ambiguous) return pad(year, 4)
  const month = `${pad(year, 4)}-${pad(date.month, 2)}`
  if (date.day === null) return month
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return date.month === 2 && date.day === 29 && !leap ? month : `${month}-${pad(date.day, 2)}`
}

/**
 * EDTF (ISO 8601-2) of level 1: "?" for an uncertain, "~" for an approximate date; of level 2 where the year is not
 * given, XXXX.
 */
export function toEdtf(date: WrittenDate, year: number | null): string | null {
  if (year === null) {
    if (date.month === null || date.ambiguous) return null
    return `XXXX-${pad(date.month, 2)}${date.day === null ? '' : `-${pad(date.day, 2)}`}`
  }
  if (date.season !== undefined) return `${pad(year, 4)}-${String(date.season)}`
  const iso = isoOf(date, year)
  if (date.until) {
    const last = isoOf(date.until, date.until.year ?? year)
    return date.relation === 'or' ? `[${iso},${last}]` : `${iso}/${last}`
  }
  if (date.hedge === 'before') return `../${iso}`
  if (date.hedge === 'after') return `${iso}/..`
  if (date.hedge === 'approximate') return `${iso}~`
  return date.hedge === 'uncertain' ? `${iso}?` : iso
}

/** ISO weekday (Monday = 1) of a full date, else undefined. */
export function isoWeekday(iso: string): number | undefined {
  if (iso.length !== 10) return undefined
  const day = new Date(`${iso}T00:00:00Z`).getUTCDay()
  return day === 0 ? 7 : day
}
