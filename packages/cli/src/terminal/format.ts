const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const two = (number: number): string => String(number).padStart(2, '0')

/** `340 ms`, `4.2 s`, `38 s`, `3 min 05 s`, `2 h 14 min`, `3 d 4 h`. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms) || ms < 0) return '-'
  if (ms < SECOND - 0.5) return `${Math.round(ms)} ms`
  if (ms < 9.95 * SECOND) return `${(ms / SECOND).toFixed(1)} s`
  const seconds = Math.round(ms / SECOND)
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`
  const minutes = Math.round(ms / MINUTE)
  if (ms < DAY - MINUTE / 2) return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`
  const hours = Math.round(ms / HOUR)
  return `${Math.floor(hours / 24)} d ${hours % 24} h`
}

/** `12,345`. */
export const formatCount = (count: number): string =>
  Math.round(count)
    .toString()
    .replaceAll(/\B(?=(?:\d{3})+$)/g, ',')

/** Documents per second, or per minute or hour where that is easier to read: `84/s`, `2.5/s`, `24/min`, `6/h`. */
export function formatRate(perSecond: number): string {
  if (!Number.isFinite(perSecond) || perSecond <= 0) return '-'
  if (perSecond >= 1) return `${amount(perSecond)}/s`
  if (perSecond * 60 >= 1) return `${amount(perSecond * 60)}/min`
  return `${amount(perSecond * 3600)}/h`
}

const amount = (value: number): string =>
  value >= 9.95 ? formatCount(value) : String(Number(value.toFixed(1)))
