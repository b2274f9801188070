import type { Span } from '@colophon/domain'
import {
  dateConnectives,
  daytimes,
  months,
  readQualifiedDates,
  weekdays,
  type WrittenDate,
} from '@colophon/methods/dates'
import { readWords, startsUpper } from '@colophon/methods/words'
import { closingClass } from './closing.ts'
import { trimSpan, type Line } from './lines.ts'
import { readPlace } from './place.ts'
import type { Salutation } from './salutation.ts'

export interface Dateline extends Span {
  line: number
  date: WrittenDate
  place: Span | null
  where: 'head' | 'foot'
  score: number
}

export interface LetterFrame {
  text: string
  lines: readonly Line[]
  salutation: Salutation | null
  /** Index of the line with the signature, or -1. */
  signatureLine: number
  /** Lines that others wrote on the letter, with dates of their own. */
  strangers: ReadonlySet<number>
}

/** Lower-case words that datelines hold; any other lower-case word speaks for a sentence. */
const datelineWords = new Set(
  'near in at on from to of the and de la le les du des sur sous en à a ce an am der die dem den das bei im zu auf d v v. u und ob unter am county street st co no near half past o p m h about ca circa inst ult prox instant currt curt cour courant dieses monats this day house town old new'.split(
    ' ',
  ),
)

function isProse(text: string): number {
  let count = 0
  for (const word of readWords(text.replace(/\([^()]{0,60}\)/g, ' '))) {
    if (startsUpper(word.text) || /\d/.test(word.text)) continue
    if (datelineWords.has(word.key) || dateConnectives.has(word.key)) continue
    if (daytimes.exact(word.key) || weekdays.exact(word.key) || months.exact(word.key)) continue
    count++
  }
  return count
}

interface Found {
  line: Line
  index: number
  date: WrittenDate
  where: 'head' | 'foot'
}

function completeness(date: WrittenDate): number {
  if (date.year !== null && date.month !== null) return date.day === null ? 2.5 : 4
  if (date.month !== null) return 2
  if (date.year !== null) return 1.5
  return date.form === 'weekday' ? 1 : 0
}

/** A year that stands behind a place and nothing else; a letterhead tells when a firm was founded. */
function isYearOfLetter({ date, where, index }: Found, before: string, after: string): boolean {
  if (date.form !== 'year') return true
  const hedged = date.hedge !== undefined || date.season !== undefined || date.until !== undefined
  if (hedged) return readWords(after).length < 3
  return (
    where === 'head' &&
    index < 6 &&
    /^[\s.,:\])]*$/.test(after) &&
    (before.trim() === '' || /\p{L}[.,]?\s{0,3}\[?$/u.test(before)) &&
    !/\d|(?<!\p{L})(?:founded|established|estab|gegr\p{L}{0,6}|fond\p{L}{1,3}|seit|since|depuis|no|nr|born|geb|died|copyright)(?!\p{L})/iu.test(
      before,
    )
  )
}

