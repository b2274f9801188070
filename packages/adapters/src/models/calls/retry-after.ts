const MAX_RETRY_AFTER_MS = 3_600_000

/**
 * How long the provider wants to be left alone: `retry-after-ms`, or `retry-after` in seconds or as a date. At most an
 * hour: the field can say weeks.
 */
export function readRetryAfterMs(headers: Headers, nowMs: number = Date.now()): number | undefined {
  const ms = positive(headers.get('retry-after-ms'))
  if (ms !== undefined) return Math.min(Math.ceil(ms), MAX_RETRY_AFTER_MS)
  const after = headers.get('retry-after')
  if (after === null) return undefined
  const seconds = positive(after)
  const waitMs = seconds === undefined ? Date.parse(after) - nowMs : seconds * 1000
  if (!(waitMs >= 0)) return undefined
  return Math.min(Math.ceil(waitMs), MAX_RETRY_AFTER_MS)
}

function positive(text: string | null): number | undefined {
  if (text === null || text.trim() === '') return undefined
  const value = Number(text)
  return Number.isFinite(value) && value >= 0 ? value : undefined
}
