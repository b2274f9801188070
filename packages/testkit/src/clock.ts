import type { Clock } from '@colophon/domain'

export interface ManualClock extends Clock {
  advance(ms: number): void
  set(ms: number): void
}

/** A clock that stands still until it is moved. */
export function manualClock(start = Date.parse('2026-01-15T12:00:00.000Z')): ManualClock {
  let now = start
  return {
    now: () => now,
    advance: (ms) => {
      now += ms
    },
    set: (ms) => {
      now = ms
    },
  }
}
