import {
  isCommonWord,
  isGivenName,
  isNeverName,
  isUncertainGivenName,
  opensSentence,
} from '@colophon/methods/names'
import type { Letter } from './letter.ts'
import {
  type Mention,
  personMention,
  type PersonMention,
  type PersonPattern,
  withoutPossessive,
} from './mention.ts'

/** One person and every mention of them, in the order of the text. */
export interface PersonEntry {
  mentions: PersonMention[]
  surname?: string
  given: string[]
  gender?: 'f' | 'm'
  name: string
  pattern: PersonPattern
  /** How much the fullest mention tells. */
  weight: number
}

const shortForms: Readonly<Record<string, string>> = {
  wm: 'william',
  willm: 'william',
  jas: 'james',
  thos: 'thomas',
  chas: 'charles',
  geo: 'george',
  jno: 'john',
  robt: 'robert',
  edwd: 'edward',
  edw: 'edward',
  benj: 'benjamin',
  saml: 'samuel',
  danl: 'daniel',
  alexr: 'alexander',
  fredk: 'frederick',
  richd: 'richard',
  jos: 'joseph',
  josh: 'joshua',
  nathl: 'nathaniel',
  michl: 'michael',
  joh: 'johann',
  wilh: 'wilhelm',
  ludw: 'ludwig',
  heinr: 'heinrich',
  friedr: 'friedrich',
  aug: 'august',
}

/** A name's letters alone, for comparing. */
export function nameKey(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^\p{L}]/gu, '')
}

/** A given name's letters, written out where it is a usual abbreviation. */
export const longGiven = (given: string): string => shortForms[nameKey(given)] ?? nameKey(given)

/** Given names agree when one list, initials allowed, runs along the other. */
export function givenAgree(a: readonly string[], b: readonly string[]): boolean {
  const count = Math.min(a.length, b.length)
  for (let at = 0; at < count; at++) {
    const x = longGiven(a[at] ?? '')
    const y = longGiven(b[at] ?? '')
    if (x === '' || y === '') continue
    if (
      x !== y &&
      !(x.length <= 2 && y.startsWith(x.charAt(0))) &&
      !(y.length <= 2 && x.startsWith(y.charAt(0)))
    )
      return false
  }
  return true
}

/** Surnames agree when equal, or when one is the other's genitive or plural. */
export function surnamesAgree(a: string, b: string): boolean {
  const x = nameKey(a)
  const y = nameKey(b)
  if (x === y || `${x}s` === y || `${y}s` === x) return true
  return false
}

function rank(title: string | undefined): string {
  const key = (title ?? '').toLowerCase().replace(/\./gu, '')
  if (/^(?:mrs|madame|mme|mad|frau)/u.test(key)) return 'mrs'
  return /^(?:miss|mademoiselle|mlle|fräulein|frl)/u.test(key) ? 'miss' : ''
}

function belongs(entry: PersonEntry, mention: PersonMention): boolean {
  if (entry.gender && mention.gender && entry.gender !== mention.gender) return false
  if (mention.surname === undefined || entry.surname === undefined) return false
  if (!surnamesAgree(entry.surname, mention.surname)) return false
  const first = entry.mentions[0] as PersonMention
  const a = rank(first.title)
  const b = rank(mention.title)
  if (a !== '' && b !== '' && a !== b) return false
  if (entry.pattern === 'family' || mention.pattern === 'family')
    return entry.pattern === mention.pattern
  return givenAgree(entry.given, mention.given)
}

const fullness = (mention: PersonMention): number =>
  (mention.surname === undefined ? 0 : 2) +
  mention.given.filter((given) => given.replace('.', '').length > 1).length * 2 +
  mention.given.length +
  (mention.title === undefined ? 0 : 1)

function add(entry: PersonEntry, mention: PersonMention): void {
  const weight = fullness(mention)
  if (weight > entry.weight) {
    entry.name = mention.name
    entry.pattern = mention.pattern
    entry.weight = weight
  }
  entry.mentions.push(mention)
  if (mention.given.length > entry.given.length) entry.given = mention.given
  if (mention.gender) entry.gender ??= mention.gender
}

