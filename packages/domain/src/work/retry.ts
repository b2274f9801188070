export interface Backoff {
  /** The first wait is shorter than this. @default 2 s */
  baseMs?: number
  /** No wait is longer. @default 5 min */
  capMs?: number
}

/** How many times longer each wait may be than the one before: five attempts bridge an outage of some minutes. */
const FACTOR = 4

/** Full-jitter exponential backoff (Brooker, "Exponential Backoff And Jitter", 2015): uniform in [0, min(cap, base·4^n)). */
export function backoffMs(
  attempt: number,
  random: number,
  { baseMs = 2_000, capMs = 300_000 }: Backoff = {},
): number {
  const ceiling = Math.min(capMs, baseMs * FACTOR ** Math.max(0, attempt - 1))
  return Math.floor(random * ceiling)
}
