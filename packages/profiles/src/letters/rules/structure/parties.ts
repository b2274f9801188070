import type { Finding } from '@colophon/domain'
import type { AddressBlock } from './address.ts'
import { confidence } from './confidence.ts'
import type { Heading } from './heading.ts'
import { withoutPlace } from './name-end.ts'
import { placeWords } from './name-words.ts'
import { lineHead, type Line } from './lines.ts'
import {
  correspondentOf,
  isIdentifying,
  readPersonName,
  type Correspondent,
  type PersonName,
} from './person.ts'
import type { Salutation } from './salutation.ts'
import type { Signature } from './signature.ts'
import { matched, opening, openingNote } from './third-person.ts'
import { isDoubtful, nameLikeness } from './name-likeness.ts'

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

function finding(person: PersonName, sure: number, reason?: string): Finding<Correspondent> {
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

function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}]/gu, '')
}

/** Whether `full` can be the full form of a signature such as "M. E.", "Maria E" or "Arthur". */
function completes(full: PersonName, short: PersonName): boolean {
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

function samePerson(a: PersonName, b: PersonName): boolean {
  if (a.surname && b.surname)
    return plain(a.surname) === plain(b.surname) && initials(a).charAt(0) === initials(b).charAt(0)
  return completes(a, b) || completes(b, a)
}

/** Names that stand alone on a line of the head or the foot, without any word that addresses them. */
function nameLines(sources: PartySources): PersonName[] {
  const { lines, headEnd, footStart, signature } = sources
  const names: PersonName[] = []
  for (const [index, line] of lines.entries()) {
    if ((index >= headEnd && index < footStart) || index === signature?.line) continue
    if (sources.strangers.has(index)) continue
    if (index > 40 && index < lines.length - 40) continue
    const opened = /^(?:herrn|to|an|a|à)\b/i.test(line.text)
    if (opened) continue
    const read = readPersonName(lineHead(line, 120))
    const person = read && withoutPlace(read)
    if (!person || person.start > 3 || !isIdentifying(person)) continue
    const rest = line.text.slice(person.end)
    if (nameLikeness(line.text) < 3 && !/^[\s,.]+\p{Lu}?[\p{L}]*[\s,.]+\d/u.test(rest)) continue
    names.push({ ...person, start: line.start + person.start, end: line.start + person.end })
  }
  return names
}

const heading =
  /(?:^|\b)(?:letter |extracts?\.? |copy |telegram |brief |lettre )?(?:from|von|de) (\p{Lu}[\p{L}.'’-]*(?: \p{Lu}[\p{L}.'’-]*){0,4} ?) (?:to|an|à) (\p{Lu}[\p{L}.'’-]*(?: \p{Lu}[\p{L}.'’-]*){0,4} ?)/u
const ownName =
  /\b(?:I|Ich|ich|Je|je),? (?:the undersigned,? |der unterzeichnete,? |soussigné,? )?((?:\p{Lu}[\p{L}.]* ){1,3}\p{Lu}[\p{L}]+),/u

export function findSenders(sources: PartySources): Finding<Correspondent>[] {
  const { signature, heading: above } = sources
  if (above?.sender) return [finding(above.sender, confidence.sender[above.form])]
  if (signature && isIdentifying(signature.person)) {
    const sure =
      !signature.afterClosing && signature.person.given.length === 0
        ? confidence.sender.bareSurname
        : confidence.sender.signature
    const first = finding(signature.person, sure)
    return signature.second && isIdentifying(signature.second)
      ? [first, finding(signature.second, sure)]
      : [first]
  }
  const couple = sharedSurname(signature)
  if (couple.length > 0) return couple
  const head = opening(sources.text, sources.lines[0])
  const headed = matched(heading.exec(head.text.slice(0, 200)), 1, head.offset)
  if (signature) {
    const full = [
      ...nameLines(sources),
      ...(headed ? [headed] : []),
      ...sources.blocks
        .filter(
          (block) => block.where === 'head' && block.form !== 'to' && !isDative(sources, block),
        )
        .flatMap((block) => (block.person ? [block.person] : [])),
    ].find((name) => completes(name, signature.person))
    if (full) return [finding(full, confidence.sender.fullForm, 'full form of the signature')]
  }
  if (headed && isIdentifying(headed)) return [finding(headed, confidence.sender.heading)]
  const note = openingNote(head, sources.lines)
  if (
    note.from &&
    isIdentifying(note.from) &&
    (!signature || completes(note.from, signature.person))
  )
    return [finding(note.from, confidence.sender.compliments)]
  const own = matched(ownName.exec(head.text), 1, head.offset)
  if (own && isIdentifying(own) && own.given.length > 0)
    return [finding(own, confidence.sender.ownName)]
  return []
}

