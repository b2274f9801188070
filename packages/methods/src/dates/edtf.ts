import type { WrittenDate } from './date-shape.ts'

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0')
}

/** YYYY, YYYY-MM or YYYY-MM-DD; null without a year. */
export function toIso(date: WrittenDate, year: number | null): string | null {
  if (year === null) return null
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
  const iso = toIso(date, year)
  if (iso === null) {
    if (date.month === null) return null
    return `XXXX-${pad(date.month, 2)}${date.day === null ? '' : `-${pad(date.day, 2)}`}`
  }
  if (date.hedge === 'approximate') return `${iso}~`
  return date.hedge === 'uncertain' ? `${iso}?` : iso
}

/** ISO weekday (Monday = 1) of a full date, else undefined. */
export function isoWeekday(iso: string): number | undefined {
  if (iso.length !== 10) return undefined
  const day = new Date(`${iso}T00:00:00Z`).getUTCDay()
  return day === 0 ? 7 : day
}
