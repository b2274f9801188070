import type { Finding, Span } from '@colophon/domain'
import { wordsOf, type Word } from '@colophon/methods/language'
import { reflow, sentencesOf } from '@colophon/methods/sentences'
import { bodyRegion, type LetterParts } from './body-region.ts'
import { clausesOf } from './clauses.ts'
import { scoreUnits, type Unit } from './sentence-scores.ts'

export interface SummaryOptions extends LetterParts {
  language: string
}

const MAX_WORDS = 60
const MAX_SENTENCES = 3
/** A first pick this long stands alone. */
const ENOUGH_WORDS = 45

/**
 * Two or three sentences of the letter itself, at most about sixty words, in their order. Every piece is a stretch of
 * the text with line breaks undone; a piece cut from a longer sentence ends in an ellipsis. The evidence runs from the
 * first chosen sentence to the last. Null when the text has no words.
 */
export function summarise(text: string, options: SummaryOptions): Finding<string> | null {
  const region = bodyRegion(text, options)
  let units = unitsOf(text, region)
  if (units.length === 0) units = unitsOf(text, { start: 0, end: Math.min(text.length, 4000) })
  if (units.length === 0) return null
  const total = units.reduce((sum, unit) => sum + unit.words.length, 0)
  const chosen =
    total <= MAX_WORDS && units.length <= MAX_SENTENCES
      ? units
      : choose(units, text, options.language)
  const first = chosen[0]
  const last = chosen.at(-1)
  if (!first || !last) return null
  const short = total <= MAX_WORDS
  return {
    value: chosen.map((unit, at) => phrase(text, unit, chosen[at + 1])).join(' '),
    status: 'inferred',
    confidence: short ? 0.9 : total < 150 ? 0.85 : 0.8,
    evidence: { start: first.start, end: last.end },
    reason: short ? 'the whole of a short text' : 'its most telling sentences, verbatim',
  }
}

function unitsOf(text: string, { start, end }: Span): Unit[] {
  const units: Unit[] = []
  for (const sentence of sentencesOf(text, start, end)) {
    for (const piece of clausesOf(text, sentence)) {
      const words: Word[] = wordsOf(text.slice(piece.start, piece.end), 0, 200)
      if (words.length > 0) units.push({ ...piece, words })
    }
  }
  return units
}

function choose(units: readonly Unit[], text: string, language: string): Unit[] {
  const scores = scoreUnits(units, text, language)
  const ranked = units
    .map((unit, at) => ({ unit, score: scores[at] ?? 0 }))
    .sort((a, b) => b.score - a.score)
  const chosen: Unit[] = []
  let words = 0
  for (const { unit } of ranked) {
    if (chosen.length === MAX_SENTENCES || (chosen.length > 0 && words >= ENOUGH_WORDS)) break
    if (chosen.length > 0 && words + unit.words.length > MAX_WORDS) continue
    chosen.push(unit)
    words += unit.words.length
  }
  return chosen.sort((a, b) => a.start - b.start)
}

/** A piece as shown: reflowed, with an ellipsis where the sentence goes on and the next piece does not follow. */
function phrase(text: string, unit: Unit, next: Unit | undefined): string {
  const shown = reflow(text.slice(unit.start, unit.end))
  const adjoining = next !== undefined && text.slice(unit.end, next.start).trim() === ''
  return unit.cut && !adjoining ? `${shown.replace(/[,;:]$/, '')} …` : shown
}
