import type { Span } from '@colophon/domain'
import { dateConnectives, daytimes, months, weekdays } from '@colophon/methods/dates'
import { readWords, startsUpper, type Word } from '@colophon/methods/words'
import { addressWords, closingWords } from './formulas.ts'
import { trimSpan, type Line } from './lines.ts'
import { kinWords, placeWords, titles } from './name-words.ts'
import { readPersonName } from './person.ts'

export interface PlaceContext {
  text: string
  line: Line
  /** Offset where the date begins and where it ends. */
  before: number
  after: number
  /** The words behind the date on the line, as far as they may belong to the dateline. */
  tail: string
}

const edge = /[\s,;:_~|—–\-()[\]{}*"'„“»«.]/
const preposition =
  /^(?:at|from|zu|in|aus|bei|à|a|ce|le|den|d|of|the|on|this|given|done|dated|written|telegram|telegramm|télégramme|depesche|postkarte|date|datum|received|sent|confidential|private|copy|copie|duplicate|abschrift|privat|original|extract|no)$/i

function dropsOff(word: Word): boolean {
  return (
    preposition.test(word.text) ||
    dateConnectives.has(word.key) ||
    daytimes.exact(word.key) !== undefined ||
    weekdays.exact(word.key) !== undefined
  )
}

/** "NB114 22 NL  DULUTH MINN 817P": the words in capitals between the figures of a telegram's head. */
function betweenFigures(text: string, { start, end }: Span): Span | null {
  const phrase = text.slice(start, end)
  if (/\p{Ll}/u.test(phrase) || !/\p{L}\d|\d\p{L}/u.test(phrase)) return null
  const words = readWords(phrase)
  const first = words.findIndex((word) => /^\p{L}{3,}$/u.test(word.text))
  if (first < 0) return null
  const after = words.findIndex((word, at) => at > first && /\d/.test(word.text))
  const last = words[(after < 0 ? words.length : after) - 1]
  return { start: start + (words[first]?.start ?? 0), end: start + (last?.end ?? 0) }
}

/** Leaves out the small words at both ends of a dateline's place: "à Tours ce" is Tours. */
export function tidyPlace(text: string, span: Span): Span | null {
  let { start, end } = betweenFigures(text, span) ?? trimSpan(text, span, edge)
  for (let rounds = 0; rounds < 6; rounds++) {
    const words = readWords(text.slice(start, end))
    const first = words[0]
    const last = words.at(-1)
    if (!first || !last) return null
    if (dropsOff(last)) end = start + last.start
    else if (dropsOff(first) && words.length > 1) start += first.end
    else break
    ;({ start, end } = trimSpan(text, { start, end }, edge))
  }
  const parenthesis = text.slice(start, end).indexOf('(')
  if (parenthesis > 3) end = start + parenthesis
  const shorter = trimSpan(text, { start, end }, edge)
  const bare = withoutPostcode(text, shorter)
  return isPlaceLike(text.slice(bare.start, bare.end)) ? withoutStreet(text, bare) : null
}

const postcode =
  /\s(?:i\. ?[A-Z][a-z]{0,6}|[A-Z]{1,2}\d{1,2}[A-Z]?(?: \d[A-Z]{2})?|\d{5}(?:-\d{4})?|(?:(?:[NSEW]\.? ?){1,2}|[EW]\.? ?C\.?)(?: ?\d{1,2})?)$|^(?:(?:D|A|CH|F|NL|B)-?)?\d{4,5}\s(?=\p{Lu})/u

/** "Edinburgh EH4", "D-8000 München", "London, S. W. 1": the town without the figures of the post. */
function withoutPostcode(text: string, span: Span): Span {
  const phrase = text.slice(span.start, span.end)
  const match = postcode.exec(phrase)
  if (!match) return span
  const cut =
    match.index === 0 && match[0].endsWith(' ')
      ? { start: span.start + match[0].length, end: span.end }
      : { start: span.start, end: span.start + match.index }
  return trimSpan(text, cut, edge)
}

function isPlaceLike(phrase: string): boolean {
  const words = readWords(phrase)
  if (words.length === 0 || words.length > 10 || phrase.length > 90) return false
  if (!words.some((word) => startsUpper(word.text) && word.text.length > 2)) return false
  if (words.some((word) => addressWords.exact(word.key) === 'adjective')) return false
  if (words.some((word) => closingWords.exact(word.key) === 'strong')) return false
  const named = words.filter((word) => !months.exact(word.key) && /\p{L}{3}/u.test(word.text))
  return (
    named.length > 0 && !(words.length === 1 && kinWords.exact(words[0]?.key ?? '') !== undefined)
  )
}

/** "Wien, XVI. Ottakringerstr. 114" and "Wien I. Bäckerstraße No 1" name a town, then the street. */
function withoutStreet(text: string, span: Span): Span {
  const phrase = text.slice(span.start, span.end)
  const town = /^(\p{Lu}[\p{L}\p{M}.'’ -]{2,40}?)\s*(?:,|\.)?\s+(?:[IVX]{1,5}\b|\d)/u.exec(phrase)
  if (town?.[1] && !placeWords.exact(readWords(town[1]).at(-1)?.key ?? '')?.startsWith('street')) {
    return trimSpan(text, { start: span.start, end: span.start + town[1].length }, edge)
  }
  return withoutPerson(span, phrase)
}

/** A letterhead line may hold the writer's name before the place: "Dr. Arthur Neumann Wien, 21. 12." */
function withoutPerson(span: Span, phrase: string): Span {
  const words = readWords(phrase)
  const last = words.at(-1)
  const first = words[0]
  if (!first || !last || words.length < 3 || !titles.exact(first.key) || first.text.length < 2)
    return span
  const person = readPersonName(phrase)
  if (person?.start !== 0 || placeWords.exact(first.key)) return span
  return /^(?:region|city)$/.test(placeWords.exact(last.key) ?? '')
    ? { start: span.start + last.start, end: span.end }
    : span
}

/** The place on a dateline: before the date, else behind it. */
export function readPlace({ text, line, before, after, tail }: PlaceContext): Span | null {
  const ahead = before > line.start ? tidyPlace(text, { start: line.start, end: before }) : null
  if (ahead) return ahead
  const behind = tail.trim() === '' ? null : leadingCut(after, tail)
  return behind ? tidyPlace(text, behind) : null
}

function leadingCut(after: number, tail: string): Span | null {
  const words = readWords(tail)
  const first = words.find(
    (word) =>
      !/^\d/.test(word.text) &&
      word.text.length > 1 &&
      !dropsOff(word) &&
      !/^(?:th|st|nd|rd|pm|am|clock)$/.test(word.key),
  )
  if (!first || !startsUpper(first.text)) return null
  const openers = addressWords.exact(first.key)
  if (openers === 'adjective' || openers === 'possessive' || openers === 'lone') return null
  return { start: after + first.start, end: after + tail.length }
}
