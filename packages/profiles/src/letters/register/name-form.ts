import { isGivenName, titleGender } from '@colophon/methods/names'
import { wordKey } from '@colophon/methods/words'
import { longGiven } from '../rules/entities/coreference.ts'
import { husbands, isIdentifying } from '../rules/structure/identity.ts'
import { readPersonName } from '../rules/structure/person.ts'

/** A name as a document has it, taken apart and folded for comparing. */
export interface NameForm {
  form: string
  /** Names in full and initials, as one letter each. */
  given: readonly string[]
  /** Null where there is none: "Maria E", "M. R. M.", "Arthur". */
  surname: string | null
  gender: 'f' | 'm' | null
  /** Whether it tells a person apart, as the rules understand it. */
  identifies: boolean
}

export const isInitial = (part: string): boolean => part.length === 1

const TURNED = /^([^,]{2,60}),\s{0,3}([^,]{2,60})$/u
const CAPITALS = /^\p{Lu}{2,4}$/u

const partsOf = (part: string): string[] =>
  CAPITALS.test(part) ? Array.from(part.toLowerCase()) : [longGiven(part)]

/** What a first name says: a man's is listed; one that ends so, and is none of them, is a woman's. */
function genderOf(first: string): 'f' | 'm' | null {
  if (isInitial(first)) return null
  if (husbands.has(first)) return 'm'
  return /[ae]$/u.test(first) && isGivenName(first) ? 'f' : null
}

/** The parts of a name; null where the words are none. */
export function readForm(words: string): NameForm | null {
  const turned = TURNED.exec(words)
  const form = (turned === null ? words : `${turned[2] ?? ''} ${turned[1] ?? ''}`)
    .replace(/\s+/gu, ' ')
    .trim()
  const person = readPersonName(form)
  if (person === null) return null
  const { surname: last, title } = person
  const surname = last === null ? null : wordKey(last)
  const given = person.given.flatMap(partsOf).filter((part) => part !== '')
  return {
    form,
    given: given.filter((part) => surname?.startsWith(`${part}-`) !== true),
    surname,
    gender: titleGender(title ?? undefined) ?? genderOf(given[0] ?? ''),
    identifies: isIdentifying(person),
  }
}

/** A given name in full and a surname. */
export const isFull = ({ given, surname }: NameForm): boolean =>
  surname !== null && given.some((part) => !isInitial(part))

/** One key for spellings that differ in marks and case alone. */
export const formKey = ({ given, surname }: NameForm): string =>
  [...given, surname ?? ''].join(' ').trim()

/** The key of a name; one without given names needs its form of address, since Mr. and Mrs. Miles are two. */
export const keyOf = (form: NameForm): string =>
  form.given.length === 0 ? `${form.gender ?? ''} ${formKey(form)}` : formKey(form)

const MIN_CUT = 3

/** Whether two given names can be one: equal, an initial of it, or cut short ("Steph" and "Stephen"). */
export function sameGiven(a: string, b: string): boolean {
  if (a === b) return true
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  return (isInitial(short) || short.length >= MIN_CUT) && long.startsWith(short)
}

/** Whether the shorter list runs along the longer, from the first name on; names in between may be left out. */
export function givenFit(a: readonly string[], b: readonly string[]): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  let at = 0
  for (const part of short) {
    while (at < long.length && !sameGiven(part, long[at] ?? '')) {
      // The first name is the one that is never left out.
      if (at === 0) return false
      at++
    }
    if (at++ >= long.length) return false
  }
  return true
}

const NEAR_FROM = 5
const TWO_FROM = 8

/** Letters that have to be added, lost or changed; `limit` + 1 where there are more. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let before = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (const [row, unit] of Array.from(a).entries()) {
    const here = [row + 1]
    for (const [column, other] of Array.from(b).entries())
      here.push(
        Math.min(
          (before[column] ?? 0) + (unit === other ? 0 : 1),
          (before[column + 1] ?? 0) + 1,
          (here[column] ?? 0) + 1,
        ),
      )
    before = here
  }
  return Math.min(before.at(-1) ?? 0, limit + 1)
}

/** Whether one word may be a misreading of the other: short words differ by chance. */
export function isNear(a: string, b: string): boolean {
  if (a === b) return true
  const length = Math.min(a.length, b.length)
  if (length < NEAR_FROM) return false
  const limit = length >= TWO_FROM ? 2 : 1
  return editDistance(a, b, limit) <= limit
}
