/** A stretch of the text as received: UTF-16 code-unit offsets, `end` exclusive, so `text.slice(start, end)` is the quote. */
export interface Span {
  start: number
  end: number
}

/**
 * A value that a rule found. `stated` ones carry the span that says so; an `inferred` value follows from the span (a
 * reason says how) and may have none when it follows from the text as a whole; `uncertain` is a guess worth a
 * reviewer's look. `confidence` is the share of such findings that are right on real documents, 0–1, not a feeling.
 */
export interface Finding<T> {
  value: T
  status: 'stated' | 'inferred' | 'uncertain'
  confidence: number
  evidence: Span | null
  reason?: string
}
