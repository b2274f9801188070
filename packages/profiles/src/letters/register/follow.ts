import { getPath, type ProposedValue, type Tree } from '@colophon/domain'
import { readQualifiedDates, toEdtf } from '@colophon/methods/dates'
import { DATE, DATE_WORDS, PEOPLE, RECIPIENT, SENDER } from './mentions.ts'

export interface Following {
  path: string
  value: unknown
}

const ROLES: Readonly<Record<string, string>> = { [SENDER]: 'sender', [RECIPIENT]: 'recipient' }

const isPerson = (value: unknown): value is Tree => typeof value === 'object' && value !== null

/** The correspondent among the people of the letter: the one of that name, or the only one with the part. */
function placeAmong(people: readonly unknown[], role: string, named: unknown): number {
  const places = people.flatMap((person, at) =>
    isPerson(person) && person['role'] === role ? [at] : [],
  )
  const same = places.find((at) => (people[at] as Tree)['name'] === named)
  return same ?? (named === undefined && places.length === 1 ? places[0] : undefined) ?? -1
}

function personOf(record: Tree, role: string, { path, value }: ProposedValue): Following[] {
  const people = getPath(record, PEOPLE)
  if (!Array.isArray(people)) return []
  const at = placeAmong(people, role, getPath(record, path))
  const item: unknown = people[at]
  if (!isPerson(item)) return []
  const original = item['original_name'] ?? item['name']
  const named = { ...item, name: value, original_name: original }
  return [{ path: `${PEOPLE}.${String(at)}`, value: named }]
}

/** What else a record says of its date. */
function dateOf(record: Tree, { value }: ProposedValue): Following[] {
  const words = getPath(record, DATE_WORDS)
  const year = Number(String(value).slice(0, 4))
  const [date] = typeof words === 'string' ? readQualifiedDates(words) : []
  const edtf = date === undefined ? null : toEdtf(date, year)
  return [
    { path: 'document.date.date_precision', value: 'inferred' },
    ...(edtf === null ? [] : [{ path: 'document.date.date_edtf', value: edtf }]),
  ]
}

/** The values of a record that change with a proposed one. */
export function follow(record: Tree, proposal: ProposedValue): Following[] {
  if (proposal.path === DATE) return dateOf(record, proposal)
  const role = ROLES[proposal.path]
  return role === undefined ? [] : personOf(record, role, proposal)
}