function judge(frame: LetterFrame, { line, index, date, where }: Found): Dateline | null {
  const at = { start: date.start - line.start, end: date.end - line.start }
  const before = line.text.slice(0, Math.max(0, at.start))
  const after = line.text.slice(Math.min(line.text.length, at.end))
  const { salutation } = frame
  const openedAfter = salutation && salutation.start >= date.end && salutation.start <= line.end
  const tail = openedAfter ? line.text.slice(at.end, salutation.start - line.start) : after
  const beforeWords = readWords(before)
  if (!isYearOfLetter({ line, index, date, where }, before, after)) return null
  const prose = isProse(before)
  const first = where === 'head' && index <= 3
  if (prose > (first && date.year !== null ? 2 : 1) || beforeWords.length > 14) return null
  if (prose > 0 && date.form === 'weekday') return null
  // "Thursday the 13th of June next" is the day of an event.
  if (date.year === null && /^,?\s(?:next|last|prox|ult|prochain|dernier)/i.test(after)) return null
  const tailProse = isProse(tail.slice(0, 120))
  const below = salutation !== null && index > salutation.lastLine
  if (below && prose + tailProse > 0) return null
  const runsOn = tailProse > 1 || readWords(tail.slice(0, 200)).length > 9
  if (
    runsOn &&
    !(first && prose === 0 && date.year !== null && at.start <= 60 && /^[\s.,;:\])—–-]/.test(tail))
  )
    return null
  if (
    date.form === 'weekday' &&
    (runsOn || beforeWords.length > 5 || readWords(tail.slice(0, 200)).length > 3)
  )
    return null
  if (date.form === 'weekday' && where === 'foot' && (before.length > 3 || tail.length > 20))
    return null
  const spoken = beforeWords.some((word) => closingClass(word) === 'strong')
  const score =
    completeness(date) - (where === 'head' ? index * 0.15 : 1.5) - prose - (spoken ? 1 : 0)
  const place = spoken
    ? null
    : readPlace({
        text: frame.text,
        line,
        before: line.start + at.start,
        after: date.end,
        tail: runsOn ? '' : tail,
      })
  const end = runsOn || openedAfter ? date.end : Math.max(date.end, line.end)
  const span = trimSpan(frame.text, { start: Math.min(line.start, date.start), end })
  return { ...span, line: index, date, place, where, score }
}

/** The dates that begin on a line; one may end on the next line ("May 8" / "1817"). */
function datesOn(frame: LetterFrame, index: number, limit: number): WrittenDate[] {
  const line = frame.lines[index]
  if (!line) return []
  // A long line without a figure is prose; dates in words alone stand on short lines.
  if (line.text.length > 90 && !/\d|\b[MDCLXVI]{4}/.test(line.text.slice(0, limit))) return []
  const lineEnd = Math.min(line.end, line.start + limit)
  const [next, third] = line.text.length <= limit ? frame.lines.slice(index + 1, index + 3) : []
  const joined = next && next.text.length <= 40 ? next : line
  const last =
    third && joined === next && next.text.length < 20 && third.text.length < 12 ? third : joined
  const slice = frame.text.slice(line.start, last === line ? lineEnd : last.end)
  return readQualifiedDates(slice)
    .filter((date) => date.start < lineEnd - line.start)
    .map((date) => ({
      ...date,
      start: date.start + line.start,
      end: date.end + line.start,
      weekday: date.weekday && {
        ...date.weekday,
        start: date.weekday.start + line.start,
        end: date.weekday.end + line.start,
      },
    }))
}

function linesOf(frame: LetterFrame): { index: number; where: 'head' | 'foot' }[] {
  const { lines, salutation, signatureLine } = frame
  const headEnd = salutation ? salutation.lastLine + 1 : Math.min(9, lines.length - 1)
  const picked: { index: number; where: 'head' | 'foot' }[] = []
  for (let index = 0; index <= Math.min(headEnd, 16, lines.length - 1); index++)
    picked.push({ index, where: 'head' })
  const footStart = Math.max(
    picked.length,
    signatureLine >= 0 ? signatureLine - 8 : lines.length - 8,
    lines.length - 60,
  )
  for (let index = footStart; index < lines.length; index++) picked.push({ index, where: 'foot' })
  return picked
}

export function findDatelines(frame: LetterFrame): Dateline[] {
  const found: Dateline[] = []
  for (const { index, where } of linesOf(frame)) {
    const line = frame.lines[index]
    if (!line || frame.strangers.has(index)) continue
    if (where === 'foot' && line.text.length > 140) continue
    for (const date of datesOn(frame, index, where === 'head' ? 200 : 140)) {
      const dateline = judge(frame, { line, index, date, where })
      if (dateline) found.push(dateline)
    }
  }
  return found.sort((a, b) => b.score - a.score)
}
