import type { Finding, Span } from '@colophon/domain'
import { languageByCharacters } from './character-statistics.ts'
import { solidPassages } from './passages.ts'
import { weighWords, type Verdict } from './weigh-words.ts'
import { wordsOf, type Word } from './words.ts'

/** Enough for the main language; passages in another one may stand further on. */
const SAMPLE_CHARS = 6000
const PASSAGES_CHARS = 40_000

const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['el', /\p{Script=Greek}/gu],
  ['ru', /\p{Script=Cyrillic}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['hi', /\p{Script=Devanagari}/gu],
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['zh', /\p{Script=Han}/gu],
]

/** A text mostly in another script is settled by the script; a Greek quotation in a text is not. */
function languageByScript(sample: string, words: readonly Word[]): string | null {
  const characters = words.reduce((sum, word) => sum + word.text.length, 0)
  for (const [language, script] of SCRIPTS) {
    const count = sample.match(script)?.length ?? 0
    if (count > 3 && count > characters / 2) return language
  }
  return null
}

/** Measured on texts cut to windows with this much evidence, and rounded down: those were of three languages only. */
function confidenceOf({ weight, share, words }: Verdict): number {
  if (words < 5) return weight >= 1 && share >= 0.5 ? 0.7 : 0.5
  if (weight >= 8 && share >= 0.4) return 0.99
  if (weight >= 4 && share >= 0.4) return 0.97
  if (weight >= 2 && share >= 0.4) return 0.95
  if (weight >= 1 && share >= 0.4) return 0.9
  return 0.6
}

function mainLanguage(sample: string): Finding<string> | null {
  const words = wordsOf(sample)
  if (words.length === 0) return null
  const byScript = languageByScript(sample, words)
  if (byScript) return inferred(byScript, 0.9, 'the script the text is written in')
  const verdict = weighWords(words)
  const expected = verdict.words * 0.06
  if (words.length >= 15 && (verdict.weight < expected || verdict.share < 0.3)) {
    const other = languageByCharacters(sample)
    if (other !== 'und' && other !== verdict.language) {
      return { ...inferred(other, 0.5, 'the frequency of its letter groups'), status: 'uncertain' }
    }
  }
  if (verdict.language === 'und') return null
  const confidence = confidenceOf(verdict)
  const finding = inferred(verdict.language, confidence, 'the little words of the text')
  return confidence <= 0.6 ? { ...finding, status: 'uncertain' } : finding
}

function inferred(value: string, confidence: number, reason: string): Finding<string> {
  return { value, status: 'inferred', confidence, evidence: null, reason }
}

/**
 * BCP 47 codes of the languages a text is written in, the main one first (it follows from the whole text and has no
 * span), then each other language with its longest passage. Empty when there is nothing to go by.
 */
export function detectLanguages(text: string): Finding<string>[] {
  const main = mainLanguage(text.slice(0, SAMPLE_CHARS))
  if (!main) return []
  const passages = solidPassages(text.slice(0, PASSAGES_CHARS), main.value)
  const longest = new Map<string, { span: Span; confidence: number; words: number }>()
  for (const passage of passages) {
    const known = longest.get(passage.language)
    if (!known || passage.words > known.words) longest.set(passage.language, passage)
  }
  const others = [...longest].map(([value, { span, confidence }]): Finding<string> => ({
    value,
    status: 'inferred',
    confidence,
    evidence: span,
    reason: 'a passage with the little words of that language',
  }))
  return [main, ...others]
}

/** The main language, 'und' when the text is too short or strange to say. */
export function languageOf(text: string): string {
  return mainLanguage(text.slice(0, SAMPLE_CHARS))?.value ?? 'und'
}
