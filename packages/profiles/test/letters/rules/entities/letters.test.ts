import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EnrichRequest } from '@colophon/domain'
import { readLetter } from '../../../../src/letters/reading.ts'
import { english, french, german } from './letters.ts'

const folded = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** Those of `wanted` that no name of `found` holds. */
function missing(wanted: readonly string[], found: readonly string[]): string[] {
  return wanted.filter((name) => !found.some((other) => folded(other).includes(folded(name))))
}

/** Those of `unwanted` that stand among `found`. */
function intruders(unwanted: readonly string[], found: readonly string[]): string[] {
  return unwanted.filter((name) => found.some((other) => folded(other) === folded(name)))
}

for (const letter of [...english, ...german, ...french]) {
  void test(letter.name, () => {
    const reading = readLetter({ text: letter.text, facts: {} } as EnrichRequest)
    assert.equal(reading.language, letter.language)
    const { people, locations, organizations } = reading.entities
    const names = people.map(({ value }) => value.name)
    const places = locations.map(({ value }) => value.name)
    const bodies = organizations.map(({ value }) => value.name)
    assert.deepEqual(
      {
        people: missing(letter.people ?? [], names),
        places: missing(letter.places ?? [], places),
        bodies: missing(letter.bodies ?? [], bodies),
        notPeople: intruders(letter.notPeople ?? [], names),
        notPlaces: intruders(letter.notPlaces ?? [], places),
        notBodies: intruders(letter.notBodies ?? [], bodies),
      },
      { people: [], places: [], bodies: [], notPeople: [], notPlaces: [], notBodies: [] },
      JSON.stringify({ names, places, bodies }),
    )
  })
}
