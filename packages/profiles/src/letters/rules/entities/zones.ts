import type { Span } from '@colophon/domain'
import type { Letter } from './letter.ts'
import type { EntityContext } from './types.ts'

/** Parts of a letter in which a name is not a mention. */
export interface Zones {
  /** Heading, address, dateline and the like: what they name is recorded elsewhere. */
  excluded: Span[]
  /** Salutation and address: whoever they name is the recipient. */
  recipient: Span[]
  /** The signature: whoever it names is the sender. */
  sender: Span[]
}

const headLength = 700
const tailLength = 600

/** A line of running text has more small words than an address or a dateline has. */
function isProse(line: string): boolean {
  const words = line.slice(0, 200).match(/[\p{L}\p{M}]{2,}/gu) ?? []
  const small = words.filter((word) => /^\p{Ll}/u.test(word)).length
  return small >= (/\d/u.test(line) ? 4 : 2) && small * 2 >= words.length
}

function linesOf(text: string, from: number, to: number): Span[] {
  const spans: Span[] = []
  for (let start = from; start < to;) {
    const newline = text.indexOf('\n', start)
    const end = newline === -1 || newline > to ? to : newline
    if (end > start) spans.push({ start, end })
    start = end + 1
  }
  return spans
}

/** Lines before the salutation, or before the first running text, that are no running text. */
function heading(text: string, salutation: Span | null | undefined): Span[] {
  const known = salutation !== null && salutation !== undefined && salutation.start < headLength
  const lines = linesOf(text, 0, known ? salutation.start : Math.min(text.length, headLength))
  const found: Span[] = []
  let body = known
  for (const line of lines) {
    const prose = isProse(text.slice(line.start, line.end))
    body ||= prose
    if (prose && !known) break
    if (!prose && line.end - line.start < 120) found.push(line)
  }
  // Without running text below it, a short line is the whole of a note rather than its heading.
  return body && (known || found.length < 8) ? found : []
}

const addressed =
  /^[ \t]*(?:To|An|A|À|Herrn?|Hrn|Frau|Fräulein|Mr|Mrs|Miss|Sir|Lady|Capt\w*|Col|Rev\w*|Dr|Messrs|Monsieur|Madame|Mademoiselle|For|The)\b/u

/** Short lines without running text after the signature: address, endorsement, place and date. */
function tail(text: string, signature: Span | null | undefined): Span[] {
  const from = Math.max(signature?.end ?? 0, text.length - tailLength, Math.floor(text.length / 3))
  const lines = linesOf(text, text.indexOf('\n', from) + 1 || text.length, text.length)
  const short = (line: Span): boolean =>
    line.end - line.start < 70 && !isProse(text.slice(line.start, line.end))
  return lines.filter((line, index) => {
    if (!short(line)) return false
    const previous = lines[index - 1]
    const next = lines[index + 1]
    const opened = addressed.test(text.slice(line.start, line.end))
    return (
      (previous === undefined || short(previous)) && (next === undefined || short(next) || opened)
    )
  })
}

export function findZones(letter: Letter, context: EntityContext): Zones {
  const { text } = letter
  const present = (spans: readonly (Span | null | undefined)[]): Span[] =>
    spans.filter((span) => span !== null && span !== undefined)
  return {
    excluded: [
      ...present(context.exclude ?? []),
      ...heading(text, context.salutation),
      ...tail(text, context.signature),
    ],
    recipient: present([context.salutation, context.addressBlock]),
    sender: present([context.signature]),
  }
}

export function isInside(mention: Span, zones: readonly Span[]): boolean {
  return zones.some((zone) => mention.start >= zone.start && mention.start < zone.end)
}
