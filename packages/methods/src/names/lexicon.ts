import { readFileSync } from 'node:fs'
import { citiesByCountry, ambiguousPlaces } from './lists/cities.ts'
import { englishNonNames, frenchWords } from './lists/french-words.ts'
import { countries, mountains, regions, waters } from './lists/gazetteer.ts'
import { germanNounEnding, germanNouns } from './lists/german-words.ts'
import * as given from './lists/given-names.ts'
import { famousNames, frequentSurnames } from './lists/surnames.ts'
import { otherGivenNames } from './lists/other-given-names.ts'
import * as titles from './lists/titles.ts'
import { townsByCountry, uncertainTowns } from './lists/towns.ts'
import type { PlaceKind } from './kinds.ts'

export interface KnownPlace {
  type: PlaceKind
  country?: string
}

function words(...lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.join(' ').toLowerCase().split(/\s+/u).filter(Boolean))
}

function once<T>(build: () => T): () => T {
  let built: T | undefined
  return () => (built ??= build())
}

/** One spelling per place name: lower case, no full stops, hyphens as blanks. */
export function placeKey(name: string): string {
  const key = name.toLowerCase()
  return /[.\-\sß]/u.test(key)
    ? key
        .replace(/[-.\s]+/gu, ' ')
        .replace(/ß/gu, 'ss')
        .trim()
    : key
}

const splitNames = (list: string): string[] => list.split(/,/u).map(placeKey).filter(Boolean)

const places = once(() => {
  const known = new Map<string, KnownPlace>()
  const add = (list: string, place: KnownPlace): void => {
    for (const name of splitNames(list)) if (!known.has(name)) known.set(name, place)
  }
  add(countries, { type: 'country' })
  for (const [country, list] of Object.entries(citiesByCountry)) {
    add(list, country === '' ? { type: 'city' } : { type: 'city', country })
  }
  add(regions, { type: 'region' })
  add(`${waters}, ${mountains}`, { type: 'other' })
  for (const [country, list] of Object.entries(townsByCountry)) add(list, { type: 'city', country })
  return known
})

/** First words of the places whose names have several. */
const longPlaces = once(
  () =>
    new Set(
      [...places().keys()]
        .filter((key) => key.includes(' '))
        .map((key) => key.slice(0, key.indexOf(' '))),
    ),
)

const uncertainPlaces = once(() => new Set(splitNames(`${ambiguousPlaces}, ${uncertainTowns}`)))
const givenNames = once(() =>
  words(given.englishGivenNames, given.germanGivenNames, given.frenchGivenNames, otherGivenNames),
)
const shortGiven = once(() => words(given.givenNameAbbreviations))
const uncertainGiven = once(() => words(given.ambiguousGivenNames))
const surnames = once(() => words(famousNames, frequentSurnames))
const plain = once(() => words(titles.plainTitles))
const ranks = once(() => words(titles.rankTitles))
const female = once(() => words(titles.femaleTitles))
const male = once(() => words(titles.maleTitles))
const kin = once(() => words(titles.kinWords))
const particleWords = once(() => words(titles.particles))
const suffixes = once(() => words(titles.nameSuffixes))
const germanWords = once(() => words(germanNouns))
const frenchCommon = once(() => words(frenchWords))
const englishNever = once(() => words(englishNonNames))

/** English words that are written small, from the dictionary package's word list (names in it are capitalised). */
const englishWords = once(() => {
  const index = new URL('index.dic', import.meta.resolve('dictionary-en'))
  const list = readFileSync(index, 'latin1')
  const small = new Set<string>()
  for (let at = list.indexOf('\n') + 1; at < list.length;) {
    const newline = list.indexOf('\n', at)
    const end = newline === -1 ? list.length : newline
    const slash = list.indexOf('/', at)
    const code = list.charCodeAt(at)
    if (code >= 97 && code <= 122)
      small.add(list.slice(at, slash === -1 || slash > end ? end : slash))
    at = end + 1
  }
  return small
})

const englishAnswers = new Map<string, boolean>()

