const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** How long ago, for a list: `now`, `5 min`, `3 h`, `12 d`. */
export function ageInWords(iso: string, nowMs: number): string {
  const ms = nowMs - Date.parse(iso)
  if (ms < MINUTE_MS) return 'now'
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min`
  if (ms < DAY_MS) return `${Math.floor(ms / HOUR_MS)} h`
  return `${Math.floor(ms / DAY_MS)} d`
}

/** How long ago something was saved: `just now`, `12 s ago`, `3 min ago`. */
export function agoInWords(atMs: number, nowMs: number): string {
  const ms = nowMs - atMs
  if (ms < 2_000) return 'just now'
  if (ms < MINUTE_MS) return `${Math.floor(ms / 1_000)} s ago`
  return `${ageInWords(new Date(atMs).toISOString(), nowMs)} ago`
}

/** `30 November 2026, 17:45 UTC`, for what is told to the minute. */
export const momentInWords = (iso: string): string =>
  `${new Date(iso).toLocaleString('en-GB', {
    ...{ day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' },
    timeZone: 'UTC',
  })} UTC`

/** `30 November 2026`, for what is told to the day. */
export const dayInWords = (iso: string): string =>
  new Date(iso).toLocaleDateString('en-GB', {
    ...{ day: 'numeric', month: 'long', year: 'numeric' },
    timeZone: 'UTC',
  })
