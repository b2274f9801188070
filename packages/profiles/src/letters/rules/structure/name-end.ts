import { readWords, startsUpper, type Word } from '@colophon/methods/words'
import { givenNames, nameParticles, placeWords } from './name-words.ts'
import { isInitial, type PersonName } from './person.ts'

/** Words that end the name of a place and hardly ever that of a person. */
const landscape = new Set(
  'creek run mine mines prairie bend fork forks bayou ranch rancho station depot junction settlement plantation hollow swamp ridge crossing harbor harbour beach rectory vicarage parsonage manor college'.split(
    ' ',
  ),
)

const isPlaceWord = ({ key, text }: Word): boolean =>
  landscape.has(key) || (text.length > 2 && placeWords.exact(key) !== undefined)

/** Words of the name when it begins with given names or initials: those, particles and one surname; else 0. */
function lengthOfName(words: readonly Word[]): number {
  let at = 0
  while (at < words.length && isForename(words[at]) && !isMiddle(words, at - 1)) at++
  if (at === 0 || at >= words.length) return 0
  while (at < words.length - 1 && nameParticles.has(words[at]?.key ?? '')) at++
  return at + 1
}

/** "Jas. F. Perry": behind a forename and an initial stands the surname, whatever else it may be. */
function isMiddle(words: readonly Word[], at: number): boolean {
  const [before, word, next] = words.slice(Math.max(0, at - 1), at + 2)
  return (
    at > 0 &&
    next !== undefined &&
    isInitial(word as Word) &&
    !isInitial(next) &&
    !isInitial(before as Word)
  )
}

export function isForename(word: Word | undefined): boolean {
  return word !== undefined && (isInitial(word) || givenNames.exact(word.key) === true)
}

/** How many words of a name that a place may follow are the name. */
function wordsKept(words: readonly Word[]): number {
  const place = words.findLastIndex(isPlaceWord)
  const last = words.at(-1)
  const landscaped = last !== undefined && landscape.has(last.key)
  // "James Bryan Hazle Run": the surname is a forename too.
  const most = landscaped ? words.length - (words.length > 3 ? 2 : 1) : words.length
  const named = Math.min(lengthOfName(words), most)
  const town = last !== undefined && /^(?:region|city)$/.test(placeWords.exact(last.key) ?? '')
  const further = words.length - named > 1 || landscaped || town
  if (named > 0 && place >= named && further) return named
  const street = words.findIndex(
    (word, at) =>
      at >= 1 &&
      isPlaceWord(word) &&
      (at >= 3 ||
        (at < words.length - 1 && (at === 2 ? placeWords.exact(word.key) === 'city' : false)) ||
        (at < words.length - 1 && placeWords.exact(word.key) === 'street' && word.text.length > 4)),
  )
  const initial = words.findLastIndex(({ text }) => text.length === 1)
  const keep =
    street < 0
      ? words.length
      : placeWords.exact(words[street]?.key ?? '') === 'street' && street > 2
        ? Math.max(street - 1, initial + 2)
        : street
  const surname = words[initial + 1]
  return initial >= 0 &&
    initial + 2 < keep &&
    surname &&
    startsUpper(surname.text) &&
    !nameParticles.has(surname.key)
    ? initial + 2
    : keep
}

/** "J. F. Carter Galveston Texas", "James Holt Rose Cottage": what follows the surname is the place. */
export function withoutPlace(person: PersonName): PersonName {
  const words = readWords(person.name)
  const keep = wordsKept(words)
  const last = words[keep - 1]
  if (keep >= words.length || !last) return person
  const name = person.name.slice(0, last.end)
  return {
    ...person,
    name,
    surname: last.text,
    given: words.slice(0, keep - 1).map(({ text }) => text),
    end: person.end - (person.name.length - name.length),
  }
}

const joint = String.raw`(?:&|and|und|u\.|et)`
const more = String.raw`(?: ${joint} \p{Lu}[\p{L}'’-]{1,20}(?: \p{Lu}[\p{L}'’-]{1,20})?)?`
const partners = String.raw`(?:Co(?:mp(?:an)?y?|y)?|CO(?:MPANY)?|C(?:om)?p(?:agn)?ie|Cie|CIE|Sons?|SONS?|Söhne|Sohn|[Ff]ils|FILS|[Ff]rères|Bro(?:ther)?s|BRO(?:THER)?S|Brüder|Nephews?)`
const legal = String.raw`(?:Co(?:mpany)?|CO(?:MPANY)?|Ltd|LTD|Limited|G\.?m\.?b\.?H|A\.?-?G|Inc|INC)`
const house = new RegExp(
  String.raw`^${more} ?,? ?(?:${joint} ${partners}|${legal})(?!\p{L})\.?(?:,? ?Ltd\.?)?`,
  'u',
)
const twoNames = /^(?: (?:and|&|und|et) \p{Lu}[\p{L}.'’]{0,20}){1,2}(?<!\.)/u

/** "Robert Muir & Co.", "Northern Grain & Elevator Company", and of "Messrs. Hollis & Trent" both names: one house. */
export function withFirm(person: PersonName, text: string): PersonName {
  const rest = text.slice(
    person.end - (text[person.end - 1] === '.' && !/\.$/.test(person.name) ? 1 : 0),
    person.end + 80,
  )
  const several = /^(?:messrs|messieurs|herren|mm)$/i.test(person.title ?? '')
  const found = house.exec(rest) ?? (several ? twoNames.exec(rest) : null)
  return found
    ? {
        ...person,
        name: person.name + found[0],
        given: [person.name],
        end: person.end + found[0].length,
      }
    : person
}

/** "Lovell & Pettifer": two surnames with nothing else are one house. */
export function withHouse(person: PersonName, text: string): PersonName {
  if (person.given.length > 0 || person.title !== null || person.surname === null) return person
  const rest = /^ & \p{Lu}[\p{L}'’]+(?=[.,]?$)/u.exec(text.slice(person.end))
  return rest
    ? { ...person, name: person.name + rest[0], given: [person.name], end: text.length }
    : person
}

/** "John X Smith" made his mark between his names. */
export function withoutMark(person: PersonName): PersonName {
  const name = person.name.replace(/(?<=\p{L}\.?) [Xx×+] (?=\p{Lu})/u, ' ')
  return name === person.name
    ? person
    : { ...person, name, given: person.given.filter((part) => !/^[Xx×]$/.test(part)) }
}
