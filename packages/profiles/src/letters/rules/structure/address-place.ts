import type { Span } from '@colophon/domain'
import { readWords, startsUpper } from '@colophon/methods/words'
import { trimSpan, type Line } from './lines.ts'
import { placeWords, titles } from './name-words.ts'
import { leadingOffice } from './offices.ts'
import { tidyPlace } from './place.ts'
import { findTown, isRegion, isStreet, withoutHouse } from './town.ts'

const carriers =
  /(?:\s|^)(?:pr|per|via|by|to the care|care of|c\/o|favou?red|fav|p|through|thro)\b/i

export interface Addressed {
  first: Line
  rest: Line[]
  personEnd: number
}

/** "Lehrer in Passau", "négociant, à Libourne": the town behind a word of office. */
const inTown =
  /(?:^|[\s,])(?:in|zu|zu|à|at|near|bei)\s+(?=\p{Lu})(?!Chief|Ordinary|Law|Residence|Trust|Council)/gu

/** The part of an address line that may name the place, without carriers and small words. */
function placePart(text: string, span: Span): Span | null {
  const raw = text.slice(span.start, span.end)
  const cut = raw.slice(0, carriers.exec(raw)?.index)
  const lead =
    /^\s*(?:[\s,.—–:-]+|esq[a-z]{0,3}\b|bart\b|(?:in|zu|at|à)\s)*/i.exec(cut)?.[0].length ?? 0
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
  const lines: Span[] = rest.map((line) => ({ start: line.start, end: line.end }))
  if (personEnd < first.end - 2) lines.unshift({ start: personEnd, end: first.end })
  let best: Span | null = null
  for (const line of lines) {
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
