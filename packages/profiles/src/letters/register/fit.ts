import type { Bearer } from './bearers.ts'
import { givenFit, isFull, isInitial, isNear, type NameForm } from './name-form.ts'

/** All parts of a name in their order; those of a double surname too. */
const partsOf = ({ given, surname }: NameForm): string[] => [
  ...given,
  ...(surname?.split('-') ?? []),
]

/** Two letters may be the beginning of a name ("Th. H."); three are a name, or one cut short. */
const isCut = (part: string): boolean => part.length < 3

const begins = (part: string, name: string): boolean =>
  part !== '' && (name.startsWith(part) || (!isCut(part) && isNear(part, name)))

/**
 * Whether parts of a name are those of a whole one: the first begins the first, the last the last, and those in between
 * follow in order. One part alone is a first name, and no letter.
 */
function runsAlong(parts: readonly string[], whole: readonly string[]): boolean {
  const [first = '', ...rest] = parts
  if (!begins(first, whole[0] ?? '')) return false
  if (rest.length === 0) return !isCut(first)
  if (!begins(rest.at(-1) ?? '', whole.at(-1) ?? '')) return false
  let at = 1
  for (const part of rest.slice(0, -1)) {
    while (at < whole.length - 1 && !begins(part, whole[at] ?? '')) at++
    if (at++ >= whole.length - 1) return false
  }
  return true
}

const gendersFit = (part: NameForm, { gender }: Bearer): boolean =>
  part.gender === null || gender === null || part.gender === gender

/** Why a part of a name can be made whole: of each kind it is measured how often that is right. */
export type NameKind = 'initials' | 'first_name' | 'surname'

/** How a part of a name is that of a person; null where it is not. */
export function fitOf(part: NameForm, bearer: Bearer): NameKind | null {
  const { name, forms } = bearer
  if (name.surname === null || !gendersFit(part, bearer)) return null
  if (part.surname === null || !part.identifies) {
    const parts = partsOf(part)
    const fits = forms.some((form) => form.surname !== null && runsAlong(parts, partsOf(form)))
    if (!fits) return null
    return parts.every(isCut) ? 'initials' : 'first_name'
  }
  if (isFull(part) || !(part.surname === name.surname || isNear(part.surname, name.surname)))
    return null
  if (part.given.length === 0) return isFull(name) ? 'surname' : null
  return givenFit(part.given, name.given) && part.given.every(isInitial) ? 'initials' : null
}
