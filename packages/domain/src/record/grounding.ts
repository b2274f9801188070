import { nearestMatch } from './approximate-match.ts'
import type { Evidence } from './provenance.ts'

/**
 * Finds a quote in the text and says how well it fits: `exact`, `normalised` (case, accents, long s, ligatures,
 * whitespace, line-end hyphens), `fuzzy` (bounded edit distance on characters) or nothing. Offsets are always those of
 * the text as received, so a reviewer sees the very words.
 */
const LIGATURES: Readonly<Record<string, string>> = {
  ſ: 's',
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
  ﬁ: 'fi',
  ﬂ: 'fl',
  ﬀ: 'ff',
}
const MAX_FUZZY_QUOTE = 400
const MAX_FUZZY_TEXT = 200_000
const MIN_FUZZY_QUOTE = 4
const FUZZY_SHARE = 0.2

interface Folded {
  text: string
  /** Offset in the original of each UTF-16 unit of the folded text, and one past the end. */
  offsets: Int32Array
}

const CHARACTER_BEFORE = /\p{L}/u
// Bounded: a hyphen before a million blank lines must not cost a million squared.
const LINE_END_HYPHEN = /[-=¬]\s{0,20}?\n\s{0,40}(?=\p{Ll})/uy
const SPACE = /\s/

const isHyphen = (code: number): boolean => code === 0x2d || code === 0x3d || code === 0xac
const isAsciiSpace = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d)

/** One character beyond ASCII: without its accents, ligatures spelled out. */
function foldCharacter(character: string): string {
  const lower = character.toLowerCase()
  return (LIGATURES[lower] ?? lower.normalize('NFKD')).replace(/\p{M}/gu, '')
}

function brokenWord(text: string, at: number): number {
  if (at === 0 || !CHARACTER_BEFORE.test(text[at - 1] ?? '')) return 0
  LINE_END_HYPHEN.lastIndex = at
  return LINE_END_HYPHEN.exec(text)?.[0].length ?? 0
}

const UTF_16 = new TextDecoder('utf-16le', { ignoreBOM: true })

/** Folded units and where each came from, in arrays that grow: a text of millions of characters makes no garbage. */
class Folding {
  #units: Uint16Array
  #offsets: Int32Array
  #length = 0

  constructor(capacity: number) {
    this.#units = new Uint16Array(capacity + 16)
    this.#offsets = new Int32Array(capacity + 16)
  }

