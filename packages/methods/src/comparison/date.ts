const DAY = String.raw`\d{4}(?:-\d{2}(?:-\d{2})?)?`
const RANGE = new RegExp(String.raw`^(${DAY})\s*(?:/|\.\.)\s*(${DAY})$`)
const ONE = new RegExp(`^${DAY}`)
const NO_PART = /(?:-00)+$/

/** YYYY, YYYY-MM, YYYY-MM-DD or two of them with a slash; null of anything else. */
function readDate(text: string): string | null {
  const trimmed = text.trim()
  const range = RANGE.exec(trimmed)
  if (range !== null)
    return range[1] === range[2] ? (range[1] ?? null) : `${range[1] ?? ''}/${range[2] ?? ''}`
  return ONE.exec(trimmed)?.[0].replace(NO_PART, '') ?? null
}

const first = (date: string): string =>
  date.length === 4 ? `${date}-01-01` : date.length === 7 ? `${date}-01` : date
const last = (date: string): string =>
  date.length === 4 ? `${date}-12-31` : date.length === 7 ? `${date}-31` : date

/** The same date; where the second is an interval, one that lies in it. */
export function sameDate(found: string, expected: string): boolean {
  const [one, other] = [readDate(found), readDate(expected)]
  if (one === null || other === null) return false
  if (one === other) return true
  const [from, to] = other.split('/')
  if (from === undefined || to === undefined) return false
  const [start = '', end = start] = one.split('/')
  return from <= first(start) && last(end) <= last(to)
}

/** The same date, or the one a coarser form of the other. */
export function alikeDate(found: string, expected: string): boolean {
  if (sameDate(found, expected)) return true
  const [one, other] = [readDate(found), readDate(expected)]
  if (one === null || other === null || one.includes('/') || other.includes('/')) return false
  return one.startsWith(other) || other.startsWith(one)
}
