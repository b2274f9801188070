import { functionWords, languageOf, wordsOf, type Word } from '@colophon/methods/language'

export interface PageQuality {
  /** 1 is clean; below 0.4 the text is too damaged to describe by rules. */
  score: number
  reasons: string[]
}

const SAMPLE_CHARS = 8000
/** Damage at which the score is a half, and how sharply it falls; set between texts with 3 % and 15 % wrong letters. */
const HALF_DAMAGE = 0.245
const STEEPNESS = 4
/** Few words prove little: this many undamaged ones are assumed beside those seen. */
const PRIOR_WORDS = 8

/** Letters beside figures or marks that no writer puts into a word; ordinals such as 4th and 6ten are no damage. */
const BROKEN =
  /\p{L}[|~^*`_<>{}\\•§¬\d]+\p{L}|[|~^*`<>{}\\•§]\p{L}|\p{L}[|~^*`<>{}\\•§]|(?<!\d)\d\p{Ll}{3,}|\p{L}{2}\d(?!\d)|\p{Ll}[.,](?=\p{Ll}{2})|\p{Ll}\p{Lu}\p{Ll}/u
const STRAY = /^[|~^*`_<>{}\\•§¬·]{1,3}$/
const VOWELLESS = /^[^aeiouyäöüáàâéèêëíìîïóòôúùûœæ]{4,}$/

/**
 * How badly recognition damaged a text: the share of near misses among its little words (`tbe`, `wbich`), of words broken
 * by figures and marks, of stray single letters and of words without a vowel.
 */
export function pageQuality(text: string, language?: string): PageQuality {
  const sample = text.slice(0, SAMPLE_CHARS)
  const chunks = sample.split(/\s+/).filter(Boolean)
  if (chunks.length === 0) return { score: 0, reasons: ['no text'] }
  const words = wordsOf(sample)
  if (words.length < chunks.length / 4) return { score: 0.3, reasons: ['hardly any words'] }
  const shares = measure({ chunks, words, language: language ?? languageOf(sample) })
  const damage = shares.nearMisses + shares.broken * 1.5 + shares.stray + shares.vowelless * 2
  const score = 1 / (1 + (damage / HALF_DAMAGE) ** STEEPNESS)
  return { score: Math.round(score * 100) / 100, reasons: reasonsFor(shares) }
}

interface Sample {
  chunks: readonly string[]
  words: readonly Word[]
  language: string
}

interface Shares {
  nearMisses: number
  broken: number
  stray: number
  vowelless: number
}

function measure({ chunks, words, language }: Sample): Shares {
  const size = words.length + PRIOR_WORDS
  const count = (test: (word: Word) => boolean) => words.filter(test).length
  const broken = chunks.filter((chunk) => chunk.length <= 60 && BROKEN.test(chunk)).length
  const marks = chunks.filter((chunk) => STRAY.test(chunk)).length
  return {
    nearMisses: nearMissShare(words, language),
    broken: broken / (chunks.length + PRIOR_WORDS),
    stray: (marks + count(isStrayLetter)) / size,
    vowelless:
      count(({ lower, text }) => text !== text.toUpperCase() && VOWELLESS.test(lower)) / size,
  }
}

function isStrayLetter({ text }: Word): boolean {
  return text.length === 1 && /\p{Ll}/u.test(text) && !'aàoyuéd'.includes(text)
}

/** German words are built from more letters and meet a pattern by chance more often. */
const CHANCE: Record<string, number> = { en: 1, fr: 1, de: 0.65 }

function nearMissShare(words: readonly Word[], language: string): number {
  const patterns = nearPatterns(language)
  const known = functionWords(language)
  let hits = 0
  let misses = 0
  for (const { lower } of words) {
    if (known.has(lower)) hits += 1
    else if (
      lower.length >= 3 &&
      lower.length <= 10 &&
      wildcards(lower).some((form) => patterns.has(form))
    )
      misses += 1
  }
  const typical = CHANCE[language] ?? 0.5
  // Real words one letter off (`then`, `mine`) are the floor under every clean text.
  return typical * Math.max(0, (misses / (hits + misses + PRIOR_WORDS)) * 1.4 - FLOOR)
}

const FLOOR = 0.06

const patternSets = new Map<string, Set<string>>()

function nearPatterns(language: string): Set<string> {
  let patterns = patternSets.get(language)
  if (!patterns) {
    patterns = new Set(
      [...functionWords(language)].filter((word) => word.length >= 3).flatMap(wildcards),
    )
    patternSets.set(language, patterns)
  }
  return patterns
}

function wildcards(word: string): string[] {
  return Array.from(word, (_, at) => `${word.slice(0, at)}?${word.slice(at + 1)}`)
}

function reasonsFor({ nearMisses, broken, stray, vowelless }: Shares): string[] {
  const reasons: string[] = []
  if (nearMisses > 0.05) reasons.push('common words misspelt by one letter')
  if (broken > 0.025) reasons.push('words broken by figures or marks')
  if (stray > 0.03) reasons.push('stray letters and marks')
  if (vowelless > 0.01) reasons.push('words without vowels')
  return reasons
}
