import type { Span } from '@colophon/domain'
import { readWords, wordKey } from '@colophon/methods/words'
import { isDoubtful } from '../structure/name-likeness.ts'
import { givenNames, placeWords } from '../structure/name-words.ts'
import { isInitial, isTitleWord, type PersonName } from '../structure/person.ts'

/** What can be seen of a value and speaks for or against it, by name: yes or no. */
export type Signs = Readonly<Record<string, boolean>>

/** A line is looked at so far on either side: a paragraph on one line is no ground for a name in it. */
const REACH = 80

/** What stands before and behind a span on its line. */
export function lineAround(text: string, { start, end }: Span): { before: string; behind: string } {
  const [ahead, after] = [
    text.slice(Math.max(0, start - REACH), start),
    text.slice(end, end + REACH),
  ]
  const stop = after.indexOf('\n')
  return {
    before: ahead.slice(ahead.lastIndexOf('\n') + 1),
    behind: stop < 0 ? after : after.slice(0, stop),
  }
}

/** "To", "An", "à" directly before the name. */
const addresses = /(?:^|[^\p{L}])(?:to|an|à|a|herrn|for|pour)[\s:.,]{0,3}$/iu

const hasWord = /\p{L}{2}|\d/u

/** What a recogniser leaves and a hand does not: capitals and figures within words, marks between letters. */
const strayMark =
  /\p{L}[~^|*_#<>{}=\\]|[~^|*_#<>{}=\\]\p{L}|\p{Ll}\d|\d\p{Ll}{3}|\p{Ll}\p{Lu}\p{Ll}/u

/** Whether the surname stands in the letter once more: two readings of one name seldom err alike. */
function standsAgain(text: string, { start, end }: Span, surname: string | null): boolean {
  if (surname === null || surname.length < 4) return false
  const first = text.indexOf(surname)
  return (first >= 0 && first + surname.length <= start) || text.includes(surname, end)
}

/** What every name shows, whoever it is of. */
export function nameSigns(text: string, span: Span, person: PersonName): Signs {
  const { before, behind } = lineAround(text, span)
  const written = text.slice(span.start, span.end)
  const words = readWords(written).filter((word) => !isTitleWord(word))
  const last = words.at(-1)
  const first = wordKey(person.given[0] ?? '')
  return {
    'a known first name': givenNames.exact(first) === true,
    'initials only': person.given.length > 0 && person.given.every((part) => part.length < 3),
    'a lone initial': person.given.length === 1 && first.length === 1,
    'words behind it on the line': hasWord.test(behind),
    'the surname stands again': standsAgain(text, span, person.surname),
    'a place in the name': words.some(({ key }) => placeWords.exact(key) !== undefined),
    'a short last word': last !== undefined && !isInitial(last) && last.text.length < 4,
    'a title before it': person.title !== null,
    'a word that addresses': addresses.test(before),
    'misread letters': isDoubtful(person) || strayMark.test(before + written + behind),
  }
}
