import type { Span } from '@colophon/domain'
import { sentencesOf } from '@colophon/methods/sentences'
import { BUSINESS_CUES, type Business } from './business-cues.ts'
import { termsIn, type Term } from './terms.ts'

/** One thing that a letter does, and what it is about, in words of the letter. */
export interface Matter {
  business: Business
  objects: Term[]
  evidence: Span
}

const MOST_OBJECTS = 3
/** Characters after the cue that still belong to it; in German a verb may end what it says. */
const AFTER = 140
const BEFORE: Readonly<Record<string, number>> = { de: 110 }

/** What the letter does, each once, in the order of the text. What it does without saying about what is left out. */
export function mattersOf(
  text: string,
  region: Span,
  { language, without }: { language: string; without: readonly string[] },
): Matter[] {
  const own = nameWords(without)
  const cues = Object.entries(BUSINESS_CUES[language] ?? {}) as [Business, RegExp][]
  const found = new Map<Business, Matter & { at: number }>()
  for (const sentence of sentencesOf(text, region.start, region.end)) {
    const words = text.slice(sentence.start, sentence.end)
    for (const [business, cue] of cues) {
      if (found.has(business)) continue
      for (const match of words.matchAll(cue)) {
        const at = sentence.start + match.index
        const cueSpan = { start: at, end: at + match[0].length }
        const objects = objectsOf(text, sentence, cueSpan, language).filter(
          ({ value }) => !nameWords([value]).some((word) => own.includes(word)),
        )
        if (objects.length === 0) continue
        found.set(business, { business, objects, evidence: sentence, at })
        break
      }
    }
  }
  return [...found.values()].toSorted((a, b) => a.at - b.at)
}

/** Words of names long enough to know them by. */
const nameWords = (names: readonly string[]): string[] =>
  names.flatMap((name) => name.toLowerCase().match(/\p{L}{3,}/gu) ?? [])

function objectsOf(text: string, sentence: Span, cue: Span, language: string): Term[] {
  const after = { start: cue.end, end: Math.min(sentence.end, cue.end + AFTER) }
  const following = termsIn(text, after, language)
  const before = BEFORE[language] ?? 0
  const leading =
    following.length >= 2 || before === 0
      ? []
      : termsIn(
          text,
          { start: Math.max(sentence.start, cue.start - before), end: cue.start },
          language,
        ).toReversed()
  const terms = [...following, ...leading]
  const isFirst = ({ value }: Term, at: number): boolean =>
    terms.findIndex((one) => one.value.toLowerCase() === value.toLowerCase()) === at
  return terms.filter(isFirst).slice(0, MOST_OBJECTS)
}
