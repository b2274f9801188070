export interface KeptOptions {
  /** How old an answer may be. */
  keptMs: number
  /** Keys that are kept at once. */
  most: number
  now: () => number
}

/** Answers by key, each asked for once in a while. One that failed is asked for again at once. */
export function keepAnswers<T>(
  ask: (...key: string[]) => Promise<T>,
  { keptMs, most, now }: KeptOptions,
): (...key: string[]) => Promise<T> {
  const kept = new Map<string, { answer: Promise<T>; askedAt: number }>()
  return (...key) => {
    const name = JSON.stringify(key)
    const known = kept.get(name)
    const ageMs = known === undefined ? keptMs : now() - known.askedAt
    // A clock that has gone back makes nothing younger than it is.
    if (known !== undefined && ageMs >= 0 && ageMs < keptMs) return known.answer
    const answer = ask(...key)
    if (kept.size >= most) kept.clear()
    kept.set(name, { answer, askedAt: now() })
    answer.catch(() => {
      if (kept.get(name)?.answer === answer) kept.delete(name)
    })
    return answer
  }
}
