import fc from 'fast-check'
import {
  holdDocument,
  specOf,
  type HeldDocument,
  type JudgedRecord,
} from '../../src/evaluation/index.ts'
import type { Tree } from '../../src/record/path.ts'
import type { FieldSpec } from '../../src/profile.ts'

const field = (path: string): FieldSpec => ({ path, agent: 'reader', tool: 'read', required: true })

/** A kind of record with one value and one list. */
export const PROFILE = { name: 'maps', fields: [field('title'), field('places')] }
export const SPEC = specOf(PROFILE)
export const FIELDS = SPEC.fields

const name = fc.constantFrom('Ash', 'Birch', 'Cedar', 'Elm', 'Fir')

export interface Said {
  title: string | null
  places: string[]
}
export const said: fc.Arbitrary<Said> = fc.record({
  title: fc.option(name, { nil: null }),
  places: fc.uniqueArray(name, { maxLength: 4 }),
})

/** What is known of a document, and what its record says. */
export interface Pair {
  known: Said
  found: Said
}

const dataOf = ({ title, places }: Said): Tree => ({ ...(title !== null && { title }), places })

export const recordOf = (
  id: string,
  found: Said,
  more: Partial<JudgedRecord> = {},
): JudgedRecord => ({
  document_id: id,
  enriched_data: dataOf(found),
  provenance: {},
  ...more,
})

export function heldOf({ known, found }: Pair, n: number, language = 'en'): HeldDocument {
  const id = `doc_${String(n)}`
  const truth = {
    document_id: id,
    language,
    fields: {
      title: known.title === null ? [] : [{ forms: [known.title] }],
      places: known.places.map((place) => ({ forms: [place] })),
    },
  }
  return holdDocument({ profile: PROFILE, spec: SPEC }, truth, recordOf(id, found))
}