  add(unit: number, offset: number): void {
    if (this.#length === this.#units.length) this.#grow()
    this.#units[this.#length] = unit
    this.#offsets[this.#length++] = offset
  }

  #grow(): void {
    const [units, offsets] = [this.#units, this.#offsets]
    this.#units = new Uint16Array(units.length * 2)
    this.#offsets = new Int32Array(units.length * 2)
    this.#units.set(units)
    this.#offsets.set(offsets)
  }

  end(offset: number): Folded {
    const length = this.#length
    this.add(0, offset)
    // Half of a surrogate pair becomes U+FFFD, one unit as before: the offsets stay right.
    const text = UTF_16.decode(this.#units.subarray(0, length))
    return { text, offsets: this.#offsets.subarray(0, length + 1) }
  }
}

/** Most of a text is ASCII, where lower case is one addition. */
const asciiLower = (code: number): number => (code >= 0x41 && code <= 0x5a ? code + 0x20 : code)

function foldText(text: string): Folded {
  const folding = new Folding(text.length)
  let inSpace = false
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at)
    const broken = isHyphen(code) ? brokenWord(text, at) : 0
    if (broken > 0) {
      at += broken
      continue
    }
    const ascii = code < 0x80
    const character = ascii ? '' : String.fromCodePoint(text.codePointAt(at) ?? 0)
    const space = ascii ? isAsciiSpace(code) : SPACE.test(character)
    if (space) {
      if (!inSpace) folding.add(0x20, at)
    } else if (ascii) {
      folding.add(asciiLower(code), at)
    } else {
      const folded = foldCharacter(character)
      for (let i = 0; i < folded.length; i++) folding.add(folded.charCodeAt(i), at)
    }
    inSpace = space
    at += ascii ? 1 : character.length
  }
  return folding.end(text.length)
}

// One document is asked for many quotes: the last folded texts are kept.
const KEPT = 8
const kept = new Map<string, Folded>()

function foldedText(text: string): Folded {
  let folded = kept.get(text)
  if (folded === undefined) {
    folded = foldText(text)
    if (kept.size >= KEPT) kept.delete(kept.keys().next().value ?? '')
    kept.set(text, folded)
  }
  return folded
}

function fuzzy(quote: string, folded: Folded): { start: number; end: number } | null {
  const { length } = quote
  if (length < MIN_FUZZY_QUOTE || length > MAX_FUZZY_QUOTE || folded.text.length > MAX_FUZZY_TEXT)
    return null
  return nearestMatch(quote, folded.text, Math.floor(length * FUZZY_SHARE))
}

function evidenceAt(
  text: string,
  folded: Folded,
  found: { start: number; end: number },
  match: Evidence['match'],
): Evidence {
  const start = folded.offsets[found.start] ?? 0
  // The end of the last character, not the start of the next: whitespace between them was folded away. A match may end
  // inside a character that was spelled out; the quote takes all of it.
  const last = folded.offsets[found.end - 1] ?? start
  const next = folded.offsets[found.end] ?? text.length
  const width = (text.codePointAt(last) ?? 0) > 0xffff ? 2 : 1
  const quote = text.slice(start, Math.max(next, last + width)).trimEnd()
  return { quote, start, end: start + quote.length, match }
}

export interface GroundOptions {
  /** Whether a near match counts; a value looked for in place of a quote should stand there as it is. @default true */
  fuzzy?: boolean
}

// Below this length a quote has to be whole words: "en" is in "when" and "Rome" in "Romeo", and neither is said there.
const MIN_PART_OF_WORD = 12
const WORD_UNIT = /[\p{L}\p{N}\p{M}]/u

/** Whether a word goes on over this offset. */
export const cutsWord = (text: string, at: number): boolean =>
  WORD_UNIT.test(text.charAt(at - 1)) && WORD_UNIT.test(text.charAt(at))

const standsAlone = (text: string, start: number, end: number): boolean =>
  end - start >= MIN_PART_OF_WORD || !(cutsWord(text, start) || cutsWord(text, end))

/** Offset of the first occurrence that stands alone, -1 when there is none. */
function indexOfWords(text: string, wanted: string): number {
  let at = text.indexOf(wanted)
  while (at >= 0 && !standsAlone(text, at, at + wanted.length)) at = text.indexOf(wanted, at + 1)
  return at
}

/** Evidence for a quote, or null when the text does not hold it. */
export function ground(text: string, quote: string, options: GroundOptions = {}): Evidence | null {
  const wanted = quote.trim()
  if (wanted === '') return null
  const at = indexOfWords(text, wanted)
  if (at >= 0) return { quote: wanted, start: at, end: at + wanted.length, match: 'exact' }
  const folded = foldedText(text)
  const needle = foldText(wanted).text.trim()
  if (needle === '') return null
  const found = indexOfWords(folded.text, needle)
  if (found >= 0)
    return evidenceAt(text, folded, { start: found, end: found + needle.length }, 'normalised')
  const near = options.fuzzy === false ? null : fuzzy(needle, folded)
  if (near === null || !standsAlone(folded.text, near.start, near.end)) return null
  return evidenceAt(text, folded, near, 'fuzzy')
}

const WORD = /[\p{L}\p{N}]+/gu

/** The words of a stretch of text in the form in which quotes are compared; broken ones joined, marks left out. */
export const foldWords = (text: string): string[] => foldText(text).text.match(WORD) ?? []

/** Adds the page (from 1) that holds the start of the quote; pages are given by their start offsets. */
export function onPage(evidence: Evidence, pageStarts: readonly number[]): Evidence {
  if (pageStarts.length < 2) return evidence
  return { ...evidence, page: Math.max(1, pagesBegunBy(evidence.start, pageStarts)) }
}

/** How many pages begin at or before an offset, found by halving: a long list has as many quotes as pages. */
function pagesBegunBy(offset: number, pageStarts: readonly number[]): number {
  let [low, high] = [0, pageStarts.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((pageStarts[middle] ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return low
}