const englishEndings: readonly (readonly [RegExp, readonly string[]])[] = [
  [/ies$/u, ['y']],
  [/ied$/u, ['y']],
  [/es$/u, ['', 'e']],
  [/s$/u, ['']],
  [/e?d$/u, ['', 'e']],
  [/ing$/u, ['', 'e']],
  [/ings$/u, ['', 'e']],
  [/ers?$/u, ['', 'e']],
  [/est$/u, ['', 'e']],
  [/ly$/u, ['']],
  [/ness$/u, ['']],
  [/ll$/u, ['l']],
  [/ick$/u, ['ic']],
  [/our(?=s?$)/u, ['or']],
  [/is(?=e[ds]?$|ing$)/u, ['iz']],
]

function isEnglishWord(word: string): boolean {
  const known = englishWords()
  if (known.has(word)) return true
  if (word.length < 4) return false
  const answered = englishAnswers.get(word)
  if (answered !== undefined) return answered
  if (englishAnswers.size > 5000) englishAnswers.clear()
  const answer = englishEndings.some(
    ([ending, stems]) =>
      ending.test(word) && stems.some((stem) => known.has(word.replace(ending, stem))),
  )
  englishAnswers.set(word, answer)
  return answer
}

const asList = (word: string): string =>
  word
    .toLowerCase()
    .replace(/['’]s?$/u, '')
    .replace(/\./gu, '')
    .replace(/([mn])\u0304/gu, '$1$1')

const listForms = new Map<string, string>()

/** The form under which lists hold a word; a stroke over m or n is the old sign for its doubling. Asked often, so kept. */
function bare(word: string): string {
  const known = listForms.get(word)
  if (known !== undefined) return known
  if (listForms.size > 5000) listForms.clear()
  const form = asList(word)
  listForms.set(word, form)
  return form
}

export const isGivenName = (word: string): boolean => givenNames().has(bare(word))
export const isShortGivenName = (word: string): boolean => shortGiven().has(bare(word))
export const isUncertainGivenName = (word: string): boolean => uncertainGiven().has(bare(word))
export const isKnownSurname = (word: string): boolean =>
  surnames().has(word.toLowerCase().replace(/['’]s?$/u, ''))
export const isTitle = (word: string): boolean => plain().has(bare(word))
export const isRank = (word: string): boolean => ranks().has(bare(word))
export const isKinWord = (word: string): boolean => kin().has(bare(word))
export const isParticle = (word: string): boolean => particleWords().has(bare(word))
export const isNameSuffix = (word: string): boolean => suffixes().has(bare(word))
export const isUncertainPlace = (key: string): boolean => uncertainPlaces().has(key)
export const opensLongPlace = (word: string): boolean => longPlaces().has(word)
export const knownPlace = (key: string): KnownPlace | undefined => places().get(key)

/** The sex a title tells, if it tells one. */
export function titleGender(title: string | undefined): 'f' | 'm' | undefined {
  for (const word of (title ?? '').split(/[\s.]+/u)) {
    const key = bare(word)
    if (female().has(key)) return 'f'
    if (male().has(key)) return 'm'
  }
  return undefined
}

/** Whether the language has the word as an ordinary one, so that its capital alone makes it no name. */
export function isCommonWord(word: string, language: string): boolean {
  const key = bare(word)
  if (key.length < 2) return true
  if (language === 'de')
    return germanWords().has(key) || (germanNounEnding.test(key) && !surnames().has(key))
  if (language === 'fr') return frenchCommon().has(key) || englishNever().has(key)
  return englishNever().has(key) || isEnglishWord(key)
}

/** A German word that the list has as a noun; a noun's ending alone does not count, surnames have those too. */
export const isListedNoun = (word: string): boolean => germanWords().has(bare(word))

/** Calendar words, nations, the deity, forms of address: never the name of a person, whatever stands before. */
export function isNeverName(word: string, language: string): boolean {
  const key = bare(word)
  if (language === 'de')
    return (
      germanWords().has(key) ||
      (germanNounEnding.test(key) && !givenNames().has(key) && !surnames().has(key))
    )
  return language === 'fr' ? frenchCommon().has(key) : englishNever().has(key)
}
