import type { Finding, Span } from '@colophon/domain'
import { readWords, startsUpper } from '@colophon/methods/words'
import type { AddressBlock } from './address.ts'
import { isClosingLine } from './closing.ts'
import { confidence } from './confidence.ts'
import type { Dateline } from './dateline.ts'
import type { Heading } from './heading.ts'
import type { Line } from './lines.ts'
import { placeWords, titles } from './name-words.ts'
import { inCapitals } from './identity.ts'
import { tidyPlace } from './place.ts'
import type { Salutation } from './salutation.ts'
import { findTown, isRegion, isStreet, withoutHouse } from './town.ts'
import { nameLikeness } from './name-likeness.ts'

export interface PlaceSources {
  text: string
  lines: readonly Line[]
  datelines: readonly Dateline[]
  salutation: Salutation | null
  blocks: readonly AddressBlock[]
  headEnd: number
  /** Line of the signature, or -1: what stands above it belongs to the valediction. */
  signatureLine: number
  heading: Heading | null
  /** Lines that others wrote on the letter. */
  strangers: ReadonlySet<number>
}

function stated(text: string, found: Span, sure: number): Finding<string> {
  const span = withoutHouse(text, found)
  return {
    value: inCapitals(text.slice(span.start, span.end).replace(/\s+/g, ' ')),
    status: 'stated',
    confidence: sure,
    evidence: span,
  }
}

function inBlock(sources: PlaceSources, index: number): boolean {
  if (sources.heading?.lines.has(index) || sources.strangers.has(index)) return true
  return sources.blocks.some((block) => index >= block.line && index <= block.lastLine)
}

/** A short line of capitalised words that may name a place and is nothing else. */
function placeLine(sources: PlaceSources, index: number): Span | null {
  const line = sources.lines[index]
  if (!line || line.text.length > 50 || inBlock(sources, index) || isClosingLine(line.text))
    return null
  if (
    sources.salutation &&
    index >= sources.salutation.line &&
    index <= sources.salutation.lastLine
  )
    return null
  const words = readWords(line.text)
  if (
    words.some(
      (word) =>
        titles.exact(word.key) !== undefined && word.text.length > 2 && !placeWords.exact(word.key),
    )
  )
    return null
  const lower = words.filter((word) => !startsUpper(word.text) && !/\d/.test(word.text)).length
  if (lower > 2 || words.length > 6 || /:\s/.test(line.text)) return null
  const known = words.some((word) => placeWords.exact(word.key) !== undefined)
  if (!known && nameLikeness(line.text) > 1) return null
  return tidyPlace(sources.text, { start: line.start, end: line.end })
}

function known(sources: PlaceSources, span: Span | null): boolean {
  return (
    span !== null &&
    readWords(sources.text.slice(span.start, span.end)).some(
      (word) => placeWords.exact(word.key) !== undefined,
    )
  )
}

/** The line above a date that has no place ("Alton's Town / Ireland / April 10th"), else the one below it. */
function besideDateline(sources: PlaceSources, dateline: Dateline): Span | null {
  const { lines } = sources
  let found: Span | null = null
  for (let index = dateline.line - 1; index >= Math.max(0, dateline.line - 3); index--) {
    if (index < dateline.line - 1 && lines[index + 1]?.afterGap) break
    if (dateline.where === 'foot' && index === sources.signatureLine) break
    const span = placeLine(sources, index)
    if (!span) break
    const line = lines[index]
    // A street or an office stands below or above the name of its town.
    if (line && isStreet(line.text) && !known(sources, findTown(sources.text, line))) {
      found ??= span
      continue
    }
    found = span
    // A country alone says too little; the town stands above it.
    const phrase = sources.text.slice(span.start, span.end)
    if (!isRegion(phrase) || lines[index]?.afterGap) break
  }
  if (found) return found
  const below = lines[dateline.line + 1]
  const span = below && !below.afterGap ? placeLine(sources, dateline.line + 1) : null
  return span && (known(sources, span) || dateline.where === 'head') ? span : null
}

function headCity(sources: PlaceSources): Span | null {
  for (let index = 0; index < Math.min(sources.headEnd, 10); index++) {
    const line = sources.lines[index]
    if (!line || inBlock(sources, index) || line.text.length > 80) continue
    const city = readWords(line.text).find(
      (word) => placeWords.exact(word.key) === 'city' && startsUpper(word.text),
    )
    if (city) return { start: line.start + city.start, end: line.start + city.end }
  }
  return null
}

/** The town on a letterhead or at the top of an undated letter: what follows a house, a street or an office. */
function headTown(sources: PlaceSources): Span | null {
  const { text, lines, headEnd } = sources
  for (let index = 0; index < Math.min(headEnd, 10); index++) {
    const line = lines[index]
    if (!line || inBlock(sources, index) || line.text.length > 80) continue
    const parts = line.text.split(',')
    if (!parts.some(isStreet) || /:\s/.test(line.text)) continue
    let end = line.end
    for (let below = index + 1; below < Math.min(headEnd, index + 3); below++) {
      const next = lines[below]
      if (!next || next.afterGap || inBlock(sources, below) || !placeLine(sources, below)) break
      if (sources.datelines.some((dateline) => dateline.line === below)) break
      end = next.end
    }
    const town = findTown(text, { start: line.start, end })
    const tidy = town && tidyPlace(text, town)
    if (tidy && nameLikeness(text.slice(tidy.start, tidy.end)) < 3) return tidy
  }
  return null
}

export function findPlaceSent(sources: PlaceSources): Finding<string> | null {
  const { text, datelines, lines, heading } = sources
  if (heading?.origin) return stated(text, heading.origin, confidence.place.form)
  const best = datelines[0]
  for (const dateline of datelines) {
    const caption = heading?.form === 'heading' && heading.lines.has(dateline.line)
    if (dateline.place && !caption && (dateline.where === 'head' || dateline === best)) {
      return stated(
        text,
        dateline.place,
        dateline.where === 'head' ? confidence.place.dateline : confidence.place.foot,
      )
    }
    if (dateline === best) {
      const beside = besideDateline(sources, dateline)
      if (beside) return stated(text, beside, confidence.place.neighbour)
    }
  }
  const town = headTown(sources) ?? headCity(sources)
  if (town) return stated(text, town, confidence.place.letterhead)
  const first = lines[0]
  const lone = first && sources.headEnd > 0 ? placeLine(sources, 0) : null
  return lone && known(sources, lone) ? stated(text, lone, confidence.place.lone) : null
}
