import { readWords, startsUpper } from '@colophon/methods/words'
import { isOfficeWord } from './offices.ts'
import { titles } from './name-words.ts'
import type { PersonName } from './person.ts'

const ends = /^[\s.,:;!_*'"”»)\]–—~|-]*$/u
/** "Isobel Tait (Mrs. John)", "Henry Lovell [Capt.]", "Henry Lovell [?]". */
const bracketed = /^[\s,]{0,3}(?:\([^()\n]{1,30}\)|\[[^[\]\n]{0,30}\])[\s.,]*$/u
/** "Luise Brunner geb. Holt", "Marie Roux, née Garnier", "Ann Pell, widow of John Pell". */
const born =
  /^[\s,]{1,3}\(?(?:geb(?:oren\p{L}{0,2})?|née?|born|verw(?:itwete)?|verh|formerly|late|widow|wife|veuve|witwe|wwe)(?!\p{L})/iu
/** "Henry Lovell of Stoke Hall", "Karl Brunner aus Celle". */
const from = /^,?\s(?:of|to|from|aus|in|zu|de|à)\s(?:the\s|der\s|dem\s)?(?=\p{Lu})/u

/** Words of running text that are neither an office nor small. */
function proseWords(rest: string): number {
  return readWords(rest).filter(
    ({ text, key }) => !startsUpper(text) && text.length > 4 && !isOfficeWord(key),
  ).length
}

/**
 * Whether what follows a whole name on its line says only who that is: an office, a rank, a degree, a house, a place.
 * Given name or initials and surname must be there; what follows a bare surname may be the rest of the name.
 */
export function describes(person: PersonName, line: string): boolean {
  if (person.surname === null || person.given.length === 0) return false
  const rest = line.slice(person.end)
  if (ends.test(rest) || rest.length > 60) return false
  if (bracketed.test(rest) || born.test(rest)) return true
  if (/\d{3}|[!?;]|\.\s\p{Lu}\p{Ll}+ \p{Ll}/u.test(rest) || proseWords(rest) > 0) return false
  if (from.test(rest)) return readWords(rest).length < 6
  const words = readWords(rest)
  const first = words[0]
  if (!first || words.length > 9) return false
  const office = words.some(
    ({ key }) =>
      isOfficeWord(key) || titles.exact(key) !== undefined || /^(?:regt|foot|inf)/.test(key),
  )
  // Behind a comma a place may stand as well; without one only what is surely an office.
  return /^[\s.]{0,2},/.test(rest) ? office || startsUpper(first.text) : office
}
