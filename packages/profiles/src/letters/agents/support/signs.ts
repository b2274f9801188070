import type { Sign } from '@colophon/agents/define'
import type { Evidence } from '@colophon/domain'
import { readWrittenDates } from '@colophon/methods/dates'
import { knownPlace, placeKey } from '@colophon/methods/names'
import { readWords, startsUpper, wordKey, type Word } from '@colophon/methods/words'
import { addressWords, closingWords } from '../../rules/structure/formulas.ts'
import { nameLikeness } from '../../rules/structure/name-likeness.ts'
import { titles } from '../../rules/structure/name-words.ts'

/**
 * Where and how the words of a letter stand that are what a field asks for. They are stricter than the rules that read
 * letters, since here somebody has already chosen the words.
 */

/** Salutation, date, place and address stand before this many characters, on 95 of 100 letters. */
const HEAD_CHARS = 600
/** Closing and signature stand after all but this many, a postscript between. */
const FOOT_CHARS = 1_200
const MAX_LINE = 120

type Zone = 'head' | 'foot'

const isIn = (zone: Zone, { start, end }: Evidence, text: string): boolean =>
  zone === 'head'
    ? start < HEAD_CHARS && start <= text.length / 2
    : text.length - end < FOOT_CHARS && end >= text.length / 2

const atEitherEnd = (quote: Evidence, text: string): boolean =>
  isIn('head', quote, text) || isIn('foot', quote, text)

/** The line a quote begins on, as long as a line of a letter is. */
function lineOf({ start }: Evidence, text: string): string {
  const from = Math.max(text.lastIndexOf('\n', start - 1) + 1, start - MAX_LINE)
  const to = text.indexOf('\n', start)
  return text.slice(from, Math.min(to < 0 ? text.length : to, start + MAX_LINE))
}

const beginsLine = ({ start }: Evidence, text: string): boolean =>
  /(?:^|\n)\s{0,40}$/.test(text.slice(Math.max(0, start - 41), start))

const sign =
  (why: string, holds: (value: string, quote: Evidence, text: string) => boolean): Sign =>
  (value, quote, text) =>
    holds(value, quote, text) ? why : null

const MAX_SALUTATION = 120
const isAddress = ({ key }: Word): boolean =>
  ['adjective', 'lone'].includes(addressWords.exact(key) ?? '')
/** "My very dear Friend": words of address from the first on. */
function isSalutation(value: string): boolean {
  const [first, ...more] = readWords(value).slice(0, 4)
  if (first === undefined || addressWords.exact(first.key) === undefined) return false
  return isAddress(first) || more.some(isAddress)
}

export const opensLetter = sign(
  'words of address at the head',
  (value, quote, text) =>
    value.length <= MAX_SALUTATION &&
    isIn('head', quote, text) &&
    beginsLine(quote, text) &&
    isSalutation(value),
)

const MAX_CLOSING = 250

export const closesLetter = sign(
  'words of farewell at the foot',
  (value, quote, text) =>
    value.length <= MAX_CLOSING &&
    isIn('foot', quote, text) &&
    readWords(value).some(({ key }) => closingWords.exact(key) === 'strong'),
)

/** A title or a given name with a surname, initials with one: not only words with capitals. */
const NAME = 2
const isName = (value: string): boolean => nameLikeness(value.trim()) >= NAME

/** A farewell and a signature are two or three lines apart. */
const AFTER_FAREWELL = 160
const followsFarewell = ({ start }: Evidence, text: string): boolean =>
  readWords(text.slice(Math.max(0, start - AFTER_FAREWELL), start)).some(
    ({ key }) => closingWords.exact(key) === 'strong',
  )
/** The addressee at the foot has a title, who signs leaves it out. */
const beginsWithTitle = (value: string): boolean =>
  titles.exact(readWords(value)[0]?.key ?? '') === 'title'

export const signsLetter = sign(
  'a name after a farewell, on a line of its own',
  (value, quote, text) =>
    isIn('foot', quote, text) &&
    beginsLine(quote, text) &&
    followsFarewell(quote, text) &&
    !beginsWithTitle(value) &&
    isName(value.split('\n', 1)[0] ?? ''),
)

export const namesWriter = sign(
  'a name at the foot or head',
  (value, quote, text) => isName(value) && isIn('foot', quote, text),
)

export const namesAddressee = sign(
  'a name at the head or foot',
  (value, quote, text) => isName(value) && atEitherEnd(quote, text),
)

