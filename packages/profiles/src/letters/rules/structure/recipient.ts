import type { Finding } from '@colophon/domain'
import type { AddressBlock } from './address.ts'
import { confidence } from './confidence.ts'
import { readTitle } from './heading.ts'
import { isIdentifying, type Correspondent } from './identity.ts'
import { placeWords } from './name-words.ts'
import { finding, heading, plain, samePerson, sameSurname, type PartySources } from './parties.ts'
import type { PersonName } from './person.ts'
import { matched, opening, openingNote } from './third-person.ts'

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

/** "General Lovell" above the salutation and "Genl. S. F. Lovell, San Marcos" on the outside: the fuller of both. */
function fullest(
  blocks: readonly AddressBlock[],
  chosen: AddressBlock | undefined,
): AddressBlock | undefined {
  const person = chosen?.person
  if (!chosen || !person?.surname) return chosen
  const others = blocks.filter(
    (block) => block !== chosen && block.person?.surname && isFuller(block.person, person),
  )
  const named = others.find((block) => isFullerOf(block, chosen)) ?? chosen
  const placed = named.place ? named : others.find((block) => block.place)
  return { ...named, place: placed?.place ?? null }
}

/** More of the given names before the very surname; in another spelling one of both was misread. */
function isFullerOf(block: AddressBlock, chosen: AddressBlock): boolean {
  const [a, b] = [block.person, chosen.person]
  return (
    plain(a?.surname ?? '') === plain(b?.surname ?? '') &&
    (a?.given.join('').length ?? 0) > (b?.given.join('').length ?? 0)
  )
}

/** The same surname, and given names of which one can be the other's short form. */
function isFuller(other: PersonName, person: PersonName): boolean {
  if (!sameSurname(other.surname ?? '', person.surname ?? '')) return false
  const [given, first] = [other.given[0] ?? '', person.given[0] ?? '']
  return given === '' || first === '' || plain(given).charAt(0) === plain(first).charAt(0)
}

/** "S. Holt to Ann Pell" below the letter of S. Holt: what was written on its back to find it again. */
function docketed(
  { lines, footStart }: PartySources,
  signed: PersonName | null,
): PersonName | null {
  if (!signed) return null
  for (const line of lines.slice(Math.max(footStart, lines.length - 12))) {
    const title = line.text.length < 90 ? readTitle(line) : null
    if (title?.sender && title.recipient && samePerson(title.sender, signed)) return title.recipient
  }
  return null
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
  const block = fullest(blocks, best(blocks, above ?? greeted))
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
  const docket = docketed(sources, signed)
  if (docket) return { finding: finding(docket, confidence.recipient.heading), block: null }
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
