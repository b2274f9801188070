import {
  inOrder,
  type Mention,
  type NameVariant,
  type Precedent,
  type RegisterPerson,
} from '@colophon/domain'
import { decidedNames, pairWith, type DecidedNames } from './decided-names.ts'
import { PEOPLE, RECIPIENT, SENDER } from './mentions.ts'
import { givenFit, isFull, isInitial, isNear, keyOf, readForm, type NameForm } from './name-form.ts'
import { Shelf } from './shelf.ts'

/** All mentions of one form of a name. */
interface Entry {
  key: string
  form: NameForm
  mentions: Mention[]
  documents: number
  /** The letters that it signs, and those that it is the address of. */
  wrote: Set<string>
  received: Set<string>
}

/** Entries that name one person; the first is the one that the others were found to be. */
interface Group {
  entries: Entry[]
  /** Misread forms: counted as the person's, and never the canonical form. */
  misread: Set<Entry>
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const documentsOf = (mentions: readonly Mention[]): string[] =>
  [...new Set(mentions.map(({ document_id }) => document_id))].sort(compare)

const isName = ({ path }: Mention): boolean =>
  path === SENDER || path === RECIPIENT || path.startsWith(`${PEOPLE}.`)

const newEntry = (key: string, form: NameForm): Entry => ({
  key,
  form,
  mentions: [],
  documents: 0,
  wrote: new Set(),
  received: new Set(),
})

function entriesOf(mentions: readonly Mention[]): Entry[] {
  const entries = new Map<string, Entry>()
  for (const mention of inOrder(mentions.filter(isName))) {
    const form = readForm(mention.value)
    if (form?.surname == null || !form.identifies) continue
    const key = keyOf(form)
    const entry = entries.get(key) ?? newEntry(key, form)
    entry.mentions.push(mention)
    if (mention.path === SENDER) entry.wrote.add(mention.document_id)
    if (mention.path === RECIPIENT) entry.received.add(mention.document_id)
    entries.set(key, entry)
  }
  for (const entry of entries.values()) entry.documents = documentsOf(entry.mentions).length
  return [...entries.values()]
}

/** The commonest first: what is rare is measured by it, not it by what is rare. */
const byWeight = (a: Entry, b: Entry): number =>
  b.documents - a.documents || b.form.given.length - a.form.given.length || compare(a.key, b.key)

const genderFits = (a: NameForm, b: NameForm): boolean =>
  a.gender === null || b.gender === null || a.gender === b.gender

/** "Mrs. Brandt" is sure to have a first name that is a woman's only: husband and wife have one surname. */
function isSureOf({ given, gender }: NameForm, other: NameForm): boolean {
  if (given.length > 0 || gender === null || other.given.length === 0) return true
  return gender === other.gender || (gender === 'm' && other.given.every(isInitial))
}

const sameName = (a: NameForm, b: NameForm): boolean =>
  a.surname === b.surname && genderFits(a, b) && givenFit(a.given, b.given)

const initialsOf = ({ given }: NameForm): string => given.map((part) => part.charAt(0)).join('')

const MISREAD_AT_MOST = 1 / 3

/** Whether a form may be a misreading of a commoner one: a letter or two of a word differ. */
function misreads({ form, documents }: Entry, { form: common, documents: many }: Entry): boolean {
  if (many < 2 || documents > many * MISREAD_AT_MOST || !genderFits(form, common)) return false
  if (form.surname === null || common.surname === null) return false
  if (!isNear(form.surname, common.surname)) return false
  if (givenFit(form.given, common.given)) return form.surname !== common.surname
  return (
    initialsOf(form) === initialsOf(common) &&
    form.given.every((part, at) => isInitial(part) || isNear(part, common.given[at] ?? ''))
  )
}

/** Nobody writes to themselves: who writes and who is written to are two, however alike their names. */
const writesTo = ({ wrote }: Entry, { received }: Entry): boolean => !wrote.isDisjointFrom(received)

type Forbids = (a: Entry, b: Entry) => boolean

interface Placed {
  group: Group
  misread: boolean
}

/** The one group that an entry belongs to; none where two could be meant. */
function placeOf(entry: Entry, groups: readonly Group[], forbids: Forbids): Placed | null {
  const free = groups.filter(({ entries }) => !entries.some((other) => forbids(entry, other)))
  const same = free.filter(({ entries, misread }) =>
    entries.every((other) => misread.has(other) || sameName(entry.form, other.form)),
  )
  if (same.length > 1) return null
  const [only] = same
  if (only !== undefined) {
    const sure = only.entries.every((other) => isSureOf(entry.form, other.form))
    return sure ? { group: only, misread: false } : null
  }
  const near = free.filter(({ entries: [head] }) => head !== undefined && misreads(entry, head))
  const [group] = near
  return near.length === 1 && group !== undefined ? { group, misread: true } : null
}

/** Full names first, then those with initials, then bare surnames: what says less is found in what says more. */
function inTurn(entries: readonly Entry[]): Entry[] {
  const rank = ({ form }: Entry): number => (isFull(form) ? 0 : form.given.length > 0 ? 1 : 2)
  return entries.toSorted((a, b) => rank(a) - rank(b) || byWeight(a, b))
}

function grouped(entries: readonly Entry[], forbids: Forbids): Group[] {
  const groups: Group[] = []
  const shelf = new Shelf<Group>()
  for (const entry of inTurn(entries)) {
    const surname = entry.form.surname ?? ''
    const place = placeOf(entry, shelf.near(surname), forbids)
    const group = place?.group ?? { entries: [], misread: new Set() }
    group.entries.push(entry)
    if (place?.misread === true) group.misread.add(entry)
    if (place !== null) continue
    groups.push(group)
    shelf.put(surname, group)
  }
  return groups
}

function mergeGroups(groups: readonly Group[], { merged }: DecidedNames): Group[] {
  let all = [...groups]
  const holds = (key: string) => (group: Group) => group.entries.some((entry) => entry.key === key)
  for (const { keys } of merged) {
    const [a, b] = keys
    const [into, from] = [all.find(holds(a)), all.find(holds(b))]
    if (into === undefined || from === undefined || into === from) continue
    all = all.filter((group) => group !== from)
    into.entries = [...into.entries, ...from.entries].toSorted(byWeight)
    for (const entry of from.misread) into.misread.add(entry)
  }
  return all
}

const inFull = ({ form }: Entry): number => form.given.filter((part) => !isInitial(part)).length

/** The fullest form that two documents have, or a person has said; where there is none, the commonest. */
function canonical({ entries, misread }: Group): Entry | undefined {
  const read = entries.filter((entry) => !misread.has(entry))
  const sure = read.filter(
    ({ documents, mentions }) => documents > 1 || mentions.some(({ decided }) => decided),
  )
  const fullest = (a: Entry, b: Entry): number =>
    inFull(b) - inFull(a) || b.form.given.length - a.form.given.length || byWeight(a, b)
  if (sure.length > 0) return sure.toSorted(fullest)[0]
  return read.toSorted((a, b) => b.documents - a.documents || fullest(a, b))[0]
}

/** The commonest spelling of an entry. */
function spellingOf({ mentions }: Entry): string {
  const spellings = Map.groupBy(mentions, ({ value }) => value.replace(/\s+/gu, ' ').trim())
  const [best] = [...spellings].toSorted(
    ([a, x], [b, y]) =>
      documentsOf(y).length - documentsOf(x).length || b.length - a.length || compare(a, b),
  )
  return best?.[0] ?? ''
}

function variantOf(entry: Entry): NameVariant {
  const documents = documentsOf(entry.mentions)
  return { form: spellingOf(entry), count: documents.length, documents, mentions: entry.mentions }
}

const roleOf = ({ path }: Mention): string =>
  path === SENDER ? 'sender' : path === RECIPIENT ? 'recipient' : 'mentioned'

function personOf(group: Group): RegisterPerson[] {
  const head = canonical(group)
  if (head === undefined) return []
  const mentions = group.entries.flatMap((entry) => entry.mentions)
  const roles = [...Map.groupBy(mentions, roleOf)].map(
    ([role, all]) => [role, documentsOf(all).length] as const,
  )
  return [
    {
      id: head.key.trim().replace(/[^\p{L}\p{N}]+/gu, '-'),
      name: spellingOf(head),
      variants: group.entries.toSorted(byWeight).map(variantOf),
      roles: Object.fromEntries(roles.toSorted(([a], [b]) => compare(a, b))),
    },
  ]
}

/** The people whom the letters of a collection name, each with every form of the name. */
export function peopleOf(
  mentions: readonly Mention[],
  precedents: readonly Precedent[],
): RegisterPerson[] {
  const decided = decidedNames(precedents)
  const forbids: Forbids = (a, b) =>
    writesTo(a, b) ||
    writesTo(b, a) ||
    pairWith(decided.apart, a.key, new Set([b.key])) !== undefined
  const groups = mergeGroups(grouped(entriesOf(mentions), forbids), decided)
  return groups.flatMap(personOf).toSorted((a, b) => compare(a.id, b.id))
}