/** "Luise und Karl Brunner": the surname stands once for both. */
function sharedSurname(signature: Signature | null): Finding<Correspondent>[] {
  const second = signature?.second
  if (
    !signature ||
    !second?.surname ||
    second.given.length === 0 ||
    !isIdentifying(second) ||
    signature.person.given.length === 0
  )
    return []
  const first = finding(
    signature.person,
    confidence.sender.fullForm,
    'surname of the second signatory',
  )
  const name = `${signature.person.name} ${second.surname}`
  return [
    { ...first, value: { ...first.value, name } },
    finding(second, confidence.sender.signature),
  ]
}

/** "Herrn" and other datives address somebody; a letterhead names in the nominative. */
function isDative(sources: PartySources, block: AddressBlock): boolean {
  return /^(?:herrn|frau|to|an|a|à|dem|sr)\b/i.test(
    sources.text.slice(block.start, block.start + 12),
  )
}

const inText =
  /\bmy (?:own |very )?(?:dear|dearest|dr|good|kind)\.? ((?:mr|mrs|miss|lady|lord|dr|sir|col|captain|capt|madame)\b\.? [\p{Lu}][\p{L}'’-]{2,}(?: \p{Lu}[\p{L}'’-]{2,})?)/iu

function salutationName(sources: PartySources): PersonName | null {
  const name = sources.salutation?.name
  return name && isIdentifying(name) && !placeWords.exact(name.name.toLowerCase()) ? name : null
}

function best(
  blocks: readonly AddressBlock[],
  wanted: PersonName | null,
): AddressBlock | undefined {
  const agreeing = wanted?.surname
    ? blocks.find((block) => plain(block.person?.surname ?? '') === plain(wanted.surname ?? ''))
    : undefined
  return (
    agreeing ??
    blocks.find((block) => block.form === 'to') ??
    blocks.find((block) => block.form === 'titled') ??
    blocks[0]
  )
}

export interface Recipient {
  finding: Finding<Correspondent> | null
  block: AddressBlock | null
}

export function findRecipient(sources: PartySources, sender: PersonName | null): Recipient {
  const signed = sender ?? sources.signature?.person ?? null
  const blocks = sources.blocks.filter(
    ({ person }) => person && !(signed && samePerson(person, signed)),
  )
  const above = sources.heading?.recipient
  const greeted = salutationName(sources)
  const block = best(blocks, above ?? greeted)
  if (sources.heading && above) {
    const same = block?.person && plain(block.person.surname ?? '') === plain(above.surname ?? '')
    const sure = confidence.recipient[sources.heading.form]
    return { finding: finding(above, sure), block: same ? block : null }
  }
  if (
    greeted?.surname &&
    (!block?.person || plain(block.person.surname ?? '') !== plain(greeted.surname))
  ) {
    // An address that names somebody else may be right as well.
    const rivalled = block?.form === 'to' || block?.form === 'titled'
    const sure = rivalled ? confidence.recipient.rivalled : confidence.recipient.salutation
    return { finding: finding(greeted, sure), block: null }
  }
  if (block?.person) {
    // "Mr Ballantyne" below James Ballantyne's name may be a docket.
    const docket =
      block.where === 'foot' &&
      block.person.given.length === 0 &&
      signed?.surname != null &&
      plain(block.person.surname ?? '') === plain(signed.surname)
    const sure = docket ? confidence.recipient.rivalled : confidence.recipient[block.form]
    return { finding: finding(block.person, sure), block }
  }
  const head = opening(sources.text, sources.lines[0])
  const headed = matched(heading.exec(head.text.slice(0, 200)), 2, head.offset)
  if (headed && isIdentifying(headed))
    return { finding: finding(headed, confidence.recipient.heading), block: null }
  const note = openingNote(head, sources.lines)
  if (note.to && isIdentifying(note.to))
    return { finding: finding(note.to, confidence.recipient.compliments), block: null }
  const named = matched(inText.exec(head.text), 1, head.offset)
  if (named && isIdentifying(named) && !(signed && samePerson(named, signed))) {
    return { finding: finding(named, confidence.recipient.inText), block: null }
  }
  return { finding: null, block: null }
}

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
