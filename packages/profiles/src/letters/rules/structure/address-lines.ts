import { knownPlace, placeKey } from '@colophon/methods/names'
import { readWords, startsUpper } from '@colophon/methods/words'
import type { Line } from './lines.ts'
import { placeOpeners } from './name-words.ts'
import { isOfficeWord } from './offices.ts'
import { isTitleWord } from './person.ts'

const smallWords =
  /^(?:of|the|in|at|near|and|to|by|via|care|per|de|la|le|les|des|du|von|der|zu|bei|am|an|und|rue|on|way|st|nd|rd|th|favor|favour|street|county|state|province|town|from|kindness|through)$/

/** Words of a sentence after the name: "Miss Mackintosh told me" addresses nobody. */
export function hasProse(text: string): boolean {
  return readWords(text).some(
    (word) =>
      !startsUpper(word.text) &&
      !/\d/.test(word.text) &&
      word.text.length > 2 &&
      !smallWords.test(word.key) &&
      !isOfficeWord(word.key),
  )
}

export function isAddressLine(line: Line | undefined): line is Line {
  if (!line || line.text.length > 70) return false
  const words = readWords(line.text)
  if (words.length > 5 && !/\p{Ll}/u.test(line.text)) return false
  return (
    words.length <= 9 &&
    words.filter((word) => !startsUpper(word.text) && !/\d/.test(word.text) && word.text.length > 3)
      .length <= 2
  )
}

export function isProse(line: Line): boolean {
  const words = readWords(line.text.slice(0, 200))
  return (
    words.filter(
      (word) => !startsUpper(word.text) && word.text.length > 2 && !smallWords.test(word.key),
    ).length >= 3
  )
}

export function onlyTitles(line: Line | undefined): boolean {
  if (!line || line.text.length > 40) return false
  const words = readWords(line.text)
  return (
    words.some((word) => isTitleWord(word)) &&
    words.every(
      (word) => isTitleWord(word) || /^(?:a|à|to|an|the|le|la|den|dem|der)$/.test(word.key),
    )
  )
}

/** Where a scan of lines stands: what it reads ends before `end`. */
export interface Place {
  index: number
  end: number
  where: 'head' | 'foot'
}

/** "Col. S. F. Holt", "San Marcos" and "My dear Sir" with gaps between them: a town alone above the salutation. */
export function isLastOfHead(
  lines: readonly Line[],
  index: number,
  { end, where }: Omit<Place, 'index'>,
): boolean {
  const text = lines[index]?.text ?? ''
  const first = readWords(text)[0]
  return (
    where === 'head' &&
    index === end - 1 &&
    lines[end]?.afterGap === true &&
    text.length < 30 &&
    !/[\d,:]/.test(text) &&
    first !== undefined &&
    (placeOpeners.has(first.key) || knownPlace(placeKey(text)) !== undefined)
  )
}

/** "Pray frank the enclosed to" / "E. Hale Esq": a sentence that goes on in the name addresses nobody. */
export function goesOn(line: Line, above: Line | undefined): boolean {
  return (
    above !== undefined &&
    !line.afterGap &&
    readWords(above.text.slice(-60)).some(
      ({ text, key }) =>
        !startsUpper(text) && text.length > 2 && !smallWords.test(key) && !/\d/.test(text),
    ) &&
    /\b(?:to|for|of|from|and|by|with|an|für|von|mit|und|bei|à|de|pour|et|chez|see|saw)$/iu.test(
      above.text,
    )
  )
}
