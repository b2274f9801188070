import { readWords, startsUpper, type Word } from '@colophon/methods/words'
import { addressWords, sentenceOpeners } from './formulas.ts'
import { givenNames, kinWords, nameParticles, titles } from './name-words.ts'

export interface AddressRun {
  end: number
  /** Where the noun or name begins. */
  noun: number
  complete: boolean
}

type AddressClass =
  'possessive' | 'intensive' | 'adjective' | 'lone' | 'noun' | 'title' | 'name' | 'other'

function classOf(word: Word, text: string, afterNoun: boolean): AddressClass {
  const known = everyday.has(word.key) ? undefined : addressWords.find(word.key)
  if (known === 'lone')
    return word.key.length > 4 || addressWords.exact(word.key) ? 'lone' : 'other'
  if (known && !afterNoun) return known
  if (known === 'intensive' && /^(?:and|und|et)$/.test(word.key)) return 'intensive'
  if (known === 'adjective' && afterNoun) return 'adjective'
  if (kinWords.exact(word.key)) return 'noun'
  if (titles.exact(word.key) && (startsUpper(word.text) || word.key.length < 5)) return 'title'
  if (word.text === 'I' && text[word.end] !== '.') return 'other'
  if (/^(?:le|la|l)$/.test(word.key)) return 'name'
  if (sentenceOpeners.has(word.key) && !givenNames.exact(word.key)) return 'other'
  if (startsUpper(word.text) || nameParticles.has(word.key)) return 'name'
  return 'other'
}

/** Everyday words that differ from a word of address by one letter. */
const everyday = new Set(
  'worth sure near hear year deep cheer chair fear bear wear more mine men min best herzliche herzlichen herzlicher'.split(
    ' ',
  ),
)

const stop = /[!:;?]|--|—|–|\s-\s/
const abbreviation =
  /^(?:mr|mrs|ms|dr|prof|col|capt|rev|revd|hon|gen|st|frl|hrn|mme|mlle|m|sr|geh|ew|lieut|maj|genl|doct|hochwohlgeb|wohlgeb)$/

/** Follows the words of an address from the beginning of `text`; null when it is none. */
export function readAddress(text: string): AddressRun | null {
  const words = readWords(text).slice(0, 16)
  let adjectives = 0
  let possessives = 0
  let nouns = 0
  let noun = -1
  let end = 0
  let previous: Word | undefined
  let last: AddressClass = 'other'
  for (const word of words) {
    const gap = previous ? text.slice(previous.end, word.start) : text.slice(0, word.start)
    if (!previous && /[\p{L}\d]/u.test(gap)) return null
    const here = classOf(word, text, nouns > 0 && last !== 'lone')
    if (previous) {
      if (gap.includes('\n') || stop.test(gap)) break
      const abbreviated =
        gap.startsWith('.') && (abbreviation.test(previous.key) || previous.text.length === 1)
      const separated = /[,.]/.test(gap) && !abbreviated
      if (separated && nouns > 0 && here !== 'adjective' && !(here === 'lone' && last === 'lone'))
        break
    }
    if (here === 'other') break
    if (nouns > 0 && last !== 'lone' && here === 'intensive' && !/^(?:and|und|et)$/.test(word.key))
      break
    if (nouns > 0 && here === 'name' && isPreposition(word)) break
    if (last === 'lone' && (here === 'possessive' || here === 'intensive' || here === 'adjective'))
      nouns = 0
    if (here === 'adjective') adjectives++
    if (here === 'possessive') possessives++
    if (here === 'intensive' && possessives > 0) adjectives += 0.5
    if (
      nouns > 0 &&
      !namesMonsieur(previous, word, text) &&
      closesAddress(previous, word, last, here)
    )
      break
    if (here === 'lone' || here === 'noun' || here === 'title' || here === 'name') {
      // A name without any word of address before it is the beginning of a sentence or an address block.
      if (
        adjectives === 0 &&
        here !== 'lone' &&
        nouns === 0 &&
        !(possessives > 0 && /^(?:lord|lady|lords)$/.test(word.key))
      )
        return null
      nouns++
      if (noun < 0) noun = word.start
    }
    const leading = here === 'name' && /^(?:le|la|l|les)$/.test(word.key)
    if (!leading && (here !== 'intensive' || nouns === 0)) end = word.end
    last = here
    previous = word
  }
  if (nouns === 0 && adjectives === 0) return null
  return { end, noun, complete: nouns > 0 }
}

function isPreposition({ key }: Word): boolean {
  return nameParticles.has(key) && !/^(?:von|de|van|d|la|le|l|les|of)$/.test(key)
}

/** "Cher Monsieur Quillet,": the name ends the address. */
function namesMonsieur(previous: Word | undefined, word: Word, text: string): boolean {
  return (
    /^(?:monsieur|madame|mademoiselle|frau|herr)$/.test(previous?.key ?? '') &&
    /^\p{Lu}[\p{L}'’-]{1,30}(?: \p{Lu}[\p{L}'’-]{1,30})?\s?(?:[,!:]|$)/u.test(
      text.slice(word.start),
    )
  )
}

/** "Dear Sir Previous to…", "Dearest Mother Fanny is…": after these nouns no name follows, save "Sir William". */
function closesAddress(
  previous: Word | undefined,
  word: Word,
  last: AddressClass,
  here: AddressClass,
): boolean {
  if (!previous || (here !== 'name' && here !== 'title')) return false
  if (/^(?:le|la|l|les)$/.test(word.key)) return false
  if (last === 'lone')
    return here === 'title'
      ? /^(?:sir|madam)$/.test(previous.key)
      : !givenNames.find(word.key) && !/^mada/.test(previous.key)
  return /^(?:mother|father|mama|papa|friend|child|love|girl|boy|wife|husband|freund|freundin)$/.test(
    previous.key,
  )
}