export const namesPerson = sign('it is written as a name', isName)

const POSTSCRIPT = /^\W{0,3}(?:P\.? ?S|N\.? ?[BS]|Nachschrift|Postscript)(?![\p{L}\p{N}])/iu

export const followsLetter = sign(
  'marked as a postscript',
  (value, { start }, text) => POSTSCRIPT.test(value) && start > text.length / 3,
)

const isTitle = ({ key }: Word): boolean => titles.exact(key) !== undefined

/** A name follows it, or one stands before it ("W. Elford, Bart."). */
function standsByName({ start, end, quote }: Evidence, value: string, text: string): boolean {
  const at = start + Math.max(0, quote.indexOf(value))
  const until = at < start || !quote.includes(value) ? end : at + value.length
  const next = /^\.? ?(\p{Lu}\p{L}{2,})/u.exec(text.slice(until, until + 20))?.[1]
  const before = /\p{Lu}\p{L}{2,}, ?$/u.test(text.slice(Math.max(0, at - 20), at))
  return before || (next !== undefined && titles.exact(wordKey(next)) === undefined)
}

const titledAt = (zone: Zone): Sign =>
  sign('a title beside a name', (value, quote, text) => {
    const said = readWords(value)
    const isTitled = said.length > 0 && said.every(isTitle)
    return isTitled && isIn(zone, quote, text) && standsByName(quote, value, text)
  })
export const titlesWriter = titledAt('foot')
export const titlesAddressee = titledAt('head')

const BODY =
  /(?<!\p{L})(?:company|co\.|society|association|committee|bank|office|ministry|department|board|council|university|college|institut\p{L}{0,3}|museum|library|church|club|hospital|school|regiment|railway|verein|gesellschaft|ministerium|amt|universität|akademie|academy|verlag|redaktion|theater|theatre|kirche|bibliothek|firma|société|ministère|académie|université|bureau|comité|église|bibliothèque|maison)(?!\p{L})|(?:verein|gesellschaft|ministerium|verlag|akademie|anstalt)s?(?!\p{L})/iu

export const namesBody = sign('a word for a body', (value) => BODY.test(value))
export const namesOwnBody = sign(
  'a word for a body at the head or foot',
  (value, quote, text) => BODY.test(value) && atEitherEnd(quote, text),
)

const REFERENCE =
  /(?<!\p{L})(?:no|nr|n°|№|num|ref|reference|file|az|aktenzeichen|zeichen|tgb|j\.-?nr|journal|zahl|z|zl|réf|dossier)[\s.:]{0,4}$/iu

/** The mark may be part of the value, or stand right before it. */
export const numbersLetter = sign('marked as a reference', (value, quote, text) => {
  const line = lineOf(quote, text)
  const before = line.slice(0, Math.max(0, line.indexOf(value)))
  const marked = REFERENCE.test(before) || REFERENCE.test(/^\P{N}{1,24}/u.exec(value)?.[0] ?? '')
  return /\d/.test(value) && marked
})

const isPlace = (value: string): boolean =>
  value.split(/[,;]/).some((part) => knownPlace(placeKey(part.trim())) !== undefined)

/** A place that is known, or one that opens the line of a date. */
export const datesFrom = sign('a place at the head or foot', (value, quote, text) => {
  if (!atEitherEnd(quote, text) || !startsUpper(value.trim()) || isName(value)) return false
  const line = lineOf(quote, text)
  const dated = readWrittenDates(line)[0]
  if (dated === undefined) return isPlace(value) && beginsLine(quote, text)
  const at = line.indexOf(value.trim())
  return at >= 0 && at < dated.start && (isPlace(value) || line.slice(0, at).trim() === '')
})

export const addressesTo = sign(
  'a known place in the address',
  (value, quote, text) =>
    isPlace(value) &&
    isIn('head', quote, text) &&
    readWrittenDates(lineOf(quote, text)).length === 0,
)

export const knownAsPlace = sign('a known place', isPlace)

export const datesLetter = sign('a date at the head or foot', (_value, quote, text) =>
  atEitherEnd(quote, text),
)
export const writesDate = sign(
  'a date at the head or foot',
  (value, quote, text) =>
    readWrittenDates(value.slice(0, 200)).length > 0 && atEitherEnd(quote, text),
)

/** For values that a quote alone never shows. */
export const neverPlain: Sign = () => null