function toEntry(mention: PersonMention): PersonEntry {
  return {
    mentions: [mention],
    ...(mention.surname === undefined ? {} : { surname: mention.surname }),
    given: mention.given,
    ...(mention.gender === undefined ? {} : { gender: mention.gender }),
    name: mention.name,
    pattern: mention.pattern,
    weight: fullness(mention),
  }
}

const stem = (name: string): string => name.replace(/s$/u, '')

/** Keys under which an entry may be looked up: its surname, and each given name. */
function keysOf(mention: PersonMention): { surname?: string; given: string[] } {
  const given = mention.given.map((name) => stem(longGiven(name))).filter((name) => name.length > 1)
  return mention.surname === undefined
    ? { given }
    : { surname: stem(nameKey(mention.surname)), given }
}

class Entries {
  readonly all: PersonEntry[] = []
  readonly #bySurname = new Map<string, PersonEntry[]>()
  readonly #byGiven = new Map<string, PersonEntry>()

  /** The entry a mention belongs to. A given name alone goes to the first person who bears it. */
  find(mention: PersonMention): PersonEntry | undefined {
    const { surname, given } = keysOf(mention)
    if (surname !== undefined)
      return this.#bySurname.get(surname)?.find((entry) => belongs(entry, mention))
    return given[0] === undefined ? undefined : this.#byGiven.get(given[0])
  }

  push(mention: PersonMention): void {
    const entry = toEntry(mention)
    const { surname, given } = keysOf(mention)
    this.all.push(entry)
    if (surname !== undefined) {
      const bearers = this.#bySurname.get(surname)
      if (bearers) bearers.push(entry)
      else this.#bySurname.set(surname, [entry])
    }
    for (const name of given) if (!this.#byGiven.has(name)) this.#byGiven.set(name, entry)
  }
}

/** Puts the mentions of one person together: full names first, then surnames and given names alone. */
export function groupPeople(mentions: readonly PersonMention[]): PersonEntry[] {
  const entries = new Entries()
  const ordered = mentions.toSorted((a, b) => fullness(b) - fullness(a) || a.start - b.start)
  for (const mention of ordered) {
    const entry = entries.find(mention)
    if (entry) add(entry, mention)
    else entries.push(mention)
  }
  for (const entry of entries.all) entry.mentions.sort((a, b) => a.start - b.start)
  return entries.all.sort((a, b) => (a.mentions[0]?.start ?? 0) - (b.mentions[0]?.start ?? 0))
}

/** Surnames and doubtful given names that stand alone, once the letter has named their bearers in full. */
export function repeatedNames(letter: Letter, mentions: readonly Mention[]): PersonMention[] {
  const surnames = new Set<string>()
  const given = new Set<string>()
  for (const mention of mentions) {
    if (mention.kind !== 'person' || mention.pattern === 'title-of') continue
    const full =
      mention.title !== undefined ||
      mention.given.length > 0 ||
      mention.pattern === 'surname' ||
      mention.pattern === 'esquire'
    if (full && mention.surname !== undefined && mention.surname.length > 2)
      surnames.add(nameKey(mention.surname))
    for (const name of mention.given)
      if (name.length > 2 && isUncertainGivenName(name)) given.add(nameKey(name))
  }
  const taken = new Set<number>()
  for (const mention of mentions) for (let at = mention.from; at < mention.to; at++) taken.add(at)
  const found: PersonMention[] = []
  letter.tokens.forEach((token, at) => {
    if (taken.has(at) || !token.cap || token.text.length < 3) return
    const key = nameKey(withoutPossessive(token.text))
    const small = letter.small.has(key)
    const known = surnames.has(key) || given.has(key)
    if (
      !known ||
      small ||
      (opensSentence(token) && isCommonWord(token.text, letter.language)) ||
      isNeverName(token.text, letter.language) ||
      (opensSentence(token) && isGivenName(token.text) && isUncertainGivenName(token.text))
    )
      return
    found.push(personMention(letter, { from: at, nameFrom: at, to: at + 1, pattern: 'repeated' }))
  })
  return found
}
