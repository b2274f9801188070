import type { Finding, Span } from '@colophon/domain'
import { stem, stopWords } from '@colophon/methods/keywords'
import { bareWord, wordsOf, type Word } from '@colophon/methods/language'
import { bodyRegion, REGION_CHARS, type LetterParts } from './body-region.ts'

export interface KeywordOptions extends LetterParts {
  language: string
}

interface Candidate {
  key: string
  surface: string
  span: Span
  count: number
  score: number
  proper: boolean
}

const MIN_LENGTH = 4
const MOST = 10
const LEAST = 5
const FEW = 3

/** Endings of words that name things and matters, against those that only qualify. */
const NOUNS: Record<string, RegExp> = {
  en: /(?:tion|sion|ment|ness|ship|ity|ance|ence|hood|dom|ism|ist|age|ture|logy|graphy|land|ery|ory|our|or|er)s?$/,
  de: /(?:ung|heit|keit|schaft|tum|thum|nis|niß|ion|tät|ment|ling|buch|haus|stück|blatt|band)(?:en|e|er|s)?$/,
  fr: /(?:tion|sion|ment|ance|ence|ité|age|isme|iste|ure|eur|erie|esse|ier|oire)s?$/,
}
const QUALIFIERS: Record<string, RegExp> = {
  en: /(?:ly|ed|ing|ish|less|ful|ous|ive|able|ible)$/,
  de: /(?:lich|isch|ig|sam|bar|haft|ier|los|voll)(?:e|en|er|es|em|ste|sten|te|ten|t)?$|^(?:ge|ver|be|er|ent|zer)\p{Ll}+(?:t|en)$/u,
  fr: /(?:ement|amment|emment|able|ible|eux|euse|ique|ait|ais|oit|ois|er|ez|ant|é|ée|és|ées)$/,
}

/**
 * Five to ten words or short phrases that tell what a letter is about, in the form in which they stand there, each with
 * the place of its first occurrence; as few as the text has when it is short. Forms of one word count together.
 */
export function extractKeywords(text: string, options: KeywordOptions): Finding<string>[] {
  const region = bodyRegion(text, options)
  let words = wordsOf(text.slice(0, region.end), region.start)
  let pool = candidates(text, words, options.language)
  if (pool.length < FEW) {
    // Little but address and greeting: then those are what there is to say.
    words = wordsOf(text.slice(0, REGION_CHARS))
    pool = candidates(text, words, options.language)
  }
  const wanted = Math.max(LEAST, Math.min(MOST, Math.round(words.length / 25) + 2))
  const chosen = pick(pool, wanted)
  const best = chosen[0]?.score ?? 1
  return chosen.map(({ surface, span, count, score }) => ({
    value: surface,
    status: 'stated',
    confidence: confidenceOf(count, score / best),
    evidence: span,
    reason: count > 1 ? `${count} occurrences` : 'one telling occurrence',
  }))
}

function candidates(text: string, words: readonly Word[], language: string): Candidate[] {
  const singles = weighSingles(text, words, { stops: stopWords(language), language })
  const pool = [...singles.values(), ...phrases(text, words, singles, language)]
  return pool.sort((a, b) => b.score - a.score || a.span.start - b.span.start)
}

function confidenceOf(count: number, share: number): number {
  if (count >= 3 && share > 0.5) return 0.85
  if (count >= 2) return 0.8
  return 0.75
}

interface Lexicon {
  stops: ReadonlySet<string>
  language: string
}

