import type { Finding } from '@colophon/domain'
import { readEvents } from './events.ts'
import { prepareLetter } from './letter.ts'
import { readPeople } from './people.ts'
import { readRelationships } from './relationships.ts'
import { scanMentions } from './scan.ts'
import { readLocations, readOrganizations } from './things.ts'
import { findZones } from './zones.ts'
import type { Entities, EntityContext, Person, Relationship } from './types.ts'

export type * from './types.ts'

/** The body a person is said to work for stands with the person too. */
function withAffiliation(
  person: Finding<Person>,
  bodies: ReadonlyMap<string, string>,
): Finding<Person> {
  const affiliation = bodies.get(person.value.name)
  return affiliation === undefined ? person : { ...person, value: { ...person.value, affiliation } }
}

/** The first body that each person is said to work for. */
function bodiesOf(relationships: readonly Finding<Relationship>[]): Map<string, string> {
  const bodies = new Map<string, string>()
  for (const { value } of relationships)
    if (value.relationship === 'works_for' && !bodies.has(value.from))
      bodies.set(value.from, value.to)
  return bodies
}

/** Reads the people, bodies, places, events and relationships a letter names. */
export function readEntities(text: string, context: EntityContext): Entities {
  const letter = prepareLetter(text, context.language)
  const mentions = scanMentions(letter)
  const zones = findZones(letter, context)
  const people = readPeople(letter, mentions, context, zones)
  const relationships = readRelationships(letter, mentions, people, context)
  const bodies = bodiesOf(relationships)
  return {
    people: people.map((person) => withAffiliation(person.finding, bodies)),
    organizations: readOrganizations(mentions, zones),
    locations: readLocations(letter, mentions, zones),
    events: readEvents(letter, mentions),
    relationships,
  }
}
