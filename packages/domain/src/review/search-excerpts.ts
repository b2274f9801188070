import type { DocumentRecord } from '../record/document.ts'
import type { Tree } from '../record/path.ts'
import type { SearchHit } from './contract/around.ts'
import { foldText, patternOf, type SearchTerm } from './search-query.ts'

type Excerpt = SearchHit['found'][number]
type Searched = Pick<DocumentRecord, 'source' | 'enriched_data'>

interface Value {
  path: string
  text: string
}

/** Shorter ones are searched as values even where they stand in the text too. */
const LONG_VALUE = 100

function* leavesOf(value: unknown, path = ''): Generator<Value> {
  if (typeof value === 'string' || typeof value === 'number') yield { path, text: String(value) }
  if (typeof value !== 'object' || value === null) return
  for (const [key, child] of Object.entries(value as Tree)) {
    yield* leavesOf(child, path === '' ? key : `${path}.${key}`)
  }
}

/** The values of a record but for long ones that are a part of the text word for word. */
export function* searchedValues({ source, enriched_data }: Searched): Generator<Value> {
  for (const leaf of leavesOf(enriched_data)) {
    if (leaf.text.length <= LONG_VALUE || !source.text.includes(leaf.text)) yield leaf
  }
}

const BLOCK = 4_096

/** Where a character of the folded text stands in the text, behind `from`. */
export function originalOffset(text: string, folded: number, from = 0): number {
  let at = from
  let passed = 0
  for (let size = BLOCK; at < text.length;) {
    const isPairCut = (text.codePointAt(at + size - 1) ?? 0) > 0xffff
    const block = text.slice(at, at + size + Number(isPairCut))
    const { length } = foldText(block)
    if (passed + length <= folded) {
      at += block.length
      passed += length
    } else if (size === 1) {
      return at
    } else size = size === BLOCK ? 64 : 1
  }
  return at
}

const AROUND = 70
const SPACE = /\s/

/** Widened to the ends of words, where they are near. */
function excerpt(text: string, path: string | null, start: number, end: number): Excerpt {
  let from = Math.max(0, start - AROUND)
  let to = Math.min(text.length, end + AROUND)
  while (from > 0 && from > start - 2 * AROUND && !SPACE.test(text[from - 1] ?? '')) from -= 1
  while (to < text.length && to < end + 2 * AROUND && !SPACE.test(text[to] ?? '')) to += 1
  // Half of a pair is no character.
  if (isLow(text, from)) from -= 1
  if (isLow(text, to)) to += 1
  return { path, text: text.slice(from, to), start: start - from, end: end - from }
}

const isLow = (text: string, at: number): boolean => (text.charCodeAt(at) & 0xfc00) === 0xdc00

const MOST_EXCERPTS = 5

/** Looks for the same terms in one document after the other. */
export class DocumentSearch {
  readonly #patterns: readonly RegExp[]

  constructor(terms: readonly SearchTerm[]) {
    this.#patterns = terms.map(patternOf)
  }

  /** Whether every term is found in it, wherever. */
  matches(document: Searched): boolean {
    const text = foldText(document.source.text)
    const missing = this.#patterns.filter((pattern) => !pattern.test(text))
    if (missing.length === 0) return true
    const values = [...searchedValues(document)].map((value) => foldText(value.text))
    return missing.every((pattern) => values.some((value) => pattern.test(value)))
  }

  /** Words around what was found: of values first, which say what the words are. */
  excerpts(document: Searched): Excerpt[] {
    const found: Excerpt[] = []
    for (const { path, text } of searchedValues(document)) {
      found.push(...this.#foundIn(text, path).slice(0, 1))
      if (found.length === MOST_EXCERPTS - 1) break
    }
    found.push(...this.#foundIn(document.source.text, null))
    return found.slice(0, MOST_EXCERPTS)
  }

  /** The first place of each term. */
  #foundIn(text: string, path: string | null): Excerpt[] {
    const folded = foldText(text)
    return this.#patterns.flatMap((pattern) => {
      const match = pattern.exec(folded)
      if (match === null) return []
      const start = originalOffset(text, match.index)
      const end = originalOffset(text, match[0].length, start)
      return [excerpt(text, path, start, end)]
    })
  }
}
