import { MOST_PLACES, type PersonView, type RegisterChange, type VariantView } from './contract.ts'
import type { PlannedDocument, RegisterDifference } from './plan.ts'
import type { RegisterReading } from './reading.ts'
import type { NameVariant, RegisterPerson } from './register.ts'

/** Titles of documents by their ids. */
export type Titles = ReadonlyMap<string, string>

export const titlesOf = (readings: readonly RegisterReading[]): Titles =>
  new Map(readings.map(({ document_id, title }) => [document_id, title]))

const variantView = ({ form, count, mentions }: NameVariant, titles: Titles): VariantView => ({
  ...{ form, count },
  places: mentions.slice(0, MOST_PLACES).map(({ document_id, path, words, start, end }) => ({
    ...{ document_id, path, start, end, quote: words },
    title: titles.get(document_id) ?? '',
  })),
})

const documentsOf = ({ variants }: RegisterPerson): number =>
  new Set(variants.flatMap(({ documents }) => documents)).size

export const personView = (person: RegisterPerson, titles: Titles): PersonView => ({
  id: person.id,
  name: person.name,
  documents: documentsOf(person),
  roles: { ...person.roles },
  variants: person.variants.map((variant) => variantView(variant, titles)),
})

/** Whole items of lists follow a value, and are not told beside it. */
const isToBeTold = ({ from, to }: RegisterDifference): boolean => typeof (from ?? to) !== 'object'

/** What is to become of documents, value by value. */
export const changesOf = (planned: readonly PlannedDocument[]): RegisterChange[] =>
  planned.flatMap(({ reading: { document_id, title }, differences }) =>
    differences.filter(isToBeTold).map(({ path, from, to, proposal }) => ({
      ...{ document_id, title, path, from, to },
      kind: proposal?.kind ?? null,
      reason: proposal?.reason ?? null,
    })),
  )

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** By name, as lists of people are. */
export const byName = (
  a: Pick<RegisterPerson, 'name' | 'id'>,
  b: Pick<RegisterPerson, 'name' | 'id'>,
): number => compare(a.name, b.name) || compare(a.id, b.id)
