import type { PersonPattern } from './mention.ts'

const people: Readonly<Record<PersonPattern, number>> = {
  'title-full': 0.8,
  'title-surname': 0.8,
  'title-initial': 0.5,
  'title-of': 0.5,
  'kin-given': 0.7,
  'given-surname': 0.7,
  'initials-surname': 0.6,
  esquire: 0.7,
  given: 0.6,
  family: 0.5,
  regnal: 0.6,
  'unknown-full': 0.5,
  surname: 0.6,
  genitive: 0.5,
  agent: 0.5,
  unknown: 0.4,
  repeated: 0.5,
}
const things: Readonly<Record<string, number>> = {
  gazetteer: 0.7,
  'gazetteer-context': 0.7,
  building: 0.5,
  street: 0.6,
  preposition: 0.5,
  firm: 0.5,
  head: 0.5,
  'head-of': 0.5,
  alone: 0.5,
}

/** The share of findings of a pattern that were right on the development letters, rounded. */
export function confidenceOf(pattern: string): number {
  return (people as Readonly<Record<string, number>>)[pattern] ?? things[pattern] ?? 0.4
}
