import type { Finding, Span } from '@colophon/domain'
import { stem, stopWords } from '@colophon/methods/keywords'
import { bareWord, wordsOf, type Word } from '@colophon/methods/language'
import { bodyRegion, REGION_CHARS, type LetterParts } from './body-region.ts'
import { isNoun, isQualifier, usedAs } from './naming.ts'
import { isFragment, type Term } from './terms.ts'

export interface KeywordOptions extends LetterParts {
  language: string
  /** People, bodies and places that the letter speaks of, in its words. */
  named?: readonly Term[]
  /** Who writes to whom: they are no matter of the letter. */
  correspondents?: readonly string[]
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
/** Weight of a known name beside that of a word. */
const NAMED = 2
/** Names are at most this part while other words are left. */
const NAMES_SHARE = 0.6

/**
 * Five to ten words or short phrases that tell what a letter is about, in the form in which they stand there, each with
 * the place of its first occurrence; as few as the text has when it is short. Forms of one word count together.
 */
export function extractKeywords(text: string, options: KeywordOptions): Finding<string>[] {
  const region = bodyRegion(text, options)
  let words = wordsOf(text.slice(0, region.end), region.start)
  let pool = candidates(text, words, options)
  if (pool.length < FEW) {
    // Little but address and greeting: then those are what there is to say.
    words = wordsOf(text.slice(0, REGION_CHARS))
    pool = candidates(text, words, options)
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

function candidates(text: string, words: readonly Word[], options: KeywordOptions): Candidate[] {
  const { language, named = [], correspondents = [] } = options
  const singles = weighSingles(text, words, { stops: stopWords(language), language })
  const pool = [
    ...namedThings(text, words, named, language),
    ...thingsAmong([...singles.values()], language),
    ...phrases(text, words, singles, language),
  ]
  const own = new Set(correspondents.flatMap((name) => partsOf(name, language)))
  return pool
    .filter(({ key }) => !key.split(' ').some((part) => own.has(part)))
    .sort((a, b) => b.score - a.score || a.span.start - b.span.start)
}

/** German writes the names of things large: what it writes small is none, unless a letter writes all words small. */
function thingsAmong(singles: readonly Candidate[], language: string): readonly Candidate[] {
  if (language !== 'de') return singles
  const large = singles.filter(({ surface }) => /^\p{Lu}/u.test(surface))
  return large.length > 0 ? large : singles
}

const partsOf = (name: string, language: string): string[] =>
  wordsOf(name)
    .map(({ lower }) => bareWord(lower))
    .filter((part) => part.length >= MIN_LENGTH - 1)
    .map((part) => stem(part, language))

/** What is known to be a name weighs by how often it stands there and how early. */
function namedThings(
  text: string,
  words: readonly Word[],
  named: readonly Term[],
  language: string,
): Candidate[] {
  const from = words[0]?.start ?? 0
  const length = Math.max(1, (words.at(-1)?.end ?? 1) - from)
  return named.flatMap(({ value, span }): Candidate[] => {
    const key = partsOf(value, language).join(' ')
    if (key === '' || span.start < from || isFragment(text, span)) return []
    const last = value.split(/\s+/u).at(-1) ?? value
    const count = text.split(last).length - 1
    const score = NAMED * Math.sqrt(Math.min(count, 9)) * (1 - (0.5 * (span.start - from)) / length)
    return [{ key, surface: value, span, count, score, proper: true }]
  })
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
  const uses = new Map<string, number>()
  for (const [at, word] of words.entries()) {
    const bare = bareWord(word.lower)
    if (bare.length < MIN_LENGTH || stops.has(bare) || isFragment(text, word)) continue
    const key = stem(bare, language)
    if (stops.has(key)) continue
    const span = { start: word.end - suffixOf(word, bare), end: word.end - possessive(word) }
    const surface = text.slice(span.start, span.end)
    if (/^\p{Ll}/u.test(surface)) lowered.add(key)
    const use = usedAs(words, at, language)
    if (use !== null) uses.set(key, (uses.get(key) ?? 0) + (use === 'noun' ? 1 : -1))
    const known = found.get(key)
    if (known) known.count += 1
    else {
      const score = 1 - (0.5 * at) / (words.length + 1)
      found.set(key, { key, surface, span, count: 1, score, proper: false })
    }
  }
  for (const one of found.values()) {
    one.proper = language !== 'de' && !lowered.has(one.key)
    one.score *= Math.sqrt(one.count) * shape(one, language, lowered)
    if (language !== 'de' && !one.proper) one.score *= weightOfUse(uses.get(one.key) ?? 0)
    if (!one.proper && language !== 'de') one.surface = one.surface.toLowerCase()
  }
  return found
}

const possessive = (word: Word): number => (word.lower.endsWith("'s") ? 2 : 0)
const suffixOf = (word: Word, bare: string): number => bare.length + possessive(word)

/** Seen as the name of a thing more often than as what is done, or the other way. */
const weightOfUse = (balance: number): number => (balance > 0 ? 1 : balance < 0 ? 0.3 : 0.5)

/** German writes its nouns large; English and French nouns show by their endings. */
function shape(
  { surface, key, proper, count }: Candidate,
  language: string,
  lowered: ReadonlySet<string>,
): number {
  const lower = surface.toLowerCase()
  let factor = 1 + Math.min(lower.length, 12) / 24
  if (isNoun(lower, language)) factor *= 0.95
  else if (isQualifier(lower, language)) factor *= 0.6
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
    if (candidate.proper && names + 1 > wanted * NAMES_SHARE) continue
    if (candidate.proper) names += 1
    for (const part of parts) used.add(part)
    chosen.push(candidate)
  }
  return chosen
}
