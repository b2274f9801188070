/** When something that others need was away; recovery cannot be asked for while it was. */
export class Outages {
  readonly #spans: { from: number; to: number }[] = []

  /** Begins one; the returned function ends it. */
  begin(): () => void {
    const span = { from: performance.now(), to: Infinity }
    this.#spans.push(span)
    return () => {
      span.to = performance.now()
    }
  }

  /** Milliseconds of a stretch of time in which anything was away. */
  within(from: number, to: number): number {
    const cut = this.#spans
      .map((span) => ({ from: Math.max(from, span.from), to: Math.min(to, span.to) }))
      .filter((span) => span.to > span.from)
      .sort((a, b) => a.from - b.from)
    let total = 0
    let covered = from
    for (const span of cut) {
      total += Math.max(0, span.to - Math.max(covered, span.from))
      covered = Math.max(covered, span.to)
    }
    return total
  }
}
