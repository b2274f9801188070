import { readEvents } from './events.ts'
import { prepareLetter } from './letter.ts'
import { readPeople } from './people.ts'
import { readRelationships } from './relationships.ts'
import { scanMentions } from './scan.ts'
import { readLocations, readOrganizations } from './things.ts'
import { findZones } from './zones.ts'
import type { Finding } from '../finding.ts'
import type { Entities, EntityContext, Person, Relationship } from './types.ts'

export type * from './types.ts'

/** The body a person is said to work for stands with the person too. */
function withAffiliation(
  person: Finding<Person>,
  relationships: readonly Finding<Relationship>[],
): Finding<Person> {
  const works = relationships.find(
    ({ value }) => value.relationship === 'works_for' && value.from === person.value.name,
  )
  return works ? { ...person, value: { ...person.value, affiliation: works.value.to } } : person
}

/** Reads the people, bodies, places, events and relationships a letter names. */
export function readEntities(text: string, context: EntityContext): Entities {
  const letter = prepareLetter(text, context.language)
  const mentions = scanMentions(letter)
  const zones = findZones(letter, context)
  const people = readPeople(letter, mentions, context, zones)
  const relationships = readRelationships(letter, mentions, people, context)
  return {
    people: people.map((person) => withAffiliation(person.finding, relationships)),
    organizations: readOrganizations(mentions, zones),
    locations: readLocations(letter, mentions, zones),
    events: readEvents(letter, mentions),
    relationships,
  }
}
