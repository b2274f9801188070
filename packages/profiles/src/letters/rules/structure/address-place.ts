import type { Span } from '@colophon/domain'
import { knownPlace, placeKey } from '@colophon/methods/names'
import { readWords, startsUpper } from '@colophon/methods/words'
import { trimSpan, type Line } from './lines.ts'
import { isForename, withoutPlace } from './name-end.ts'
import { placeOpeners, placeWords, titles } from './name-words.ts'
import { leadingOffice } from './offices.ts'
import { isTitleWord, readPersonName } from './person.ts'
import { tidyPlace } from './place.ts'
import { findTown, isRegion, isStreet, withoutHouse } from './town.ts'

/** Words before who brings the letter on. */
const carriers =
  /(?:\s|^)(?:pr|per|via|by|(?:to the )?care(?: of)?|c\/o|favou?r(?:e?d|s)?|fav'?d|fav|p|through|thro|politeness|kindness|bei (?=Herr|Frau)|p\.? ?adr|aux soins)(?![\p{L}'’])/iu
/** The rest of a line up to who brings the letter on. */
export const uncarried = (rest: string): string =>
  rest.slice(0, carriers.exec(rest.slice(0, 120))?.index)

/** "Hazle Run Mr Wall", "Texas. Colo Foster": who takes the letter along stands behind the place. */
const bearer =
  /(?<=\p{L}[\s.,;]{1,3})(?:M[rs]{1,2}|Miss|Mess?rs|Dr|Colo?|Capt(?:ain|n)?|Maj(?:or|r)?|Gen(?:era)?l?|Lieut|Judge|Revd?|Herrn|Frau)\.? \p{Lu}/u

export interface Addressed {
  first: Line
  rest: Line[]
  personEnd: number
}

/** "Lehrer in Passau", "négociant, à Libourne": the town behind a word of office. */
const inTown =
  /(?:^|[\s,])(?:in|zu|zu|à|at|near|bei)\s+(?=\p{Lu})(?!Chief|Ordinary|Law|Residence|Trust|Council)/gu

/** "care John Ashdown, Bristol", "care of J. R. Pell San Marcos": the town stands behind who brings the letter on. */
function behindCarrier(text: string, span: Span, raw: string, name: number): Span | null {
  const comma = raw.lastIndexOf(',')
  const part = comma < 0 ? null : trimSpan(text, { start: span.start + comma + 1, end: span.end })
  if (part && knownPlace(placeKey(text.slice(part.start, part.end)))) return part
  const read = readPersonName(raw, name)
  const person = read && withoutPlace(read)
  if (!person?.surname || person.given.length === 0) return null
  const rest = trimSpan(text, { start: span.start + person.end, end: span.end }, /[\s,;:.()]/)
  return startsAsPlace(text.slice(rest.start, rest.end)) ? rest : null
}

/** Capitalised words, the first of which opens a place or all of which are one. */
function startsAsPlace(phrase: string): boolean {
  const words = readWords(phrase)
  const first = words[0]
  return (
    first !== undefined &&
    words.length < 5 &&
    startsUpper(first.text) &&
    (placeOpeners.has(first.key) || knownPlace(placeKey(phrase)) !== undefined)
  )
}

/** Whether a line breaks off in the name of who brings the letter on: "To the care of James B." */
function breaksOff(raw: string): boolean {
  const carried = carriers.exec(raw)
  if (!carried) return false
  const words = readWords(raw.slice(carried.index + carried[0].length))
  return words.every((word) => isForename(word) || isTitleWord(word))
}

/** The lines of an address; one that breaks off goes on in the next. */
function addressLines(text: string, lines: readonly Span[]): Span[] {
  const joined: Span[] = []
  for (const line of lines) {
    const last = joined.at(-1)
    if (last && breaksOff(text.slice(last.start, last.end))) last.end = line.end
    else joined.push({ start: line.start, end: line.end })
  }
  return joined
}

const lieBy = /^(?:am|an der|bei|b\.|near|nr|by|on|ob|près|sur|lez)\s/iu

/** The part of an address line that may name the place, without carriers and small words. */
function placePart(text: string, span: Span): Span | null {
  const raw = text.slice(span.start, span.end).replace(/[\r\n]/g, ' ')
  const carried = carriers.exec(raw)
  const brought = raw.slice(0, carried?.index)
  if (carried && !/\p{L}/u.test(brought))
    return behindCarrier(text, span, raw, carried.index + carried[0].length)
  const cut = brought.slice(0, bearer.exec(brought)?.index)
  const lead =
    /^\s*(?:[\s,.—–:-]+|esq[a-z]{0,3}\b|bart\b|(?:in|zu|at|à|of|aus)\s)*/i.exec(cut)?.[0].length ??
    0
  const inside = [...cut.matchAll(inTown)].at(-1)
  const named = inside && inside.index > lead ? inside.index + inside[0].length : lead
  const from = named + leadingOffice(cut.slice(named))
  const place = trimSpan(
    text,
    { start: span.start + from, end: span.start + cut.length },
    /[\s,;:.()_—–-]/,
  )
  const words = readWords(text.slice(place.start, place.end))
  if (words.length === 0 || words.length > 7 || !/^[\p{Lu}\d]/u.test(words[0]?.text ?? ''))
    return null
  return words.some((word) => titles.exact(word.key) === 'title') ? null : place
}

/** The town of an address, from the lines below the name and what follows the name on its line. */
export function placeOf(text: string, { first, rest, personEnd }: Addressed): Span | null {
  const named: Span[] = personEnd < first.end - 2 ? [{ start: personEnd, end: first.end }] : []
  let best: Span | null = null
  for (const line of addressLines(text, [...named, ...rest])) {
    // "Steindorf" / "am Ossiacher See" / "Kärnten": what lies about the town tells nothing of another.
    if (best && lieBy.test(text.slice(line.start, line.start + 8))) break
    const part = placePart(text, line)
    if (!part) continue
    const phrase = text.slice(part.start, part.end)
    const parenthesis = phrase.indexOf('(')
    const whole =
      parenthesis > 2 ? trimSpan(text, { start: part.start, end: part.start + parenthesis }) : part
    const city = readWords(phrase).find(
      (word) => placeWords.exact(word.key) === 'city' && startsUpper(word.text),
    )
    if (city && !/,|\d/.test(phrase) && !isStreet(phrase))
      return { start: part.start + city.start, end: part.start + city.end }
    // A county or a country below the town adds nothing that tells the town.
    if (best && isRegion(phrase)) continue
    if (isStreet(phrase)) {
      const town = /[,\d]/.test(phrase) ? findTown(text, part) : null
      if (town) best = town
      else if (!best && !/\d/.test(phrase)) best = whole
    } else best = withoutHouse(text, whole)
  }
  return best && tidyPlace(text, best)
}
