import type { Finding, Span } from '@colophon/domain'
import type { Letter } from './letter.ts'
import type { Mention, PersonMention } from './mention.ts'
import type { NamedPerson } from './people.ts'
import type { EntityContext, Relationship } from './types.ts'

type Kind = Relationship['relationship']

const spouse =
  /\b(my|your|meine?[nrm]?|Ihre?[nrm]?|deine?[nrm]?|mon|ma|votre)\s(?:dear\s|dearest\s|liebe[nr]?\s|chère?\s)?(?:wife|husband|Frau|Mann|Gattin|Gatten?|Gemahlin|Gemahl|femme|mari|épouse|époux),?\s$/iu
const kin =
  /\b(my|your|meine?[nrm]?|Ihre?[nrm]?|deine?[nrm]?|mon|ma|votre)\s(?:\p{L}{3,8}\s){0,2}?(?:sister|brother|mother|father|aunt|uncle|cousin|niece|nephew|son|daughter|grandmother|grandfather|sister-in-law|brother-in-law|Schwester|Bruder|Mutter|Vater|Tante|Onkel|Oheim|Vetter|Cousine|Nichte|Neffen?|Sohn|Tochter|Schwager|Schwägerin|sœur|soeur|frère|mère|père|tante|oncle|cousine?|nièce|neveu|fils|fille),?\s$/iu
const ownKin = /^(?:aunt|uncle|cousin|tante|onkel|oncle|vetter)\b/iu
const mine = /^(?:my|mein|mon|ma)/iu
const residence = /^(?:\s|,\s)(?:of|in|at|from|zu|aus|de|à)\s$/u
const office =
  /^,?\s(?:(?:the|a|der|die|le|la)\s)?(?:(?:president|director|professor|editor|secretary|member|clerk|librarian|treasurer|manager|agent|Direktor|Director|Professor|Redakteur|Redacteur|Herausgeber|Sekretär|Präsident|Mitglied|directeur|professeur|secrétaire|membre|rédacteur)\s)?(?:of|at|an|am|der|des|beim|vom|de|du|de la|in)\s(?:the\s|der\s|dem\s)?$/u

interface Place {
  from: string
  to: string
  span: Span
  confidence: number
}

/** The name under which the list of people holds a mention, if it does. */
type Listed = (mention: Mention) => string | undefined

function listed(people: readonly NamedPerson[]): Listed {
  const names = new Map<Mention, string>()
  for (const person of people)
    for (const mention of person.entry.mentions) names.set(mention, person.finding.value.name)
  return (mention) => (mention.kind === 'person' ? names.get(mention) : mention.name)
}

function finding(kind: Kind, place: Place): Finding<Relationship> {
  return {
    value: { from: place.from, to: place.to, relationship: kind },
    status: 'stated',
    confidence: place.confidence,
    evidence: place.span,
  }
}

/** "my sister Fanny" relates the sender, "your sister Fanny" the recipient. */
function familyOf(
  letter: Letter,
  mention: PersonMention,
  name: string,
  context: EntityContext,
): Finding<Relationship> | undefined {
  const before = letter.text.slice(Math.max(0, mention.start - 48), mention.start)
  const own = mention.pattern === 'kin-given' && ownKin.test(mention.name)
  for (const [kind, words] of [
    ['married_to', spouse],
    ['related_to', kin],
  ] as const) {
    const match = words.exec(before)
    const from =
      match?.[1] === undefined
        ? undefined
        : mine.test(match[1])
          ? context.sender
          : context.recipient
    if (match && from)
      return finding(kind, {
        from,
        to: name,
        span: { start: mention.start - match[0].length, end: mention.end },
        confidence: 0.85,
      })
  }
  const owner = /\b(?:(my|mein|meine|mon|ma)|(your|ihre?|votre))\s(?:dear\s)?$/iu.exec(before)
  const from = owner?.[2] === undefined ? (owner ? context.sender : undefined) : context.recipient
  if (!own || !owner || !from) return undefined
  return finding('related_to', {
    from,
    to: name,
    span: { start: mention.start - owner[0].length, end: mention.end },
    confidence: 0.85,
  })
}

function betweenNames(letter: Letter, first: Mention, second: Mention): string | undefined {
  return second.start > first.end && second.start - first.end < 40
    ? letter.text.slice(first.end, second.start).replace(/\s+/gu, ' ')
    : undefined
}

/** "Mr. Smith of Boston", "Herr Brahm, Direktor des Lessingtheaters". */
function neighbours(
  letter: Letter,
  mention: Mention,
  next: Mention | undefined,
  name: Listed,
): Finding<Relationship> | undefined {
  const from = name(mention)
  const to = next && name(next)
  if (!next || from === undefined || to === undefined || mention.kind === 'place') return undefined
  const between = betweenNames(letter, mention, next)
  if (between === undefined) return undefined
  const span = { start: mention.start, end: next.end }
  if (next.kind === 'place' && next.pattern !== 'preposition' && residence.test(between))
    return finding('located_in', { from, to, span, confidence: 0.75 })
  if (next.kind === 'organization' && mention.kind === 'person' && office.test(between))
    return finding('works_for', { from, to, span, confidence: 0.7 })
  return undefined
}

function couple(
  letter: Letter,
  mention: Mention,
  next: Mention | undefined,
  name: Listed,
): Finding<Relationship> | undefined {
  if (
    mention.kind !== 'person' ||
    next?.kind !== 'person' ||
    mention.to !== next.to ||
    mention.start === next.start
  )
    return undefined
  const from = name(mention)
  const to = name(next)
  if (
    mention.gender !== 'm' ||
    next.gender !== 'f' ||
    from === undefined ||
    to === undefined ||
    from === to ||
    !/^M/u.test(mention.title ?? '')
  )
    return undefined
  if (!/^(?:Mrs|Mme|Madame|Frau)/u.test(next.title ?? '')) return undefined
  return finding('married_to', {
    from,
    to,
    span: { start: mention.start, end: Math.min(mention.end, letter.text.length) },
    confidence: 0.9,
  })
}

function correspondence(context: EntityContext): Finding<Relationship>[] {
  const { sender, recipient } = context
  if (!sender || !recipient) return []
  const evidence = context.salutation ?? context.signature ?? context.addressBlock ?? null
  return [
    {
      value: { from: sender, to: recipient, relationship: 'writes_to' },
      status: 'inferred',
      confidence: 0.95,
      evidence,
      reason: 'sender and recipient of the letter',
    },
  ]
}

/** How the people, bodies and places of the letter stand to each other, where its words say so. */
export function readRelationships(
  letter: Letter,
  mentions: readonly Mention[],
  people: readonly NamedPerson[],
  context: EntityContext,
): Finding<Relationship>[] {
  const found = new Map<string, Finding<Relationship>>()
  const name = listed(people)
  const sorted = mentions.toSorted((a, b) => a.start - b.start)
  const all = sorted.flatMap((mention, at) => {
    const next = sorted[at + 1]
    const called = name(mention)
    const family =
      mention.kind === 'person' && called !== undefined
        ? familyOf(letter, mention, called, context)
        : undefined
    return [family, couple(letter, mention, next, name), neighbours(letter, mention, next, name)]
  })
  for (const one of [...correspondence(context), ...all]) {
    if (!one) continue
    const key = `${one.value.relationship} ${one.value.from} ${one.value.to}`
    if (one.value.from !== one.value.to && !found.has(key)) found.set(key, one)
  }
  return [...found.values()]
}
