/** A line as the source pane shows it. A line of the text that is very long is shown in several parts. */
export interface SourceLine {
  /** Of the text, from 1; null on the further parts of a long line. */
  number: number | null
  /** UTF-16 offsets into the text, without the line's end. */
  start: number
  end: number
  /** The page that begins here. */
  page: number | null
}

export interface SourcePage {
  number: number
  start: number
}

/** A line longer than this is shown in parts, so that one of a million characters scrolls as any text does. */
const LONGEST = 4_000

/** Where a long line can be parted: after a blank, never within a character. */
function cutBefore(text: string, start: number, limit: number): number {
  const blank = text.lastIndexOf(' ', limit)
  if (blank > start + limit / 4 - start / 4) return blank + 1
  const code = text.charCodeAt(limit)
  return code >= 0xdc00 && code <= 0xdfff ? limit - 1 : limit
}

function* partsOf(text: string, start: number, end: number): Generator<[number, number]> {
  let from = start
  while (end - from > LONGEST) {
    const cut = cutBefore(text, from, from + LONGEST)
    yield [from, cut]
    from = cut
  }
  yield [from, end]
}

/** The lines of a text, with the pages that begin at them. */
export function linesOf(text: string, pages: readonly SourcePage[]): SourceLine[] {
  const lines: SourceLine[] = []
  const begins = pages.length > 1 ? [...pages] : []
  let number = 1
  let from = 0
  while (from <= text.length) {
    const found = text.indexOf('\n', from)
    const next = found < 0 ? text.length : found
    const end = next > from && text[next - 1] === '\r' ? next - 1 : next
    let first = true
    for (const [start, stop] of partsOf(text, from, end)) {
      const begun = begins[0] !== undefined && begins[0].start <= stop ? begins.shift() : undefined
      lines.push({ number: first ? number : null, start, end: stop, page: begun?.number ?? null })
      first = false
    }
    number++
    if (found < 0) break
    from = found + 1
  }
  return lines
}

/** Place in the list of the line that holds the offset. */
export function lineAt(lines: readonly SourceLine[], offset: number): number {
  let [low, high] = [0, lines.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((lines[middle]?.start ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

/** Number of the line that holds the offset, as people count. */
export function lineNumberAt(lines: readonly SourceLine[], offset: number): number {
  for (let at = lineAt(lines, offset); at >= 0; at--) {
    const number = lines[at]?.number
    if (typeof number === 'number') return number
  }
  return 1
}
