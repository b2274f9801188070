import type { Span } from '@colophon/domain'
import { readWords, startsUpper } from '@colophon/methods/words'
import { trimSpan, type Line } from './lines.ts'
import { placeWords } from './name-words.ts'

const regionShort =
  /^(?:north|south|east|west|co|county|upper|lower|north|new|n|s|e|w|b|va|pa|ny|nj|nh|md|ma|mass|conn|ct|vt|me|ga|nc|sc|tn|tenn|ky|la|ala|miss|mo|ill|ind|mich|wis|minn|ia|kans|kan|neb|nebr|tex|cal|calif|ore|wash|col|ont|que|yorks|lancs|derbys|notts|lincs|staffs|wilts|berks|herts|hants|glos|worcs|northants|cambs|oxon|salop|middx|beds|bucks|hunts|dép|départ)$/

/** A country, county or state without a town says too little. */
export function isRegion(phrase: string): boolean {
  const words = readWords(phrase)
  return (
    words.length > 0 &&
    words.length < 5 &&
    words.every((word) => placeWords.exact(word.key) === 'region' || regionShort.test(word.key))
  )
}

const compound = /(?:stra(?:ss|ß)e|str|gasse|platz|allee|damm|ufer|gässchen|gaßchen)$/i

/** A house, street or number rather than a town. */
export function isStreet(phrase: string): boolean {
  const words = readWords(phrase)
  const last = words.at(-1)
  const first = words[0]
  if (!first || !last) return false
  return (
    /\d/.test(phrase) ||
    (words.length > 1 &&
      placeWords.exact(last.key) === 'street' &&
      !/^(?:bay|bridge|castle|town|bad|burg|stadt|dorf|green|county|parish|island|springs|falls|landing|river|berg)$/.test(
        last.key,
      )) ||
    (placeWords.exact(first.key) === 'street' &&
      /^(?:rue|quai|place|boulevard|faubourg|avenue|chez|hotel|hôtel|villa|schloss)$/.test(
        first.key,
      )) ||
    compound.test(last.text) ||
    /^(?:the|dept|department|institut|universit\p{L}{1,3}|college|school|hospital)$/iu.test(
      first.text,
    )
  )
}

function partsOf(text: string, span: Span): Span[] {
  const parts: Span[] = []
  let start = span.start
  const take = (end: number): void => {
    const part = trimSpan(text, { start, end }, /[\s,;:.()]/)
    if (part.end > part.start) parts.push(part)
  }
  for (const match of text.slice(span.start, span.end).matchAll(/[,;(]|\r?\n/g)) {
    take(span.start + match.index)
    start = span.start + match.index + match[0].length
  }
  take(span.end)
  return parts
}

/** The town on the lines of an address: "The Old Dye Works, Mill Bank, Hebden Bridge, West Yorkshire" is Hebden Bridge. */
export function findTown(text: string, span: Span): Span | null {
  const parts = partsOf(text, span)
  for (const part of parts.toReversed()) {
    const phrase = text.slice(part.start, part.end)
    const words = readWords(phrase)
    const city = words.find(
      (word) => placeWords.exact(word.key) === 'city' && startsUpper(word.text),
    )
    if (
      city &&
      isStreet(phrase) &&
      !placeWords.exact(words.at(-1)?.key ?? '')?.startsWith('street')
    )
      return { start: part.start + city.start, end: part.start + city.end }
    if (isRegion(phrase) || isStreet(phrase)) continue
    if (words.length > 5 || !startsUpper(words[0]?.text ?? '')) continue
    return part
  }
  return null
}

/** A phrase that names a house or street and then a town is that town with what follows it. */
export function withoutHouse(text: string, span: Span): Span {
  const parts = partsOf(text, span)
  const first = parts.findIndex((part) => !isStreet(text.slice(part.start, part.end)))
  const town = parts[first]
  if (first <= 0 || !town || isRegion(text.slice(town.start, town.end))) return span
  return { start: town.start, end: span.end }
}

/** "An das Königliche Landrathsamt" / "zu Merseburg": an office is addressed without a name, but in a town. */
export function findOfficeTown(head: readonly Line[]): Span | null {
  const first = head.findIndex((line) => /^an(?:$|\s(?:das|die|den|eine?n?)\b)/i.test(line.text))
  if (first < 0) return null
  for (const [index, line] of head.slice(first, first + 5).entries()) {
    if (index > 0 && line.afterGap) return null
    const town = /(?:^|\s)(?:in|zu)\s+(\p{Lu}[\p{L}. -]{2,30})[.,]?$/u.exec(
      line.text.slice(-60),
    )?.[1]
    if (town === undefined) continue
    const start = line.start + line.text.lastIndexOf(town)
    return { start, end: start + town.replace(/[.\s]+$/, '').length }
  }
  return null
}
