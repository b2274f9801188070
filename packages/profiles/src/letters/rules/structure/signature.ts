import type { Span } from '@colophon/domain'
import { readWords, type Word } from '@colophon/methods/words'
import { closingBefore, isClosingLine, isOfficeLine, officeAbove } from './closing.ts'
import { addressWords, closingWords } from './formulas.ts'
import { closeUp, type Line } from './lines.ts'
import { kinWords, placeWords } from './name-words.ts'
import { withFirm, withHouse, withoutMark } from './name-end.ts'
import { furtherSignatories } from './signatories.ts'
import { scoreOf, type FootText } from './signature-score.ts'
import { readPersonName, type PersonName } from './person.ts'
import { endsInDescription, endsInPlaceWord, nameLikeness } from './name-likeness.ts'

export interface Signature extends Span {
  line: number
  lastLine: number
  person: PersonName
  /** Further signatories, on the line or below it. */
  others: PersonName[]
  afterClosing: boolean
  score: number
}

const lastCapital = /\p{Lu}[^\s]{0,30}[^\p{L}]*$/u

/** A name that ends the line and stands behind words of a valediction: "Ever yours M.R.M.", "Ihre Dorothea". */
function inlineName(foot: FootText, index: number): { start: number; end: number } | null {
  const line = foot.lines[index]
  // Most lines are prose: their last word begins with a small letter.
  if (!line || !lastCapital.test(line.text.slice(-40))) return null
  const tail = line.text.slice(-90)
  const offset = line.end - tail.length
  const words = readWords(tail)
  for (let count = 1; count <= Math.min(5, words.length - 1); count++) {
    const word = words[words.length - count]
    const before = words[words.length - count - 1]
    if (!word || !before) return null
    const nameStart = word.start
    const candidate = tail.slice(nameStart)
    const gap = tail.slice(before.end, nameStart)
    if (!/^[\s.,:!?'’\-–—)]{1,6}$/.test(gap)) continue
    if (closingWords.exact(word.key) && !/^\p{Lu}/u.test(word.text)) return null
    if (
      closingWords.exact(word.key) === 'strong' ||
      kinWords.exact(word.key) ||
      addressWords.exact(word.key) === 'lone'
    )
      return null
    const likeness = nameLikeness(candidate)
    if (likeness === 0) continue
    const next = foot.lines[index + 1]
    if (likeness === 1 && next && !next.afterGap) continue
    if (
      likeness === 3 &&
      /[.!?]\)?|--|—/.test(gap) &&
      line.afterGap &&
      line.text.length < 200 &&
      saysFarewell(line.text)
    )
      return { start: offset + nameStart, end: line.end }
    const closed = closingBefore(foot.text, line.start, offset + nameStart)
    const whole = closed === 1 && likeness > 1 && !next && isClosing(words.slice(0, -count))
    if (closed === 2 || whole) return { start: offset + nameStart, end: line.end }
  }
  return null
}

/** "Your own Harry": nothing but words of a valediction before the name. */
function isClosing(words: readonly Word[]): boolean {
  return words.every((word) => closingWords.exact(word.key) !== undefined)
}

function saysFarewell(text: string): boolean {
  return readWords(text).some((word) => closingWords.exact(word.key) === 'strong')
}

/** A name at the beginning of a line that goes on with a place or a date: "Walter Scott Abbotsford 24 April". */
function leadingName(line: Line): { start: number; end: number } | null {
  if (line.text.length > 80 || !/\d/.test(line.text)) return null
  const person = readPersonName(line.text)
  if (!person || person.start > 0) return null
  const words = readWords(line.text.slice(0, person.end)).filter(
    (word) => placeWords.exact(word.key) === undefined,
  )
  const cut = words.length > 1 ? words.slice(0, 3).at(-1) : undefined
  return cut ? { start: line.start, end: line.start + cut.end } : null
}

const behalf = /^(?:[Ff]or (?=\p{Lu})|[Pp]\.? ?[Pp]\.? |[Pp]er [Pp]ro|[Ii]\. ?[AaVv]\. )/u

/** "for Hartley & Sons", "p.p. the Directors": the firm stands between the valediction and the name. */
export function isOnBehalf(line: Line | undefined): boolean {
  return line !== undefined && line.text.length < 60 && behalf.test(line.text)
}

/** "his" above and "mark" below the name of somebody who did not write. */
export function isMark(line: Line | undefined): boolean {
  return line !== undefined && /^(?:his|her|their)[.,:]?$/i.test(line.text)
}

function closingAbove(foot: FootText, index: number): 0 | 1 | 2 {
  const line = foot.lines[index]
  if (!line || index === 0) return 0
  const above = foot.lines[index - 1]
  if (isOnBehalf(above) || isMark(above)) return closingAbove(foot, index - 1)
  if (isOfficeLine(above) && index - 1 >= foot.from) return 2
  const before = closingBefore(
    foot.text,
    foot.lines[Math.max(0, index - 3)]?.start ?? 0,
    line.start,
  )
  return before < 2 && line.text.length < 40 && officeAbove(foot.lines, index) >= foot.from
    ? 2
    : before
}

interface Candidate extends Span {
  line: number
  score: number
  closing: 0 | 1 | 2
}

/** Parts of a signature line around the name: "gez. Schmidt", "(signed) John Smith". */
const signedMark =
  /^(?:[([]?(?:signed|sgd|gez|gezeichnet|signé)\b\.?[)\]]?[:\s]+|(?:ppa|p\. ?pa|i\. ?a|i\. ?v|p\. ?o|per pro)\b\.?\s+(?=\p{Lu}))/iu

/** "(signed)", "gez.": who made the copy says that the name was signed. */
export const isSignedMark = (text: string): boolean =>
  signedMark.exec(`${text.trim()} `)?.[0].trim() === text.trim()

/** "Mum & Dad", "Your loving Mother" leave out the name. */
function isKinSignature(text: string): boolean {
  const words = readWords(text.slice(0, 40))
  const kin = (key: string): boolean =>
    /^(?:mother|father|mum|mummy|dad|daddy|mamma|mama|papa|granny|grandma|grandpa|aunt|uncle|mutter|vater|maman|oma|opa|tante|onkel)$/.test(
      key,
    )
  return (
    text.length <= 30 &&
    words.some((word) => kin(word.key)) &&
    words.every(
      (word) => kin(word.key) || /^\p{Lu}/u.test(word.text) || /^(?:and|und|et)$/.test(word.key),
    )
  )
}

/** "AWL/MB", "HL:mb": who dictated and who typed. */
const dictated = /^\p{Lu}{2,4}\s?[:/.–-]\s?\p{L}{1,3}\.?$/u

function candidateAt(foot: FootText, index: number): Candidate | null {
  const line = foot.lines[index]
  if (!line || dictated.test(line.text)) return null
  const next = foot.lines[index + 1]
  if (isOfficeLine(line) && next && nameLikeness(next.text) > 0) return null
  const marked = signedMark.exec(line.text.slice(0, 30))?.[0].length ?? 0
  const written = plainly(line.text.slice(marked))
  const wordlike =
    nameLikeness(written) === 0 && (endsInPlaceWord(written) || endsInDescription(written))
  const named = wordlike ? 3 : nameLikeness(written)
  const other = named === 0 && (isKinSignature(line.text) || leadingName(line) !== null)
  const closing = marked > 0 ? 2 : named > 0 || other ? closingAbove(foot, index) : 0
  const signed = wordlike && closing < 2 ? 0 : named
  const likeness = signed || (closing === 2 && isKinSignature(line.text) ? 1 : 0)
  if (likeness > 0 && !(isClosingLine(line.text) && likeness < 2)) {
    return {
      start: line.start,
      end: line.end,
      line: index,
      closing,
      score: scoreOf(foot, index, likeness, closing),
    }
  }
  const inline = inlineName(foot, index)
  if (inline) {
    const named = nameLikeness(foot.text.slice(inline.start, inline.end))
    return { ...inline, line: index, closing: 2, score: scoreOf(foot, index, named, 2) }
  }
  const leading = closing === 2 ? leadingName(line) : null
  return leading ? { ...leading, line: index, closing, score: scoreOf(foot, index, 1, 2) } : null
}

export function findSignature(foot: FootText): Signature | null {
  let best: Candidate | null = null
  for (let index = foot.from; index < foot.lines.length; index++) {
    const candidate = foot.strangers.has(index) ? null : candidateAt(foot, index)
    if (candidate && candidate.score >= 3 && (!best || candidate.score > best.score))
      best = candidate
  }
  if (!best) return null
  return finishSignature(foot, best)
}

function finishSignature(foot: FootText, found: Candidate): Signature | null {
  const raw = foot.text.slice(found.start, found.end)
  const mark = signedMark.exec(raw)?.[0].length ?? 0
  const lead = mark + (/^[^\p{L}(]*/u.exec(raw.slice(mark))?.[0].length ?? 0)
  const start = found.start + lead
  const end = found.start + raw.replace(/[\s,;:_~|—–"”»)-]+$/, '').length
  const person = readSigned(foot.text.slice(start, end))
  if (!person || end <= start) return null
  const first = { ...person, start: start + person.start, end: start + person.end }
  const { text, lines } = foot
  const others = furtherSignatories({ text, lines, line: found.line, start, end: found.end, first })
  const last = others.at(-1)
  const below = last ? lines.findLastIndex((line) => line.start <= last.start) : -1
  const lastLine = Math.max(found.line, below)
  return {
    start,
    end: lastLine > found.line ? (lines[lastLine]?.end ?? end) : end,
    line: found.line,
    lastLine,
    person: first,
    others,
    afterClosing: found.closing === 2,
    score: found.score,
  }
}

/** Spaced type closed up, the mark of somebody who did not write as a cross of letters. */
function plainly(text: string): string {
  return closeUp(text).replace(/ [+×] (?=\p{Lu})/u, ' X ')
}

const pseudonym = /^(?:an?|one|ein|eine|une?)\s\p{L}/iu

/** The name in a signature; of spaced type the whole signature is its quote. */
function readSigned(written: string): PersonName | null {
  const closed = plainly(written)
  const read = readPersonName(closed)
  const named = read && withoutMark(withHouse(withFirm(read, closed), closed))
  // "A Subscriber", "One of the Trustees": who signs so hides the name.
  const hidden = named && named.given.length === 0 && pseudonym.test(closed)
  const person = hidden ? { ...named, surname: null } : named
  return person && closed !== written ? { ...person, start: 0, end: written.length } : person
}
