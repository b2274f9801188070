import { readWords, wordKey } from '@colophon/methods/words'
import { addressWords, closingWords } from './formulas.ts'
import { describes } from './name-tail.ts'
import { givenNames, kinWords, placeWords, titles } from './name-words.ts'
import {
  isCapitalRun,
  isInitial,
  isShortCapitals,
  readPersonName,
  type PersonName,
} from './person.ts'

const kindsOfStreet =
  /^(?:street|strasse|gasse|platz|road|avenue|row|square|place|terrace|crescent|gardens|lane|rue|quai|boulevard|office|bureau|town|city|county|parish|village|college|university|hotel)$/

/** "Karl Berg", "Thomas Hall": behind given names a word for a place is the surname, where a name is to be expected. */
export function endsInPlaceWord(line: string): boolean {
  const words = readWords(line)
  const last = words.at(-1)
  return (
    last !== undefined &&
    words.length > 1 &&
    words.length < 4 &&
    /^[\p{Lu}][\p{L}. ’'-]{2,40}$/u.test(line) &&
    placeWords.exact(last.key) === 'street' &&
    !kindsOfStreet.test(last.key) &&
    words.slice(0, -1).every((word) => isInitial(word) || givenNames.exact(word.key) === true)
  )
}

const officer =
  /^\s?(?:,\s?(?:the |le |la |der |die )?(?:hon(?:orary|\.)? |vice-?)?(?:secr[eé]t\p{L}{2,5}|secretary|sekretär\p{L}{0,2}|pr[eé]sident\p{L}{0,2}|präsident\p{L}{0,2}|vorsitzend\p{L}{1,2}|tr[eé]sori\p{L}{2,3}|treasurer|chairman|kassierer?|schriftführer|director|directeur|direktor\p{L}{0,2}|manager|curator|librarian|archivist|archiviste|bibliothécaire|rector|warden|clerk|bursar|registrar|editor|captain|colonel|major|lieutenant|m\. ?d|ph\. ?d|m\. ?a|b\. ?a|ll\. ?d|f\.\s?r\.\s?s|o\.?\s?b\.?\s?e|m\.?\s?p)\b\.?[\p{L} ]{0,30}|[([](?:\p{L}{1,12}\.? ){0,2}(?:governor|secretary|president|captain|chairman|mayor|judge|bürgermeister|maire)\b[^\])\n]{0,30}[)\]]|\((?:mrs?|miss|ms|mme|mlle|frau|frl|dr)\.?\))[\s.,]*$/iu

/** "Jeanne Perrot, secrétaire", "Isobel Tait (Mrs)": wherever such a line stands it says who signs. */
function namesOffice(person: PersonName, line: string): boolean {
  return person.surname !== null && person.given.length > 0 && officer.test(line.slice(person.end))
}

/** "Henry Lovell, Vicar of Stoke": a name and what describes it, where a name is to be expected. */
export function endsInDescription(line: string): boolean {
  if (line.length > 75 || /^\P{L}{0,3}\p{Ll}/u.test(line)) return false
  const person = readPersonName(line)
  return person !== null && person.start < 4 && describes(person, line)
}

/** How much a line looks like nothing but a person's name, 0 (not at all) to 3 (title or given name and surname). */
export function nameLikeness(line: string): number {
  if (
    line.length > 60 ||
    line.length === 0 ||
    /^\P{L}{0,3}(?!v[ao]n|d[aeiou]|zu|ter?|ten)\p{Ll}{2}/u.test(line)
  )
    return 0
  const pair = /^(\P{Ll}.{1,28}?) (?:and|&|und|u\.|et) (\p{Lu}.{1,40})$/u.exec(line)
  if (pair?.[1] && pair[2]) {
    const [first, second] = [nameLikeness(pair[1]), nameLikeness(pair[2])]
    return Math.min(first, second) > 0 ? Math.max(first, second) : 0
  }
  const person = readPersonName(line)
  if (!person) return 0
  const rest = line.slice(person.end).replace(/[\s.,:;!_*'"”»)\]\-–—~|]+/g, '')
  const before = line
    .slice(0, person.start)
    .replace(/[\s.,:;_*'"“«(\-–—~|]+/g, '')
    .replace(/^(?:the|el|der|die|le|la)$/i, '')
  const office =
    person.title !== null &&
    /^(?:\s*\p{Lu}[\p{L}.]{1,12}){1,4}[.,]?$/u.test(line.slice(person.end)) &&
    person.start === 0 &&
    titles.exact(readWords(person.title)[0]?.key ?? '') === 'degree'
  if ((rest.length > 2 && !office && !namesOffice(person, line)) || before.length > 1) return 0
  const words = readWords(line.slice(person.start, person.end))
  if (words.some((word) => kinWords.exact(word.key)) && !person.given.length) return 0
  // "Euer Sohn Hermann" is a valediction and a name.
  const [first, second] = words
  if (first && second && closingWords.exact(first.key) === 'own' && kinWords.exact(second.key))
    return 0
  if (words.some((word) => placeWords.exact(word.key) === 'street' && word.text.length > 2))
    return 0
  if (words.some((word) => /gr(?:u|ue)ss(?:en?)?$/.test(word.key))) return 0
  if (
    words.every((word) => /^(?:own|strong)$/.test(closingWords.exact(word.key) ?? '')) ||
    words.some(
      (word) =>
        addressWords.exact(word.key) === 'adjective' && word.key !== 'dr' && word.text.length > 3,
    )
  )
    return 0
  const known = words.some((word) => givenNames.find(word.key) === true)
  const initials = words.some(
    (word) => isInitial(word) || isShortCapitals(word) || /^\p{Lu}{3}\p{Ll}{2}/u.test(word.text),
  )
  if (person.surname && (known || initials || person.title)) return 3
  if (words.every((word) => isInitial(word) || isCapitalRun(word))) return 2
  if (words.length <= 2 && known) return 2
  if (words.every((word) => placeWords.exact(word.key) !== undefined)) return 0
  return words.length <= 3 ? 1 : 0
}

/** A name in which letters were probably misread: "WmElf0rd", "Faul Goldmann", "S FAustln". */
export function isDoubtful({ name, given }: PersonName): boolean {
  const first = wordKey(given[0] ?? '')
  return (
    /\d|(?<!\b(?:Mac|Mc|De|La|Le|Van|Von|Fitz|Di|Du|St|O))(?<=\p{Ll})\p{Lu}|\p{Lu}{2}\p{Ll}/u.test(
      name,
    ) ||
    /(?<!\p{L})[bcdfghjklmnpqrstvwxz]{4}(?!\p{L})/iu.test(name.replace(/\./g, '')) ||
    (first.length > 3 && !givenNames.exact(first) && givenNames.find(first) === true)
  )
}
