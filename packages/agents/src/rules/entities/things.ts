import type { Finding } from '../finding.ts'
import { confidenceOf } from './confidence.ts'
import { knownPlace, placeKey } from './lexicon.ts'
import type { Mention, ThingMention } from './mention.ts'
import { organizationType } from './organizations.ts'
import type { Location, Organization } from './types.ts'
import { isInside } from './zones.ts'
import type { Zones } from './zones.ts'

function distinct(mentions: readonly Mention[], kind: ThingMention['kind'], zones: Zones): ThingMention[] {
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
  return { value, status: 'stated', confidence: confidenceOf(mention.pattern), evidence: { start: mention.start, end: mention.end } }
}

function toLocation(mention: ThingMention): Location {
  const known = knownPlace(placeKey(mention.name))
  if (known) return { name: mention.name, type: known.type, ...(known.country === undefined ? {} : { country: known.country }) }
  const building = mention.pattern === 'building' || mention.pattern === 'street'
  return { name: mention.name, type: building ? 'building' : 'other' }
}

/** The places of a letter, each once. */
export function readLocations(mentions: readonly Mention[], zones: Zones): Finding<Location>[] {
  return distinct(mentions, 'place', zones).map((mention) => toFinding(mention, toLocation(mention)))
}

/** The bodies, firms and journals of a letter, each once. */
export function readOrganizations(mentions: readonly Mention[], zones: Zones): Finding<Organization>[] {
  return distinct(mentions, 'organization', zones).map((mention) =>
    toFinding(mention, { name: mention.name, type: organizationType(mention) }),
  )
}
