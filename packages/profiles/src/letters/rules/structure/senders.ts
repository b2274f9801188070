import type { Finding } from '@colophon/domain'
import type { AddressBlock } from './address.ts'
import { confidence } from './confidence.ts'
import { isIdentifying, type Correspondent } from './identity.ts'
import { lineHead } from './lines.ts'
import { withoutPlace } from './name-end.ts'
import { nameLikeness } from './name-likeness.ts'
import { completes, finding, heading, type PartySources } from './parties.ts'
import { readPersonName, type PersonName } from './person.ts'
import type { Signature } from './signature.ts'
import { matched, opening, openingNote } from './third-person.ts'

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
    const others = signature.others.filter((other) => isIdentifying(other))
    return [first, ...others.map((other) => finding(other, sure))]
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
  const second = signature?.others.at(-1)
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
