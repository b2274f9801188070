export interface Span {
  start: number
  end: number
}

const isLow = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff
}

/** The span without blanks around it and with whole characters only; null where nothing is left. */
export function fittedSpan(text: string, { start, end }: Span): Span | null {
  let from = Math.max(0, Math.min(start, end))
  let to = Math.min(text.length, Math.max(start, end))
  while (from < to && /\s/.test(text.charAt(from))) from++
  while (to > from && /\s/.test(text.charAt(to - 1))) to--
  if (from >= to) return null
  if (from > 0 && isLow(text, from)) from--
  if (to < text.length && isLow(text, to)) to++
  return { start: from, end: to }
}

/** The words of a span as a value has them: one line, single blanks, words that the line's end parted made whole. */
export const wordsOf = (text: string, { start, end }: Span): string =>
  text
    .slice(start, end)
    .replace(/(\p{L})-\s*\n\s*(?=\p{Ll})/gu, '$1')
    .replace(/\s+/g, ' ')
    .trim()

/** Where the words of a value stand in the text, the place nearest to `near`; null where they do not. */
export function placeOf(text: string, value: string, near: number): Span | null {
  const words = value.trim()
  if (words.length < 2) return null
  let best: Span | null = null
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    if (best === null || Math.abs(at - near) < Math.abs(best.start - near))
      best = { start: at, end: at + words.length }
    if (at > near) break
  }
  return best
}
