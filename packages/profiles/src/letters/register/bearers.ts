import type { Mention, Register, RegisterPerson, Support } from '@colophon/domain'
import { asSupport, RECIPIENT, SENDER } from './mentions.ts'
import { formKey, keyOf, readForm, type NameForm } from './name-form.ts'
import { Shelf } from './shelf.ts'

/** A person of the register, as proposals ask for one. */
export interface Bearer {
  person: RegisterPerson
  name: NameForm
  /** The canonical form and the others, each once. */
  forms: readonly NameForm[]
  keys: ReadonlySet<string>
  gender: 'f' | 'm' | null
  mentions: readonly Mention[]
  /** The letters that the person wrote, that were written to the person, and that name the person in full. */
  wrote: ReadonlySet<string>
  received: ReadonlySet<string>
  named: ReadonlySet<string>
}

function formsOf({ name, variants }: RegisterPerson): NameForm[] {
  const read = [name, ...variants.map(({ form }) => form)].flatMap((form) => readForm(form) ?? [])
  return [...new Map(read.map((form) => [formKey(form), form])).values()]
}

const lettersAt = (mentions: readonly Mention[], path: string): Set<string> =>
  new Set(mentions.filter((mention) => mention.path === path).map((each) => each.document_id))

function bearerOf(person: RegisterPerson): Bearer[] {
  const forms = formsOf(person)
  const [name] = forms
  if (name === undefined) return []
  const mentions = person.variants.flatMap((variant) => variant.mentions)
  const key = formKey(name)
  const inFull = person.variants.filter(({ form }) => {
    const read = readForm(form)
    return read !== null && formKey(read) === key
  })
  return [
    {
      person,
      name,
      forms,
      keys: new Set(forms.map(keyOf)),
      gender: forms.find(({ gender }) => gender !== null)?.gender ?? null,
      mentions,
      wrote: lettersAt(mentions, SENDER),
      received: lettersAt(mentions, RECIPIENT),
      named: new Set(inFull.flatMap(({ documents }) => documents)),
    },
  ]
}

/** The people of a register, found by how a name begins or by a surname that may be misread. */
export interface Bearers {
  /** Whose first name, as one of the forms has it, begins with this letter. */
  called(first: string): readonly Bearer[]
  surnamed(surname: string): readonly Bearer[]
  /** Whose name this letter has as its writer's, and as its addressee's. */
  signed(document_id: string, value: string): Bearer | null
  addressed(document_id: string, value: string): Bearer | null
}

function shelved(register: Register): Bearers {
  const bearers = register.people.flatMap(bearerOf)
  const byFirst = new Map<string, Set<Bearer>>()
  const bySurname = new Shelf<Bearer>()
  for (const bearer of bearers) {
    if (bearer.name.surname !== null) bySurname.put(bearer.name.surname, bearer)
    for (const { given } of bearer.forms) {
      const first = given[0]?.charAt(0) ?? ''
      byFirst.set(first, (byFirst.get(first) ?? new Set()).add(bearer))
    }
  }
  const near = (value: string): Bearer[] => bySurname.near(readForm(value)?.surname ?? '')
  return {
    signed: (id, value) => near(value).find(({ wrote }) => wrote.has(id)) ?? null,
    addressed: (id, value) => near(value).find(({ received }) => received.has(id)) ?? null,
    called: (first) => [...(byFirst.get(first.charAt(0)) ?? [])],
    surnamed: (surname) => bySurname.near(surname),
  }
}

const known = new WeakMap<Register, Bearers>()

/** Read once a register: every letter of the collection asks for them. */
export function bearersOf(register: Register): Bearers {
  let bearers = known.get(register)
  if (bearers === undefined) known.set(register, (bearers = shelved(register)))
  return bearers
}

const SUPPORTS = 3

/** The words of other letters that a proposal rests on, those first that name the person as it does. */
export function supportsOf({ mentions, person }: Bearer, self: string): Support[] {
  const others = mentions.filter(({ document_id, words }) => document_id !== self && words !== '')
  const rank = ({ value, path }: Mention): number =>
    (value === person.name ? 0 : 2) + (path === SENDER || path === RECIPIENT ? 0 : 1)
  const best = others.toSorted((a, b) => rank(a) - rank(b))
  const letters = new Map<string, Mention>()
  for (const mention of best)
    if (!letters.has(mention.document_id)) letters.set(mention.document_id, mention)
  return [...letters.values()].slice(0, SUPPORTS).map(asSupport)
}
