import { z } from 'zod'
import type { FieldSpec, Profile } from '../profile.ts'
import { schemaLeaves } from './completeness.ts'
import type { FieldForm, ProfileForm } from './contract/tasks.ts'

/** Keys of a path that make its section; those after them make the label. */
const SECTION_DEPTH = 2

const inWords = (keys: readonly string[]): string => {
  const words = keys.join(' ').replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const isWithin = (path: string, above: string): boolean =>
  path === above || path.startsWith(`${above}.`)

interface Place {
  path: string
  /** Keys of the object that it stands in, at most two. */
  section: readonly string[]
  /** Keys after those. */
  rest: readonly string[]
}

function placeOf(path: string): Place {
  const keys = path.split('.')
  const depth = Math.max(0, Math.min(SECTION_DEPTH, keys.length - 1))
  return { path, section: keys.slice(0, depth), rest: keys.slice(depth) }
}

/** Paths in the order of the schema: what an agent answers for as a whole stays whole. */
function pathsOfForm({ schema, fields }: Profile): string[] {
  const known = fields.map(({ path }) => path)
  const leaves = schemaLeaves(schema).map(
    (leaf) => known.find((path) => isWithin(leaf, path)) ?? leaf,
  )
  return [...new Set([...leaves, ...known])]
}

const countOf = (names: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

/** The last key of a section alone, unless two sections end the same. */
function sectionNames(places: readonly Place[]): (place: Place) => string {
  const sections = new Map(places.map(({ section }) => [section.join('.'), section]))
  const last = (section: readonly string[]): string => inWords(section.slice(-1))
  const counts = countOf([...sections.values()].map(last))
  return ({ section }) => {
    const name = last(section)
    return counts.get(name) === 1 ? name : inWords(section)
  }
}

/** What follows the section, and the section too where that alone would name two things. */
function labels(places: readonly Place[], sectionOf: (place: Place) => string) {
  const short = ({ rest }: Place): string => inWords(rest)
  const taken = countOf([...places.map(short), ...new Set(places.map(sectionOf))])
  return (place: Place): string =>
    taken.get(short(place)) === 1
      ? short(place)
      : inWords([...place.section.slice(-1), ...place.rest])
}

/** Every field of a profile as people read it, section by section, in the order of its schema. */
export function fieldForms(profile: Profile): FieldForm[] {
  const places = pathsOfForm(profile).map(placeOf)
  const sectionOf = sectionNames(places)
  const labelOf = labels(places, sectionOf)
  const specs = new Map<string, FieldSpec>(profile.fields.map((field) => [field.path, field]))
  const forms = places.map((place) => {
    const { path } = place
    const spec = specs.get(path)
    return {
      path,
      label: labelOf(place),
      section: sectionOf(place),
      required: spec?.required ?? false,
      extracted: typeof spec?.agent === 'string',
      fixed: profile.fixed?.includes(path) ?? false,
      bulk: profile.bulk.includes(path),
    }
  })
  return [...Map.groupBy(forms, ({ section }) => section).values()].flat()
}

/** A kind of record as a desk has to know it: nothing of how it is enriched. */
export const profileForm = (profile: Profile): ProfileForm => ({
  name: profile.name,
  unit: profile.unit,
  schema_version: profile.schemaVersion,
  schema: z.toJSONSchema(profile.schema, { unrepresentable: 'any' }),
  fields: fieldForms(profile),
  columns: [...profile.columns],
  checks: profile.checks.map(({ name, description, blocking }) => ({
    name,
    description,
    blocking,
  })),
  confidence: profile.routing.confidence,
})
