import type { Span } from '@colophon/domain'
import { wordsOf } from '@colophon/methods/language'

export interface TelegramStyle {
  evidence: Span | null
  confidence: number
  reason: string
}

const MAX_CHARS = 900
/** Office, number, words, time: `w paris 38303 16 20 2,55 s =`. */
const PREAMBLE =
  /^[ \t]{0,20}(?:[\p{L}+.]{1,20}[ \t]{1,20}){1,4}(?:[\d/.,:+'’-]+[ \t]{0,20}[–-]?[ \t]{0,20}){3,8}\p{L}{0,4}[ \t]{0,20}=?/u
const STOPS = /(?<![.a-zà-ÿ])\bstop\b(?! (?:the|it|him|her|them|at|in|me|you|us|by|for|a|to)\b)/gi

/** Telegrams without a printed form: STOP for full stops, a preamble of figures, or all letters of one size. */
export function telegramStyle(text: string, language: string): TelegramStyle | null {
  if (text.length > MAX_CHARS) return null
  const stops = [...text.matchAll(STOPS)]
  const first = stops[0]
  if (first && stops.length >= 2) {
    return {
      evidence: { start: first.index, end: first.index + first[0].length },
      confidence: 0.9,
      reason: 'STOP between the sentences',
    }
  }
  const preamble = PREAMBLE.exec(text)
  const levelled = isLevelled(text, language)
  if (preamble && (levelled || preamble[0].trim().endsWith('='))) {
    const end = preamble[0].trimEnd().length
    return { evidence: { start: 0, end }, confidence: 0.9, reason: 'a transmission preamble' }
  }
  if (!levelled) return null
  return { evidence: null, confidence: 0.75, reason: 'letters of one size, hardly any punctuation' }
}

/** All capitals, or German nouns written small, with hardly a stop or comma. */
function isLevelled(text: string, language: string): boolean {
  const words = wordsOf(text, 0, 200)
  if (words.length < 6) return false
  const marks = text.match(/[.,;:!?](?=\s|$)/g)?.length ?? 0
  if (marks > words.length / 12) return false
  const large = words.filter((word) => /^\p{Lu}/u.test(word.text)).length
  const capitals = words.filter(
    (word) => word.text.length > 1 && word.text === word.text.toUpperCase(),
  ).length
  if (capitals > words.length * 0.8) return true
  return language === 'de' && large <= Math.max(2, words.length * 0.1)
}
