import type { Span } from '@colophon/domain'

/** A line with something to read on it; `start` and `end` leave out the white space around it. */
export interface Line extends Span {
  text: string
  /** An empty line (or a page break) stands before it. */
  afterGap: boolean
}

// Stray marks of a scan ("_ _", ". .", "~") are lines of their own in recognised text and mean nothing.
const hasContent = /[\p{L}\p{N}]/u
const breaks = /\r\n|[\n\r\f\v\u2028\u2029\u0085]/g

export function readLines(text: string): Line[] {
  const lines: Line[] = []
  let start = 0
  let gap = true
  const take = (end: number): void => {
    const raw = text.slice(start, end)
    const body = raw.trim()
    if (body === '') {
      gap = true
      return
    }
    if (!hasContent.test(body)) return
    const from = start + raw.indexOf(body)
    lines.push({ start: from, end: from + body.length, text: body, afterGap: gap })
    gap = false
  }
  for (const match of text.matchAll(breaks)) {
    take(match.index)
    if (match[0] === '\f') gap = true
    start = match.index + match[0].length
  }
  take(text.length)
  return lines
}

/** The beginning of a line, long enough for any dateline or salutation, short enough for any pattern. */
export function lineHead(line: Line, limit = 300): string {
  return line.text.length > limit ? line.text.slice(0, limit) : line.text
}

export function trimSpan(text: string, span: Span, drop = /[\s,;:_~|—–-]/): Span {
  let { start, end } = span
  while (start < end && drop.test(text[start] ?? '')) start++
  while (end > start && drop.test(text[end - 1] ?? '')) end--
  return { start, end }
}

/** Letters set apart for emphasis ("A l b e r t  S t e i n e r") read together; any other text as it is. */
export function closeUp(text: string): string {
  if (text.length > 120 || !/(?:^|\s)\p{L}(?: \p{L}){3}(?!\p{L})/u.test(text)) return text
  return text
    .replace(/(?<!\p{L})\p{L}(?: \p{L}){2,30}(?!\p{L})/gu, (run) => run.replaceAll(' ', ''))
    .replace(/\s{2,}/g, ' ')
}
