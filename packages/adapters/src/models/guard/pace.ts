const MINUTE_MS = 60_000

/** When calls may start. Pure: the caller brings the time. */
export interface Pace {
  /** How long until the next call may start; 0: now. */
  waitMs(nowMs: number): number
  /** A call starts now. */
  take(nowMs: number): void
}

const unlimited: Pace = { waitMs: () => 0, take: () => undefined }

/**
 * At most `perMinute` starts in any minute, spread over it: a provider that allows 60 a minute may well refuse 60 in one
 * second. A tenth of the limit may start at once; then a place comes free at even steps.
 */
export function createPace(perMinute: number | undefined): Pace {
  if (perMinute === undefined) return unlimited
  const burst = Math.max(1, Math.floor(perMinute / 10))
  const stepMs = MINUTE_MS / (perMinute - burst + 1)
  // The time at which all places would be free again: each start moves it one step on.
  let freeAtMs = -Infinity
  return {
    waitMs: (nowMs) => Math.max(0, freeAtMs - (burst - 1) * stepMs - nowMs),
    take(nowMs) {
      freeAtMs = Math.max(freeAtMs, nowMs) + stepMs
    },
  }
}
