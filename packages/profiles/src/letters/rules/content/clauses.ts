import type { Span } from '@colophon/domain'
import { trimSpan } from '../structure/lines.ts'

/** A sentence, or a part of one too long to quote whole. `cut`: the sentence goes on after it. */
export interface Clause extends Span {
  cut: boolean
}

const LONG_WORDS = 42
const SHORT_WORDS = 12
const STRONG = /[;:]["'”’»]?(?=\s)|\s[-–—]{1,3}(?=\s)|--+|—/g
const WEAK =
  /,(?=\s)|\s(?=(?:and|but|for|which|because|if|when|where|while|whether|as|so|that|I|we|he|she|they|und|aber|denn|weil|wenn|daß|dass|als|ich|mais|car|parce|quand|lorsque|je|nous)\s)/g
const MAX_WORDS = 40

/** Historical sentences can run over a page; one longer than can be quoted is taken apart at its strongest joints. */
export function clausesOf(text: string, sentence: Span): Clause[] {
  if (countWords(text, sentence) <= LONG_WORDS) return [{ ...sentence, cut: false }]
  const clauses: Clause[] = []
  for (const part of divide(text, sentence, STRONG)) {
    if (countWords(text, part) <= LONG_WORDS) clauses.push({ ...part, cut: true })
    else
      for (const piece of divide(text, part, WEAK))
        clauses.push({ ...clip(text, piece), cut: true })
  }
  const last = clauses.at(-1)
  if (last && last.end === sentence.end) last.cut = false
  return clauses
}

/** Joints are used only where they leave pieces of a readable length. */
function* divide(text: string, { start, end }: Span, joint: RegExp): Generator<Span> {
  let from = start
  for (const match of text.slice(start, end).matchAll(joint)) {
    const at = start + match.index + match[0].length
    if (countWords(text, { start: from, end: at }) < SHORT_WORDS) continue
    yield* trimmed(text, from, at)
    from = at
  }
  yield* trimmed(text, from, end)
}

/** A piece with no joint at all ends at a word. */
function clip(text: string, piece: Span): Span {
  let words = 0
  for (const match of text.slice(piece.start, piece.end).matchAll(/\S{1,200}/g)) {
    words += 1
    if (words === MAX_WORDS)
      return { start: piece.start, end: piece.start + match.index + match[0].length }
  }
  return piece
}

function* trimmed(text: string, start: number, end: number): Generator<Span> {
  const kept = trimSpan(text, { start, end }, /[\s\-–—]/)
  if (kept.end > kept.start) yield kept
}

function countWords(text: string, { start, end }: Span): number {
  return text.slice(start, Math.min(end, start + 2000)).match(/\S+/g)?.length ?? 0
}
