import { months } from '@colophon/methods/dates'
import { knownPlace, placeKey } from '@colophon/methods/names'
import { isOfficeName } from './offices.ts'
import { givenNames, kinWords, placeWords, titles } from './name-words.ts'
import type { PersonName } from './person.ts'

export interface Correspondent {
  name: string
  title?: string
  affiliation?: string
  location?: string
  address?: string
}

/** Titles without which a bare surname reads badly: "Mr. Alderson", "Frau Meyer". Offices go to `title` alone. */
const civil =
  /^(?:mrs?|ms|miss|messrs|dr|sir|lady|lord|herrn?|hrn|frau|fräulein|frl|monsieur|mr|madame|mme|mademoiselle|mlle|col|capt|captain|captn|colonel|general|genl|judge|prof|professor|rev|revd|reverend|pastor|pfarrer|bishop|countess|count|baron|baroness|gräfin|graf|comte|comtesse|doctor|governor|govr|gov|senator|admiral|major|consul)$/i

const isCivil = (title: string | null): boolean =>
  title?.split(' ').some((part) => civil.test(part)) ?? false

/** Telegrams and headings print names in capitals, a record does not. */
export function inCapitals(name: string): string {
  if (/\p{Ll}/u.test(name) || !/\p{Lu}{4}/u.test(name)) return name
  return name.replace(/(?<=\p{Lu})\p{Lu}+/gu, (tail) => tail.toLowerCase())
}

/** Given names of men. */
export const husbands = new Set(
  `albert alexander alfred andrew anthony archibald arthur benjamin bernard charles chas christian daniel david edmund edward edwin ernest ernst ferdinand francis franz frank fred frederick friedrich fritz georg george geo
  gustav harold harry heinrich henri henry herbert herman hermann horace hugh jacob jakob james jas jean johann john jno joseph josef karl carl lewis louis ludwig martin max michael moses nathaniel nicholas oliver oscar
  oskar otto patrick paul peter philip philipp pierre ralph richard richd robert robt rudolf rudolph samuel saml simon stephen theodor theodore thomas thos victor viktor walter wilhelm william wm`.split(
    /\s+/,
  ),
)

/** "Mrs. Henry Lovell", "Frau Karl Brunner": she is called by his name, and the form of address is part of hers. */
function isByHusband(person: PersonName): boolean {
  return (
    /(?:^|\s)(?:mrs|frau|mme|madame)$/i.test(person.title ?? '') &&
    husbands.has((person.given[0] ?? '').toLowerCase())
  )
}

/** The record's view of a name: a bare surname keeps its form of address ("Mr. Alderson"), a full name does not. */
export function correspondentOf(person: PersonName): Correspondent {
  const { title } = person
  const name = inCapitals(person.name)
  if (title === null) return { name }
  const address = new Set(title.split(' ').filter((part) => civil.test(part)))
  const forms = [...address].map((part) => part.replace(/^(?:herrn|hrn)$/i, 'Herr'))
  const whole = /\s/.test(name) && !isByHusband(person)
  return { name: whole ? name : [...forms, name].join(' '), title }
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
    !isOfTown(person) &&
    !(person.given.length === 0 && months.exact(key) !== undefined) &&
    !/^[IVX]{2,4}$/.test(person.given[0] ?? '') &&
    !(person.given.length === 0 && !person.title && givenNames.exact(key) === true)
  )
}

/** "Monsieur le Maire de Lyon": an office and its town. */
function isOfTown({ name, title, given }: PersonName): boolean {
  const town = /^(?:de|du|von|zu|of) (.+)$/.exec(name)?.[1]
  return (
    town !== undefined &&
    given.length === 0 &&
    title !== null &&
    isOfficeName(title.split(' ').at(-1) ?? '') &&
    knownPlace(placeKey(town)) !== undefined
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
