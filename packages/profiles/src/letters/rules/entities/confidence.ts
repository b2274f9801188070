import type { OrganizationPattern, PersonPattern, PlacePattern } from './mention.ts'

/**
 * The share of findings of each pattern that scholarly editions of letters tag as well, clean and misread text taken
 * together, rounded to five hundredths. Editions leave names untagged, so these are lower bounds.
 */
const people: Readonly<Record<PersonPattern, number>> = {
  'title-full': 0.75,
  'title-surname': 0.8,
  'title-initial': 0.5,
  'title-of': 0.7,
  'kin-given': 0.7,
  'given-surname': 0.7,
  'initials-surname': 0.45,
  esquire: 0.8,
  given: 0.65,
  regnal: 0.55,
  family: 0.4,
  surname: 0.85,
  genitive: 0.6,
  agent: 0.5,
  unknown: 0.5,
  'unknown-full': 0.55,
  repeated: 0.3,
}

const places: Readonly<Record<PlacePattern, number>> = {
  gazetteer: 0.85,
  'gazetteer-context': 0.85,
  building: 0.65,
  street: 0.6,
  preposition: 0.65,
}

/** Few editions tag bodies, and journals hardly ever; what is found is a body more often than these figures say. */
const bodies: Readonly<Record<OrganizationPattern, number>> = {
  firm: 0.5,
  head: 0.4,
  'head-of': 0.5,
  alone: 0.4,
  generic: 0.45,
}

export type Pattern = PersonPattern | PlacePattern | OrganizationPattern

const all: Readonly<Record<Pattern, number>> = { ...people, ...places, ...bodies }

export const confidenceOf = (pattern: Pattern): number => all[pattern]

/** Below this a finding is a guess that a reviewer should see. */
export const statusOf = (pattern: Pattern): 'stated' | 'uncertain' =>
  all[pattern] < 0.6 ? 'uncertain' : 'stated'
