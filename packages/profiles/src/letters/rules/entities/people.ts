import type { Finding } from '@colophon/domain'
import { confidenceOf, statusOf } from './confidence.ts'
import { groupPeople, nameKey, type PersonEntry, repeatedNames } from './coreference.ts'
import { type Correspondent, isCorrespondent, toCorrespondent } from './correspondents.ts'
import type { Letter } from './letter.ts'
import type { Mention, PersonMention } from './mention.ts'
import type { EntityContext, Person } from './types.ts'
import { isInside, type Zones } from './zones.ts'

export interface NamedPerson {
  finding: Finding<Person>
  entry: PersonEntry
}

/** "my dear Sir William," speaks to the recipient. */
function isVocative(letter: Letter, mention: PersonMention): boolean {
  if (mention.title === undefined || mention.pattern === 'kin-given') return false
  const before = letter.text.slice(Math.max(0, mention.start - 24), mention.start)
  return /(?:\b(?:my|mein|mon) (?:very )?(?:dear|dearest|dr\.?|lieber|liebster|cher)|\b(?:lieber|liebster|liebe|verehrter|verehrtester|geehrter|hochverehrter|bester|theuerster))\s$/iu.test(
    before,
  )
}

/** A name in quotation marks is a title: "Adam Bede", »Frau Bertha«. */
function isQuoted(letter: Letter, { start, end }: PersonMention): boolean {
  return (
    /[“„»«"]$/u.test(letter.text.slice(Math.max(0, start - 1), start)) &&
    /^[“”«»"]/u.test(letter.text.slice(end, end + 1))
  )
}

/** Whether a mention stands where it speaks of a third person; the correspondents' own places do not. */
function isAddressed(letter: Letter, entry: PersonEntry, zones: Zones): boolean {
  return entry.mentions.some(
    (mention) =>
      isInside(mention, zones.recipient) ||
      isInside(mention, zones.sender) ||
      isVocative(letter, mention),
  )
}

function correspondents(context: EntityContext): Correspondent[] {
  const found: Correspondent[] = []
  for (const role of ['sender', 'recipient'] as const) {
    const more = role === 'sender' ? (context.cosenders ?? []) : []
    for (const name of [context[role], ...more]) {
      const person =
        typeof name === 'string' && name.trim() !== '' ? toCorrespondent(name, role) : undefined
      if (person) found.push(person)
    }
  }
  return found
}

function correspondentFinding(
  letter: Letter,
  person: Correspondent,
  entries: readonly PersonEntry[],
): Finding<Person> {
  const entry = entries.find((candidate) => isCorrespondent(candidate, person))
  const mention = entry?.mentions[0]
  const named = letter.text.indexOf(person.name)
  const written = named < 0 ? person.surname : person.name
  const at = named < 0 ? letter.text.indexOf(person.surname) : named
  const value: Person = { name: person.name, role: person.role }
  if (mention)
    return {
      value,
      status: 'stated',
      confidence: 0.9,
      evidence: { start: mention.start, end: mention.end },
    }
  if (at >= 0)
    return {
      value,
      status: 'stated',
      confidence: 0.9,
      evidence: { start: at, end: at + written.length },
    }
  return {
    value,
    status: 'inferred',
    confidence: 0.8,
    evidence: null,
    reason: `${person.role} of the letter`,
  }
}

/** A second name in full below the first in the signature: someone who signs as well. */
function coSigner(
  entry: PersonEntry,
  sender: Correspondent,
  zones: Zones,
): Finding<Person> | undefined {
  if (entry.surname === undefined || entry.given.length === 0) return undefined
  if (isCorrespondent(entry, sender)) return undefined
  const signed = entry.mentions.find((mention) => isInside(mention, zones.sender))
  if (!signed) return undefined
  return {
    value: { name: entry.name, role: 'sender' },
    status: 'stated',
    confidence: 0.8,
    evidence: { start: signed.start, end: signed.end },
  }
}

const kinBefore =
  /\b(?:my|your|his|her|our|their|meine?[nrm]?|Ihre?[nrm]?|seine?[nrm]?|unsere?[nrm]?|mon|ma|votre|son|sa|notre)\s(?:\p{L}{3,10}\s){0,2}?(?:sister|brother|mother|father|aunt|uncle|cousin|niece|nephew|son|daughter|wife|husband|friend|Schwester|Bruder|Mutter|Vater|Tante|Onkel|Vetter|Cousine|Nichte|Neffen?|Sohn|Tochter|Frau|Mann|Freund|Freundin|sœur|soeur|frère|mère|père|tante|oncle|cousine?|nièce|neveu|fils|fille|femme|mari|ami|amie),?\s$/iu

function mentionedFinding(
  letter: Letter,
  entry: PersonEntry,
  first: PersonMention,
): Finding<Person> {
  const title = entry.mentions.find((mention) => mention.title !== undefined)?.title
  const written = letter.text.slice(first.start, first.end)
  const context = kinBefore.exec(letter.text.slice(Math.max(0, first.start - 60), first.start))?.[0]
  const value: Person = {
    name: entry.name,
    role: 'mentioned',
    ...(title === undefined ? {} : { title }),
    ...(context === undefined ? {} : { context: context.replace(/[\s,]+/gu, ' ').trim() }),
    ...(/\r?\n/u.test(written) ? { original_name: written } : {}),
  }
  return {
    value,
    status: statusOf(entry.pattern),
    confidence: confidenceOf(entry.pattern),
    evidence: { start: first.start, end: first.end },
  }
}

/** Everyone the letter names, one entry each: the correspondents first, then those mentioned. */
export function readPeople(
  letter: Letter,
  mentions: readonly Mention[],
  context: EntityContext,
  zones: Zones,
): NamedPerson[] {
  const named = mentions.filter((mention): mention is PersonMention => mention.kind === 'person')
  const all = [...named, ...repeatedNames(letter, mentions)].sort((a, b) => a.start - b.start)
  const entries = groupPeople(all)
  const known = correspondents(context)
  const people: NamedPerson[] = known.map((person) => ({
    finding: correspondentFinding(letter, person, entries),
    entry: {
      mentions: [],
      given: person.given,
      surname: person.surname,
      name: person.name,
      pattern: 'title-full',
      weight: 0,
    },
  }))
  const seen = new Set(known.map((person) => nameKey(person.name)))
  const sender = known.find((person) => person.role === 'sender')
  const signs = (entry: PersonEntry): boolean =>
    entry.mentions.some((mention) => isInside(mention, zones.sender))
  // A signature that does not hold the sender's name as it was read says nothing about a second one.
  const senderSigned =
    sender !== undefined && entries.some((entry) => signs(entry) && isCorrespondent(entry, sender))
  for (const entry of entries) {
    const cosigner = senderSigned ? coSigner(entry, sender, zones) : undefined
    if (cosigner && !seen.has(nameKey(entry.name))) {
      seen.add(nameKey(entry.name))
      people.push({ entry, finding: cosigner })
      continue
    }
    const first = entry.mentions.find(
      (mention) => !isInside(mention, zones.excluded) && !isQuoted(letter, mention),
    )
    if (!first || known.some((person) => isCorrespondent(entry, person))) continue
    if (entry.pattern === 'repeated' || isAddressed(letter, entry, zones)) continue
    const key = nameKey(entry.name)
    if (seen.has(key)) continue
    seen.add(key)
    people.push({ entry, finding: mentionedFinding(letter, entry, first) })
  }
  return people
}
