import { getPath, type Tree } from '@colophon/domain'
import type { MeasuredField } from '@colophon/domain/evaluation'
import {
  alikeDate,
  alikePerson,
  plainWords,
  sameBody,
  sameDate,
  samePerson,
  samePlace,
  sameText,
} from '@colophon/methods/comparison'

const CORRESPONDENCE = 'document.correspondence'
const PEOPLE = 'analysis.people'

const stringsAt = (data: Tree, path: string): string[][] => {
  const value = getPath(data, path)
  return typeof value === 'string' ? [[value]] : []
}

/** Items of a list, each by its name. */
function namesAt(data: Tree, path: string): { name: string; role: unknown }[] {
  const items = getPath(data, path)
  if (!Array.isArray(items)) return []
  return items.flatMap((item: unknown) => {
    const name = getPath(item, 'name')
    return typeof name === 'string' ? [{ name, role: getPath(item, 'role') }] : []
  })
}

/** Several write one letter: the first stands in the correspondence, the others among the people, by their role. */
function partiesAt(data: Tree, role: 'sender' | 'recipient'): string[][] {
  const found = stringsAt(data, `${CORRESPONDENCE}.${role}.name`).flat()
  for (const person of namesAt(data, PEOPLE)) {
    if (person.role !== role || found.some((name) => alikePerson(person.name, name))) continue
    found.push(person.name)
  }
  return found.map((name) => [name])
}

const mentionedIn = (data: Tree): string[][] =>
  namesAt(data, PEOPLE)
    .filter(({ role }) => role !== 'sender' && role !== 'recipient')
    .map(({ name }) => [name])

const single = (
  name: string,
  path: string,
  same: MeasuredField['same'],
  more: Partial<MeasuredField> = {},
): MeasuredField => ({ name, path, same, found: (data) => stringsAt(data, path), ...more })

const party = (role: 'sender' | 'recipient'): MeasuredField[] => {
  const field: MeasuredField = {
    name: role,
    path: `${CORRESPONDENCE}.${role}.name`,
    found: (data) => partiesAt(data, role),
    same: samePerson,
    alike: alikePerson,
    core: true,
    decides: true,
  }
  const inText = { name: `${role}_in_text`, core: false, decides: false, toldOnly: true }
  return [field, { ...field, ...inText }]
}

const listed = (name: string, path: string, same: MeasuredField['same']): MeasuredField => ({
  ...{ name, path, same, core: true },
  found: (data) => namesAt(data, path).map((item) => [item.name]),
})

/** Editions differ in how much of the head of a letter they take for its date. */
function sameDateline(found: string, expected: string): boolean {
  const [x, y] = [plainWords(found), plainWords(expected)]
  if (sameText(found, expected)) return true
  return (
    (x.length >= 4 && y.includes(x)) ||
    (y.length >= 4 && x.includes(y) && x.length <= 2 * y.length + 30)
  )
}

/** What editions call kinds of letters, in the words of the schema. */
const KINDS: Readonly<Record<string, string>> = {
  ...{ brief: 'letter', lettre: 'letter', note: 'letter', 'business letter': 'letter' },
  ...{ telegramm: 'telegram', cable: 'telegram', cablegram: 'telegram' },
  ...{ postkarte: 'postcard', 'post card': 'postcard', 'picture postcard': 'postcard' },
  ...{ 'letter card': 'card', 'visiting card': 'card', 'correspondence card': 'card' },
  ...{ karte: 'card', briefkarte: 'card', kartenbrief: 'card' },
}
const kindOf = (name: string): string => KINDS[plainWords(name)] ?? plainWords(name)
const sameKind = (found: string, expected: string): boolean => kindOf(found) === kindOf(expected)

const POSTSCRIPT = 'content.postscript'
const core = { core: true }

export const FIELDS: readonly MeasuredField[] = [
  ...party('sender'),
  ...party('recipient'),
  single('date', 'document.date.creation_date', sameDate, {
    ...{ alike: alikeDate, core: true, decides: true },
  }),
  single('date_as_written', 'document.date.date_display', sameDateline),
  single('place_sent', `${CORRESPONDENCE}.sender.location`, samePlace, core),
  single('place_received', `${CORRESPONDENCE}.recipient.location`, samePlace),
  single('salutation', 'content.salutation', sameText, core),
  single('closing', 'content.closing', sameText, core),
  single('signature', 'content.signature', sameText, core),
  // Whether there is one, and what it says: an edition may record the first alone.
  single('postscript', POSTSCRIPT, () => true),
  single('postscript_text', POSTSCRIPT, sameText),
  {
    ...{ name: 'people', path: PEOPLE, found: mentionedIn, same: samePerson, core: true },
  },
  listed('places', 'analysis.locations', samePlace),
  { ...listed('organizations', 'analysis.organizations', sameBody), core: false },
  single('document_type', 'metadata.document_type', sameKind),
]
