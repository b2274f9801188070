/** Full-jitter exponential backoff (Brooker, "Exponential Backoff And Jitter", 2015): uniform in [0, min(cap, base·2^n)). */
export function backoffMs(
  attempt: number,
  random: number,
  options = { baseMs: 2_000, capMs: 300_000 },
): number {
  const ceiling = Math.min(options.capMs, options.baseMs * 2 ** Math.max(0, attempt - 1))
  return Math.floor(random * ceiling)
}
