import type { Finding } from '@colophon/domain'
import { knownPlace, placeKey } from '@colophon/methods/names'
import { confidenceOf, statusOf } from './confidence.ts'
import { isJournal, isNamedAgain } from './generic-bodies.ts'
import type { Letter } from './letter.ts'
import type { Mention, ThingMention } from './mention.ts'
import { organizationType } from './organizations.ts'
import type { Location, Organization } from './types.ts'
import { isInside, type Zones } from './zones.ts'

function distinct(
  mentions: readonly Mention[],
  kind: ThingMention['kind'],
  zones: Zones,
): ThingMention[] {
  const first = new Map<string, ThingMention>()
  for (const mention of mentions) {
    if (mention.kind !== kind) continue
    if (isInside(mention, zones.excluded)) continue
    const key = placeKey(mention.name)
    if (!first.has(key)) first.set(key, mention)
  }
  return [...first.values()]
}

function toFinding<T>(mention: ThingMention, value: T): Finding<T> {
  return {
    value,
    status: statusOf(mention.pattern),
    confidence: confidenceOf(mention.pattern),
    evidence: { start: mention.start, end: mention.end },
  }
}

/** "Springfield, Illinois", "Trieste, Austria": the region or country that follows a town. */
function isWithin(
  letter: Letter,
  mention: ThingMention,
  next: Mention | undefined,
): Pick<Location, 'state' | 'country'> {
  if (
    next?.kind !== 'place' ||
    !/^,\s{1,3}$/u.test(letter.text.slice(mention.end, Math.min(next.start, mention.end + 8)))
  )
    return {}
  const type = knownPlace(placeKey(next.name))?.type
  if (type === 'country') return { country: next.name }
  return type === 'region' ? { state: next.name } : {}
}

function toLocation(letter: Letter, mention: ThingMention, next: Mention | undefined): Location {
  const known = knownPlace(placeKey(mention.name))
  const wider = known?.type === 'country' ? {} : isWithin(letter, mention, next)
  if (known) {
    // A stated state or country overrules the town one thinks of first ("Cambridge, Massachusetts").
    const country = wider.country ?? (wider.state === undefined ? known.country : undefined)
    return {
      name: mention.name,
      type: known.type,
      ...wider,
      ...(country === undefined ? {} : { country }),
    }
  }
  const building = mention.pattern === 'building' || mention.pattern === 'street'
  return { name: mention.name, type: building ? 'building' : 'other', ...wider }
}

/** The places of a letter, each once. */
export function readLocations(
  letter: Letter,
  mentions: readonly Mention[],
  zones: Zones,
): Finding<Location>[] {
  const following = new Map(mentions.map((mention, at) => [mention, mentions[at + 1]]))
  return distinct(mentions, 'place', zones).map((mention) =>
    toFinding(mention, toLocation(letter, mention, following.get(mention))),
  )
}

/** The bodies, firms and newspapers of a letter, each once. */
export function readOrganizations(
  mentions: readonly Mention[],
  zones: Zones,
): Finding<Organization>[] {
  const bodies = distinct(mentions, 'organization', zones).filter((body) => !isJournal(body))
  const once = bodies.filter((body) => !isNamedAgain(body, bodies))
  return once.map((mention) =>
    toFinding(mention, { name: mention.name, type: organizationType(mention) }),
  )
}
