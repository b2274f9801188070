import { isTitle, titleGender } from '@colophon/methods/names'
import { givenAgree, nameKey, type PersonEntry, surnamesAgree } from './coreference.ts'

export interface Correspondent {
  role: 'sender' | 'recipient'
  name: string
  surname: string
  given: string[]
  gender?: 'f' | 'm'
}

/** Takes a correspondent's name apart; "Surname, Given" is understood. */
export function toCorrespondent(
  name: string,
  role: Correspondent['role'],
): Correspondent | undefined {
  const turned = /^([^,]{2,60}),\s*([^,]{2,60})$/u.exec(name)
  const inOrder = turned ? `${turned[2] ?? ''} ${turned[1] ?? ''}` : name
  const words = inOrder.split(/[\s.]+/u).filter(Boolean)
  const proper = words.filter((word) => !isTitle(word))
  const surname = proper.at(-1)
  if (surname === undefined) return undefined
  const gender = titleGender(words.filter((word) => isTitle(word)).join(' '))
  return {
    role,
    name: name.trim(),
    surname,
    given: proper.slice(0, -1),
    ...(gender ? { gender } : {}),
  }
}

/** Whether a person of the letter is this correspondent. */
export function isCorrespondent(entry: PersonEntry, correspondent: Correspondent): boolean {
  if (entry.gender && correspondent.gender && entry.gender !== correspondent.gender) return false
  if (entry.surname === undefined) {
    const [given = ''] = entry.given
    return nameKey(given) === nameKey(correspondent.given[0] ?? correspondent.surname)
  }
  if (!surnamesAgree(entry.surname, correspondent.surname)) return false
  if (correspondent.given.length > 0 && entry.given.length > 0)
    return givenAgree(entry.given, correspondent.given)
  return true
}
