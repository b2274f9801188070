import type { Span } from '@colophon/domain'
import { weighWords, type Verdict } from './weigh-words.ts'
import { wordsOf } from './words.ts'

export interface Passage {
  language: string
  span: Span
  confidence: number
  words: number
}

/** Ends of the pieces that are weighed one by one: blank lines, line ends, sentence ends. */
const BREAK = /\n[ \t\r]*\n|\n|[.!?:;](?=\s)|--|—|[«»“”„"]/g
const MIN_WORDS = 8
const MIN_WEIGHT = 4
const MIN_SHARE = 0.35
/** The main language must all but vanish in the passage. */
const MAIN_SHARE = 0.25
const PIECE_SHARE = 0.4

/**
 * Stretches in another language than the main one, long and plain enough to be more than a quoted phrase: pieces between
 * breaks are weighed one by one, neighbours that agree are joined, and the joined stretch must stand on its own.
 */
export function solidPassages(text: string, main: string): Passage[] {
  const passages: Passage[] = []
  const ofMain = (verdict: Verdict) => verdict.totals.get(main) ?? 0
  let open: Span | null = null
  for (const span of pieces(text)) {
    const verdict = weighWords(wordsOf(text.slice(span.start, span.end)))
    const foreign = verdict.weight >= 0.6 && ofMain(verdict) <= verdict.weight * PIECE_SHARE
    if (open && foreign) open.end = span.end
    // A piece with hardly any evidence (a name, a date) does not interrupt a passage.
    else if (open && verdict.weight < 0.6) continue
    else {
      close({ text, main, into: passages }, open)
      open = foreign ? { ...span } : null
    }
  }
  close({ text, main, into: passages }, open)
  return passages
}

interface Closing {
  text: string
  main: string
  into: Passage[]
}

function close({ text, main, into }: Closing, open: Span | null): void {
  if (!open) return
  const verdict = weighWords(wordsOf(text.slice(open.start, open.end)))
  const ofMain = verdict.totals.get(main) ?? 0
  if (verdict.language === main || verdict.words < MIN_WORDS) return
  if (verdict.weight < MIN_WEIGHT || verdict.share < MIN_SHARE) return
  if (ofMain > verdict.weight * MAIN_SHARE) return
  const confidence = verdict.weight >= 8 ? 0.95 : 0.85
  into.push({ language: verdict.language, span: open, confidence, words: verdict.words })
}

function* pieces(text: string): Generator<Span> {
  let start = 0
  for (const match of text.matchAll(BREAK)) {
    const end = match.index + match[0].length
    if (end - start < 40 && !match[0].includes('\n')) continue
    yield* trimmed(text, start, end)
    start = end
  }
  yield* trimmed(text, start, text.length)
}

function* trimmed(text: string, start: number, end: number): Generator<Span> {
  const piece = text.slice(start, end)
  const left = piece.length - piece.trimStart().length
  const kept = piece.trim().length
  if (kept > 0) yield { start: start + left, end: start + left + kept }
}
