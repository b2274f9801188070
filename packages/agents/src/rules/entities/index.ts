import { readEvents } from './events.ts'
import { prepareLetter } from './letter.ts'
import { readPeople } from './people.ts'
import { readRelationships } from './relationships.ts'
import { scanMentions } from './scan.ts'
import { readLocations, readOrganizations } from './things.ts'
import { findZones } from './zones.ts'
import type { Entities, EntityContext } from './types.ts'

export type * from './types.ts'

/** Reads the people, bodies, places, events and relationships a letter names. */
export function readEntities(text: string, context: EntityContext): Entities {
  const letter = prepareLetter(text, context.language)
  const mentions = scanMentions(letter)
  const zones = findZones(letter, context)
  const people = readPeople(letter, mentions, context, zones)
  return {
    people: people.map((person) => person.finding),
    organizations: readOrganizations(mentions, zones),
    locations: readLocations(letter, mentions, zones),
    events: readEvents(letter, mentions),
    relationships: readRelationships(letter, mentions, people, context),
  }
}