function weighSingles(
  text: string,
  words: readonly Word[],
  { stops, language }: Lexicon,
): Map<string, Candidate> {
  const found = new Map<string, Candidate>()
  const lowered = new Set<string>()
  for (const [at, word] of words.entries()) {
    const bare = bareWord(word.lower)
    if (bare.length < MIN_LENGTH || stops.has(bare) || isFragment(text, word)) continue
    const key = stem(bare, language)
    if (stops.has(key)) continue
    const span = { start: word.end - suffixOf(word, bare), end: word.end - possessive(word) }
    const surface = text.slice(span.start, span.end)
    if (/^\p{Ll}/u.test(surface)) lowered.add(key)
    const known = found.get(key)
    if (known) known.count += 1
    else {
      const score = 1 - (0.3 * at) / (words.length + 1)
      found.set(key, { key, surface, span, count: 1, score, proper: false })
    }
  }
  for (const one of found.values()) {
    one.proper = language !== 'de' && !lowered.has(one.key)
    one.score *= Math.sqrt(one.count) * shape(one, language, lowered)
    if (!one.proper && language !== 'de') one.surface = one.surface.toLowerCase()
  }
  return found
}

/** Half of a word divided at the line end, or next to a scanner's stray mark. */
function isFragment(text: string, word: Word): boolean {
  if (
    /^ ?[-¬]\s{0,3}\p{Ll}/u.test(text.slice(word.end, word.end + 6)) &&
    text.slice(word.end, word.end + 6).includes('\n')
  )
    return true
  if (/^ -\p{Ll}/u.test(text.slice(word.end, word.end + 3))) return true
  return (
    /[-¬=~`|\d^*_]/.test(text.charAt(word.end)) || /[-¬~`|\d^*_]/.test(text.charAt(word.start - 1))
  )
}

const possessive = (word: Word): number => (word.lower.endsWith("'s") ? 2 : 0)
const suffixOf = (word: Word, bare: string): number => bare.length + possessive(word)

/** German writes its nouns large; English and French nouns show by their endings. */
function shape(
  { surface, key, proper, count }: Candidate,
  language: string,
  lowered: ReadonlySet<string>,
): number {
  const lower = surface.toLowerCase()
  let factor = 1 + Math.min(lower.length, 12) / 24
  if (NOUNS[language]?.test(lower)) factor *= 1.25
  else if (QUALIFIERS[language]?.test(lower)) factor *= 0.6
  if (language === 'de') factor *= lowered.has(key) ? 0.45 : 1.3
  else if (proper) factor *= count > 1 ? 0.95 : 0.7
  return factor
}

/** Neighbouring words that belong together: names of two or three parts, and pairs the letter repeats. */
function phrases(
  text: string,
  words: readonly Word[],
  singles: ReadonlyMap<string, Candidate>,
  language: string,
): Candidate[] {
  const pairs = new Map<string, Candidate>()
  for (let at = 0; at + 1 < words.length; at += 1) {
    const [left, right] = [words[at], words[at + 1]]
    if (!left || !right || text.slice(left.end, right.start) !== ' ') continue
    const [a, b] = [left, right].map((word) => singles.get(stem(bareWord(word.lower), language)))
    if (!a || !b || a === b) continue
    const surface = text.slice(left.start, right.end)
    const key = `${a.key} ${b.key}`
    const known = pairs.get(key)
    const score = (a.score / Math.sqrt(a.count) + b.score / Math.sqrt(b.count)) * 0.75
    if (known) known.count += 1
    else
      pairs.set(key, {
        key,
        surface,
        span: { start: left.start, end: right.end },
        count: 1,
        score,
        proper: a.proper && b.proper,
      })
  }
  const kept = [...pairs.values()].filter(
    ({ count, proper }) => count > 1 || (proper && language !== 'de'),
  )
  for (const pair of kept) pair.score *= Math.sqrt(pair.count)
  return kept
}

/** Best first; no word twice, and names never the greater part while other words are left. */
function pick(pool: readonly Candidate[], wanted: number): Candidate[] {
  const chosen: Candidate[] = []
  const used = new Set<string>()
  let names = 0
  for (const candidate of pool) {
    if (chosen.length === wanted) break
    const parts = candidate.key.split(' ')
    if (parts.some((part) => used.has(part))) continue
    if (candidate.proper && names + 1 > wanted * 0.4) continue
    if (candidate.proper) names += 1
    for (const part of parts) used.add(part)
    chosen.push(candidate)
  }
  return chosen
}
