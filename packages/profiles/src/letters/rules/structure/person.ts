import type { Span } from '@colophon/domain'
import { months, weekdays } from '@colophon/methods/dates'
import { readWords, startsUpper, type Word } from '@colophon/methods/words'
import { sentenceOpeners } from './formulas.ts'
import { isOfficeName } from './offices.ts'
import {
  givenNames,
  kinWords,
  nameParticles,
  placeOpeners,
  placeWords,
  titles,
} from './name-words.ts'

export interface Correspondent {
  name: string
  title?: string
  affiliation?: string
  location?: string
  address?: string
}

/** A name as the text gives it, taken apart. Offsets are those of the string that was read. */
export interface PersonName extends Span {
  /** Name without titles, spaces put right: "M. R. Whitby". */
  name: string
  title: string | null
  given: string[]
  surname: string | null
}

export function isInitial(word: Word): boolean {
  return word.text.length === 1 && startsUpper(word.text)
}

export function isCapitalRun(word: Word): boolean {
  return /^\p{Lu}{2,4}$/u.test(word.text)
}

export function isTitleWord(word: Word): boolean {
  return titles.exact(word.key) === 'title' && (word.text.length > 1 || startsUpper(word.text))
}

/** "d'Aubrac", "O'Hara", "l'Espinasse": a particle and a name in one word. */
const elided = /^(?:d|l|dell|dall|o|m|n)['’]\p{Lu}\p{L}/iu

type Role = 'initial' | 'given' | 'name' | 'title' | 'degree' | 'particle' | 'lower' | 'figure'

function roleOf(word: Word, text: string): Role {
  if (/\d/.test(word.text) && !/\p{L}{3}/u.test(word.text)) return 'figure'
  if (titles.exact(word.key) === 'degree' && word.text.length > 1) return 'degree'
  if (isTitleWord(word)) return 'title'
  if (nameParticles.has(word.key) && !(startsUpper(word.text) && text[word.end] === '.'))
    return 'particle'
  if (isInitial(word)) return 'initial'
  if (!startsUpper(word.text))
    return elided.test(word.text) && /['’]\p{Lu}/u.test(word.text) ? 'name' : 'lower'
  return givenNames.exact(word.key) ? 'given' : 'name'
}

const article = new Set(['the', 'to', 'an', 'el', 'dem', 'der', 'den', 'à', 'le', 'la', 'a'])
const joiner = /^[\s.,'’°º\-–—]{0,4}$/
/** "Go: Walling", "Tho: Pell": old hands close an abbreviation with a colon. */
const abbreviated = /^: ?$/

/** Reads a name that starts at `from`; null when what stands there is no name. Stops before the first word that cannot belong. */
export function readPersonName(text: string, from = 0): PersonName | null {
  const window = text.slice(from, from + 120)
  const words = readWords(window)
  const titleParts: string[] = []
  const core: { word: Word; role: Role }[] = []
  let end = 0
  let start = -1
  for (const [index, word] of words.entries()) {
    const role = roleOf(word, window)
    if (
      core.length === 0 &&
      titleParts.length === 0 &&
      article.has(word.key) &&
      window[word.end] !== '.' &&
      index + 1 < words.length
    )
      continue
    const gap = window.slice(index === 0 ? 0 : (words[index - 1]?.end ?? 0), word.start)
    if (start < 0) start = word.start
    if (index > 0 && !joins(gap, words[index - 1])) break
    if (core.length > 0 && gap.includes(',') && role !== 'degree') break
    if (core.length > 0 && /--|—|–/.test(gap) && core.at(-1)?.role !== 'initial') break
    if (role === 'figure' || role === 'lower') break
    if (core.length > 0 && endsName(word, window)) break
    if (core.length === 0 && opensSentence(word)) break
    if (core.length === 0 && role === 'particle' && titleParts.length > 0 && article.has(word.key))
      continue
    if (role === 'degree' || (role === 'title' && core.length === 0)) titleParts.push(word.text)
    else if (role === 'title' && core.length > 0) {
      if (!isSurname(words, index, core)) break
      core.push({ word, role: 'name' })
    } else if (role === 'particle' && core.length === 0 && index + 1 >= words.length) break
    else core.push({ word, role })
    end = word.end
    if (role === 'degree' && core.length > 0) break
    if (core.length >= 7) break
    // A full stop after a full word ends the name; after initials and abbreviations it does not.
    if (window[word.end] === '.' && role === 'name' && word.text.length > 5) break
  }
  while (core.at(-1)?.role === 'particle') core.pop()
  if (core.length === 0) return null
  end = Math.max(
    core.at(-1)?.word.end ?? 0,
    titleParts.length > 0 && end > (core.at(-1)?.word.end ?? 0) ? end : 0,
  )
  return finish({ text: window, core, titleParts, start, end, from })
}

/** "Karl König", "Anna Bishop": a word that is also a title ends the name as a surname behind given names. */
function isSurname(words: readonly Word[], at: number, core: readonly { role: Role }[]): boolean {
  const word = words[at]
  const next = words[at + 1]
  return (
    word !== undefined &&
    word.text.length > 3 &&
    startsUpper(word.text) &&
    !(next && startsUpper(next.text) && next.start - word.end <= 2) &&
    core.every(({ role }) => role === 'given' || role === 'initial')
  )
}

function joins(gap: string, before: Word | undefined): boolean {
  if (gap.includes('\n')) return false
  return joiner.test(gap) || (abbreviated.test(gap) && (before?.text.length ?? 9) < 6)
}

/** Months, words that open an address and words that open a sentence stand behind a name, not in it. */
function endsName(word: Word, text: string): boolean {
  const next = text.charAt(word.end)
  if (word.text.length === 1) return false
  if (placeOpeners.has(word.key)) return true
  if (
    months.exact(word.key) !== undefined &&
    (/[\s.]/.test(next) || next === '') &&
    !givenNames.exact(word.key)
  )
    return true
  if (weekdays.exact(word.key) !== undefined) return true
  return (
    sentenceOpeners.has(word.key) && !nameParticles.has(word.key) && !givenNames.exact(word.key)
  )
}

function opensSentence(word: Word): boolean {
  return (
    word.text.length > 1 &&
    sentenceOpeners.has(word.key) &&
    !nameParticles.has(word.key) &&
    !givenNames.exact(word.key) &&
    word.text !== word.text.toUpperCase()
  )
}

interface Reading extends Span {
  text: string
  core: { word: Word; role: Role }[]
  titleParts: string[]
  from: number
}

function finish({ text, core, titleParts, start, end, from }: Reading): PersonName | null {
  const first = core[0]?.word
  const last = core.at(-1)
  if (!first || !last) return null
  const name = text
    .slice(
      first.start,
      last.word.end + (last.role === 'initial' && text[last.word.end] === '.' ? 1 : 0),
    )
    .replace(/\s+/g, ' ')
    .replace(/\.(?=\p{L}{2})/gu, '. ')
    .replace(glued, '$1 $2')
  const named = core.filter(({ role }) => role !== 'particle')
  const surname =
    last.role === 'name' && !isShortCapitals(last.word)
      ? (name.split(' ').at(-1) ?? null)
      : last.role === 'given' && named.length > 1
        ? last.word.text
        : null
  const dotted = text[end] === '.' ? end + 1 : end
  return {
    start: from + start,
    end: from + dotted,
    name,
    title: titleParts.length > 0 ? titleParts.join(' ') : null,
    given: givenParts(named, surname),
    surname,
  }
}

/** Recognisers lose the space in "OlgaBrunner" and "KAVollmer"; "McDonald" and "DeWitt" are written so. */
const glued =
  /(?<=^|\s|\.)((?!(?:Mac|Mc|De|La|Le|Van|Von|Fitz|Di|Du|St|O)\p{Lu})\p{Lu}\p{Ll}{2,}|\p{Lu}{2})(\p{Lu}\p{Ll}{2,})/gu

function givenParts(named: { word: Word }[], surname: string | null): string[] {
  const parts = named.slice(0, surname ? -1 : undefined).map(({ word }) => word.text)
  const last = named.at(-1)?.word.text ?? ''
  return surname && last.endsWith(surname) && last !== surname
    ? [...parts, last.slice(0, -surname.length)]
    : parts
}

/** "MRM", "RLE": initials written together. Vowel-less or short runs of capitals are no surnames. */
export function isShortCapitals(word: Word): boolean {
  return isCapitalRun(word) && word.text.length <= 3
}

/** Titles without which a bare surname reads badly: "Mr. Alderson", "Frau Meyer". Offices go to `title` alone. */
const civil =
  /^(?:mrs?|ms|miss|messrs|dr|sir|lady|lord|herrn?|hrn|frau|fräulein|frl|monsieur|mr|madame|mme|mademoiselle|mlle|col|capt|captain|captn|colonel|general|genl|judge|prof|professor|rev|revd|reverend|pastor|pfarrer|bishop|countess|count|baron|baroness|gräfin|graf|comte|comtesse|doctor)$/i

const isCivil = (title: string | null): boolean =>
  title?.split(' ').some((part) => civil.test(part)) ?? false

/** Telegrams and headings print names in capitals, a record does not. */
export function inCapitals(name: string): string {
  if (/\p{Ll}/u.test(name) || !/\p{Lu}{4}/u.test(name)) return name
  return name.replace(/(?<=\p{Lu})\p{Lu}+/gu, (tail) => tail.toLowerCase())
}

/** The record's view of a name: a bare surname keeps its form of address ("Mr. Alderson"), a full name does not. */
export function correspondentOf(person: PersonName): Correspondent {
  const { title } = person
  const name = inCapitals(person.name)
  if (title === null) return { name }
  const address = new Set(title.split(' ').filter((part) => civil.test(part)))
  return { name: /\s/.test(name) ? name : [...address, name].join(' '), title }
}

/** A name that tells a person apart: a surname with or without more, not initials, a first name or a kinship term alone. */
export function isIdentifying(person: PersonName): boolean {
  if (!person.surname) return false
  const key = person.surname.toLowerCase()
  return (
    key.length > 2 &&
    /[aeiouyäöü]/.test(key) &&
    kinWords.exact(key) === undefined &&
    !(isOfficeName(`${person.name} ${person.title ?? ''}`) && !isCivil(person.title)) &&
    !(person.given.length === 0 && isNoSurname(person, key)) &&
    !/^[IVX]{2,4}$/.test(person.given[0] ?? '') &&
    !(person.given.length === 0 && !person.title && givenNames.exact(key) === true)
  )
}

/** "Dr. Brothet" is a misread "Dr. Brother"; a country or a town alone names nobody. */
function isNoSurname({ title }: PersonName, key: string): boolean {
  const place = placeWords.exact(key)
  if (title === null)
    return place !== undefined || kinWords.find(key) !== undefined || givenNames.find(key) === true
  return (
    place === 'region' ||
    (key.length > 4 && titles.find(key) === 'title') ||
    (/^dr$/i.test(title) && (key.length < 4 || kinWords.find(key) !== undefined))
  )
}
