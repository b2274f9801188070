export interface HealthGate {
  /** 0: call it. Otherwise how long not to, in milliseconds; after that, one caller at a time is let through to try. */
  enter(): number
  succeeded(): void
  failed(): void
}

export interface HealthGateOptions {
  /** Failures in a row after which the gate closes. @default 3 */
  failures?: number
  /** First time it stays closed; doubles up to `capMs`. @default 1 s */
  baseMs?: number
  /** @default 15 s */
  capMs?: number
  now?: () => number
  random?: () => number
}

/** Keeps callers from hammering an agent that is away, and notices when it is back. */
export function createHealthGate(options: HealthGateOptions = {}): HealthGate {
  const { failures = 3, baseMs = 1_000, capMs = 15_000 } = options
  const { now = () => performance.now(), random = Math.random } = options
  let inRow = 0
  let closedUntil = 0

  const close = (): void => {
    const longest = Math.min(capMs, baseMs * 2 ** (inRow - failures))
    // Half of it by chance: the workers that noticed together must not come back together.
    closedUntil = now() + longest * (0.5 + random() / 2)
  }
  return {
    enter() {
      if (inRow < failures) return 0
      const left = closedUntil - now()
      if (left > 0) return Math.ceil(left)
      // This caller tries; the others wait for what it finds out.
      close()
      return 0
    },
    succeeded() {
      inRow = 0
    },
    failed() {
      inRow += 1
      if (inRow >= failures) close()
    },
  }
}
