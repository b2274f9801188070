import { readWords } from '@colophon/methods/words'
import type { Line } from './lines.ts'
import { nameLikeness } from './name-likeness.ts'
import { isOfficeWord } from './offices.ts'
import { readPersonName } from './person.ts'
import { addressOpening } from './signatories.ts'

const postscriptMark = /^(?:p\.? ?s\b|n\.? ?b\b|n\.? ?s\.|postscript|nachschrift)/i

export interface FootText {
  text: string
  lines: readonly Line[]
  /** Index of the first line that can belong to the foot. */
  from: number
  /** Lines that others wrote on the letter. */
  strangers: ReadonlySet<number>
}

const squire = /\b(?:esq[a-z]{0,3}|bart|bt)\b/i

/** "Col. S. F. Holt San Marcos", "Thomas Lovell Esqr.": a short line that is written to somebody. */
function opensAddress(text: string): boolean {
  if (text.length > 70 || lowerWords(text) > 4) return false
  return (
    (/^(?:mr|mrs|messrs|miss|herrn|frau|colo?|coln|genl?|capt|captn|dr|rev|revd|hon)\b/i.test(
      text,
    ) ||
      squire.test(text)) &&
    readPersonName(text) !== null
  )
}

/** "Governor of the State of Louisiana" below the name says who signs. */
function namesOwnOffice(text: string): boolean {
  const first = readWords(text)[0]
  return first !== undefined && text.length < 60 && isOfficeWord(first.key)
}

/** How much a line of the foot is likely to be the signature. */
export function scoreOf(
  foot: FootText,
  index: number,
  likeness: number,
  closing: 0 | 1 | 2,
): number {
  const { lines } = foot
  const line = lines[index]
  const before = lines[index - 1]
  const after = lines[index + 1]
  if (!line) return -9
  const rest = lines.length - 1 - index
  // Where the address follows, the letter has ended, however the lines were parted.
  const addressed = likeness > 2 && after !== undefined && opensAddress(after.text)
  let score = likeness + (closing === 2 ? 4 : closing)
  if (line.afterGap || closing > 0 || addressed) score += 1
  if (!after || after.afterGap || addressed) score += 1
  if (rest > 14) score -= 1
  if (rest > 30) score -= 1
  if (addressOpening.test(line.text) && closing < 2) score -= 4
  if (squire.test(line.text)) score -= 4
  const prose = after && !after.afterGap && after.text.length > 20 && lowerWords(after.text) >= 3
  if (prose && !addressed && !namesOwnOffice(after.text)) score -= 3
  if (closing === 2) return score
  // Without a valediction one capitalised word is a signature only where the letter clearly ends before it.
  if (
    likeness === 1 &&
    !(line.afterGap && (!after || after.afterGap) && before && /[.!?—–-]["”»]?$/.test(before.text))
  )
    score -= 4
  if (before && !line.afterGap) {
    if (
      nameLikeness(before.text) > 0 ||
      addressOpening.test(before.text) ||
      /^(?:to|an|à|a m)\b/i.test(before.text)
    )
      score -= 3
    if (before.text.length > 25 && !/[.!?—–-]["”»]?$/.test(before.text)) score -= 3
  }
  if (before && postscriptMark.test(before.text)) score -= 2
  if (/,$/.test(line.text)) score -= 1
  return score
}

function lowerWords(text: string): number {
  return readWords(text.slice(0, 120)).filter((word) => /^\p{Ll}{2}/u.test(word.text)).length
}
