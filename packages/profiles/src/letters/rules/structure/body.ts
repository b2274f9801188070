import type { Span } from '@colophon/domain'
import { readWords } from '@colophon/methods/words'
import { lineHead, type Line } from './lines.ts'

const brokenWord = /(\p{L})[-=¬‐­]$/u
const startsLower = /^[-=¬]?\s?\p{Ll}/u

/** Joins the lines of a paragraph; a word broken at the line end is put together again. */
export function joinLines(lines: readonly string[]): string {
  const parts: string[] = []
  for (const line of lines) {
    const last = parts.at(-1)
    const tail = last?.slice(-2) ?? ''
    if (last === undefined) parts.push(line)
    else if (brokenWord.test(tail) && startsLower.test(line)) {
      parts[parts.length - 1] = last.slice(0, -1)
      parts.push(line.replace(/^[-=¬]\s?/, ''))
    } else if (/\p{L}$/u.test(tail) && /^[-=¬]\p{Ll}/u.test(line)) parts.push(line.slice(1))
    else parts.push(' ', line)
  }
  return parts.join('').replace(/\s+/g, ' ').trim()
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

/** Lines of the head that are looked at. */
export const headReach = 16

export const runningText = /\p{Ll}{2} \p{Ll}{2,20} \p{Ll}/u

/** First line of running text when no salutation shows where the body begins. */
export function bodyLine(lines: readonly Line[]): number | null {
  const head = lines.slice(0, headReach)
  const long = head.findIndex((line) => line.text.length > 40 && runningText.test(lineHead(line)))
  if (long >= 0) return long
  // German capitals its nouns, and a card or a telegram has short lines.
  const short = head.findIndex(
    (line, index) =>
      readWords(lineHead(line)).filter(({ text }) => /^\p{Ll}{2}/u.test(text)).length > 2 &&
      (index > 0 || line.text.length > 25),
  )
  if (short >= 0) return short
  const capitals = head.findIndex(
    ({ text }) => !/\p{Ll}|\d|^\p{L}[\p{L} ]{1,24}:/u.test(text) && readWords(text).length > 4,
  )
  return capitals < 0 ? null : capitals
}
