import type { Span } from '../finding.ts'
import type { Line } from './lines.ts'

const brokenWord = /(\p{L})[-=¬‐­]$/u
const startsLower = /^[-=¬]?\s?\p{Ll}/u

/** Joins the lines of a paragraph; a word broken at the line end is put together again. */
export function joinLines(lines: readonly string[]): string {
  let joined = ''
  for (const line of lines) {
    if (joined === '') joined = line
    else if (brokenWord.test(joined) && startsLower.test(line)) {
      joined = joined.slice(0, -1) + line.replace(/^[-=¬]\s?/, '')
    } else if (/\p{L}$/u.test(joined) && /^[-=¬]\p{Ll}/u.test(line)) joined += line.slice(1)
    else joined += ` ${line}`
  }
  return joined.replace(/\s+/g, ' ').trim()
}

/** Paragraphs of the text between two offsets. */
export function readParagraphs(text: string, lines: readonly Line[], span: Span): string[] {
  const paragraphs: string[][] = []
  for (const line of lines) {
    if (line.end <= span.start || line.start >= span.end) continue
    const part = text.slice(Math.max(line.start, span.start), Math.min(line.end, span.end)).trim()
    if (part === '') continue
    if (line.afterGap || paragraphs.length === 0) paragraphs.push([part])
    else paragraphs.at(-1)?.push(part)
  }
  return paragraphs.map(joinLines).filter((paragraph) => paragraph !== '')
}
