import type { Finding } from '@colophon/domain'
import type { AddressBlock } from './address.ts'
import { confidence } from './confidence.ts'
import type { Heading } from './heading.ts'
import { correspondentOf, isIdentifying, type Correspondent } from './identity.ts'
import type { Line } from './lines.ts'
import { isDoubtful } from './name-likeness.ts'
import type { PersonName } from './person.ts'
import type { Salutation } from './salutation.ts'
import type { Signature } from './signature.ts'

export interface PartySources {
  text: string
  lines: readonly Line[]
  /** Lines before the salutation or the body. */
  headEnd: number
  footStart: number
  salutation: Salutation | null
  signature: Signature | null
  blocks: readonly AddressBlock[]
  heading: Heading | null
  /** Lines that others wrote on the letter. */
  strangers: ReadonlySet<number>
}

/** How often a name of this shape is right, however well its place in the letter is known. */
function sureOfName(person: PersonName): number {
  const { doubtful, bare, long } = confidence.name
  if (isDoubtful(person)) return doubtful
  if (person.given.length === 0 && person.title === null) return bare
  return person.given.filter((part) => part.length > 2).length > 1 ? long : 1
}

export function finding(person: PersonName, sure: number, reason?: string): Finding<Correspondent> {
  const base = {
    value: correspondentOf(person),
    confidence: Math.min(sure, sureOfName(person)),
    evidence: { start: person.start, end: person.end },
  }
  return reason === undefined
    ? { ...base, status: 'stated' }
    : { ...base, status: 'inferred', reason }
}

function initials(person: PersonName): string {
  const parts = [...person.given, ...(person.surname === null ? [] : [person.surname])]
  return parts
    .map((part) => (/^\p{Lu}{2,4}$/u.test(part) ? part : part.charAt(0)))
    .join('')
    .toUpperCase()
}

export function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}]/gu, '')
}

/** Whether `full` can be the full form of a signature such as "M. E.", "Maria E" or "Arthur". */
export function completes(full: PersonName, short: PersonName): boolean {
  if (!isIdentifying(full) || full.given.length === 0) return false
  const shortInitials = initials(short)
  const fullInitials = initials(full)
  if (shortInitials.length === 0) return false
  for (const [index, given] of short.given.entries()) {
    const other = full.given[index]
    if (
      given.length > 2 &&
      !/^\p{Lu}+$/u.test(given) &&
      other &&
      other.length > 2 &&
      plain(other) !== plain(given)
    )
      return false
  }
  if (short.surname && full.surname && plain(short.surname) !== plain(full.surname)) return false
  if (shortInitials.length === 1) return fullInitials.startsWith(shortInitials)
  return (
    fullInitials.startsWith(shortInitials) ||
    (shortInitials[0] === fullInitials[0] &&
      shortInitials.at(-1) === fullInitials.at(-1) &&
      shortInitials.length <= fullInitials.length)
  )
}

/** Whether two surnames differ in no more than a letter that was misread, lost or added: "Aust1n", "Ausin". */
export function sameSurname(a: string, b: string): boolean {
  const [x, y] = [plain(a), plain(b)]
  if (x === y) return true
  if (Math.min(x.length, y.length) < 4 || Math.abs(x.length - y.length) > 1) return false
  let at = 0
  while (at < x.length && x[at] === y[at]) at++
  return (
    x.slice(at + 1) === y.slice(at + 1) ||
    x.slice(at) === y.slice(at + 1) ||
    x.slice(at + 1) === y.slice(at)
  )
}

export function samePerson(a: PersonName, b: PersonName): boolean {
  if (a.surname && b.surname)
    return plain(a.surname) === plain(b.surname) && initials(a).charAt(0) === initials(b).charAt(0)
  return completes(a, b) || completes(b, a)
}

/** The heading of a copy: "Letter from S. Holt to Ann Pell". */
export const heading =
  /(?:^|\b)(?:letter |extracts?\.? |copy |telegram |brief |lettre )?(?:from|von|de) (\p{Lu}[\p{L}.'’-]*(?: \p{Lu}[\p{L}.'’-]*){0,4} ?) (?:to|an|à) (\p{Lu}[\p{L}.'’-]*(?: \p{Lu}[\p{L}.'’-]*){0,4} ?)/u

/** Names that the letter gives but that tell nobody apart: "Hugo", "M. E.". */
export interface ShortNames {
  sender: Finding<string> | null
  recipient: Finding<string> | null
}

function short(person: PersonName | null | undefined): Finding<string> | null {
  if (!person || isIdentifying(person)) return null
  const evidence = { start: person.start, end: person.end }
  return {
    value: person.name,
    status: 'uncertain',
    confidence: confidence.shortName,
    evidence,
    reason: 'no surname in the letter',
  }
}

export function shortNames(
  sources: PartySources,
  senders: readonly unknown[],
  recipient: unknown,
): ShortNames {
  return {
    sender: senders.length > 0 ? null : short(sources.signature?.person),
    recipient: recipient ? null : short(sources.salutation?.name),
  }
}
