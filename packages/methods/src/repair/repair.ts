import type { Span } from '@colophon/domain'
import { furniture, type Edit } from './furniture.ts'

/** A text as it was meant to be read, and where each part of it stands in the text as it was received. */
export interface RepairedText {
  text: string
  /** The stretch of the received text that a stretch of the repaired one was made of. */
  received: (span: Span) => Span
}

const noWidth = /[\u200b-\u200d\u2060\ufeff]|\u00ad(?=\p{L})/gu

/** A word divided at the end of a line or page; "Vor- und Nachteil" is none, nor is a dash. */
const divided =
  /(?<=\p{L})[-=¬‐⸗\u00ad][ \t]{0,3}(?:\r?\n|\f)[ \t]{0,40}[-=¬⸗]?(?=\p{Ll})(?!(?:und|oder|and|or|et|ou|u)\b)|(?<=\p{Lu}{2})[-=¬‐⸗][ \t]{0,3}\r?\n[ \t]{0,40}(?=\p{Lu}{2})/gu

/** A sentence that goes on over the page. */
const pageBreak = /(?<=[\p{Ll},])\s{0,8}\f\s{0,8}(?=\p{Ll})|(?<= I)\s{0,8}\f\s{0,8}(?=\p{Ll})/gu

function dividedWords(text: string): Edit[] {
  const edits: Edit[] = []
  for (const match of text.matchAll(divided)) {
    const end = match.index + match[0].length
    edits.push({ start: match.index, end, by: '' })
    // The line ends behind the word that was put together, so that there are as many lines as before.
    let tail = end
    while (tail < text.length && tail - end < 40 && !/\s/.test(text.charAt(tail))) tail++
    if (text[tail] === ' ') edits.push({ start: tail, end: tail + 1, by: '\n' })
  }
  return edits
}

function editsOf(text: string): Edit[] {
  const edits = [
    ...furniture(text),
    ...dividedWords(text),
    ...Array.from(text.matchAll(noWidth), ({ index }) => ({
      start: index,
      end: index + 1,
      by: '',
    })),
    ...Array.from(text.matchAll(pageBreak), (match) => ({
      start: match.index,
      end: match.index + match[0].length,
      by: '\n',
    })),
  ].toSorted((a, b) => a.start - b.start || b.end - a.end)
  let done = 0
  return edits.filter(({ start, end }) => {
    const free = start >= done
    if (free) done = end
    return free
  })
}

/** Offset in the received text of each stretch of the repaired one. */
interface Places {
  repaired: number[]
  received: number[]
}

function lastUpTo(starts: readonly number[], at: number): number {
  let [low, high] = [0, starts.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low - 1
}

function placeIn({ repaired, received }: Places, at: number): number {
  const stretch = lastUpTo(repaired, at)
  return (received[stretch] ?? 0) + at - (repaired[stretch] ?? 0)
}

/**
 * Undoes what stands between the writer's words and a reader: words divided at the end of a line, characters without
 * width, the long s, and page furniture between the lines. Offsets are those of JavaScript strings.
 */
export function repairText(text: string): RepairedText {
  const edits = editsOf(text)
  const places: Places = { repaired: [0], received: [0] }
  const parts: string[] = []
  let [length, from] = [0, 0]
  for (const { start, end, by } of edits) {
    parts.push(text.slice(from, start), by)
    length += start - from + by.length
    places.repaired.push(length)
    places.received.push(end)
    from = end
  }
  parts.push(text.slice(from))
  return {
    text: parts.join('').replaceAll('ſ', 's'),
    received: ({ start, end }) => {
      const first = placeIn(places, start)
      return { start: first, end: end > start ? placeIn(places, end - 1) + 1 : first }
    },
  }
}
