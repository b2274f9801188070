import type { Mention, ProposedValue, Register, Support } from '@colophon/domain'
import { bearersOf, supportsOf, type Bearer, type Bearers } from './bearers.ts'
import { pairWith, type DecidedNames } from './decided-names.ts'
import { fitOf, type NameKind } from './fit.ts'
import { greetedName } from './greeted-name.ts'
import { RECIPIENT, SALUTATION, SENDER, SIGNATURE } from './mentions.ts'
import { givenFit, isFull, keyOf, readForm, type NameForm } from './name-form.ts'

type Side = 'sender' | 'recipient'

/** The words of a letter that name a correspondent in part. */
interface Part {
  side: Side
  mention: Mention
  form: NameForm
}

const PATHS = { sender: SENDER, recipient: RECIPIENT } as const

function partOf(side: Side, mentions: readonly Mention[]): Part | null {
  const at = (path: string) => mentions.find((mention) => mention.path === path)
  const own = at(PATHS[side])
  if (own !== undefined) {
    const form = readForm(own.value)
    return form === null || own.decided ? null : { side, mention: own, form }
  }
  const words = at(side === 'sender' ? SIGNATURE : SALUTATION)
  if (words === undefined || words.words === '') return null
  const form = side === 'sender' ? readForm(words.value) : greetedName(words.value)
  return form === null ? null : { side, mention: words, form }
}

interface Candidate {
  bearer: Bearer
  kind: NameKind | 'variant'
  weight: number
}

interface Chosen extends Candidate {
  /** The precedent that says so. */
  decidedBy?: string
}

const without = (letters: ReadonlySet<string>, self: string): number =>
  letters.size - Number(letters.has(self))

/** How many other letters say so: those to and from the person count double, of those that name one two at most. */
function weightOf({ wrote, received, mentions }: Bearer, self: string): number {
  const told = new Set(mentions.map(({ document_id }) => document_id))
  const corresponded = without(wrote, self) + without(received, self)
  return 2 * corresponded + Math.min(2, without(told, self) - corresponded)
}

const LEAD = 4
const AT_LEAST = 3

/** The one that is meant, when it is clearly ahead of any other that could be; of a surname alone, when it is the only one. */
function leading(candidates: readonly Candidate[]): Candidate | null {
  const [first, second] = candidates.toSorted((a, b) => b.weight - a.weight)
  if (first === undefined || first.weight < AT_LEAST) return null
  if (second === undefined) return first
  if (first.kind === 'surname') return second.weight > 1 ? null : first
  return second.weight * LEAD > first.weight ? null : first
}

/** Share of proposals of each kind that were right on the edited letters, no higher than their number allows. */
const CONFIDENCE: Readonly<Record<NameKind | 'variant', number>> = {
  initials: 0.96,
  first_name: 0.96,
  surname: 0.85,
  variant: 0.92,
}

/** A misread name, and whose it was found to be before a canonical form was chosen. */
function misreadOf({ side, form, mention }: Part, bearers: Bearers): Candidate[] {
  const self = mention.document_id
  const bearer = bearers
    .surnamed(form.surname ?? '')
    .find(({ wrote, received }) => (side === 'sender' ? wrote : received).has(self))
  if (bearer === undefined || !isFull(bearer.name)) return []
  const fits = bearer.name.surname === form.surname && givenFit(form.given, bearer.name.given)
  return fits ? [] : [{ bearer, kind: 'variant', weight: weightOf(bearer, self) }]
}

function candidatesFor(part: Part, bearers: Bearers): Candidate[] {
  const { side, form, mention } = part
  const self = mention.document_id
  const isPart = form.surname === null || !form.identifies
  const asked = isPart ? bearers.called(form.given[0] ?? '') : bearers.surnamed(form.surname ?? '')
  const fitting = asked.flatMap((bearer): Candidate[] => {
    const kind = fitOf(form, bearer)
    const isOther = (side === 'sender' ? bearer.received : bearer.wrote).has(self)
    return kind === null || isOther ? [] : [{ bearer, kind, weight: weightOf(bearer, self) }]
  })
  return isPart || fitting.length > 0 ? fitting : misreadOf(part, bearers)
}

/** What people decided of the form comes first: it is no question any more who is ahead. */
function chosen(part: Part, bearers: Bearers, { merged, apart }: DecidedNames): Chosen | null {
  const key = keyOf(part.form)
  const candidates = candidatesFor(part, bearers).filter(
    ({ bearer }) => pairWith(apart, key, bearer.keys) === undefined,
  )
  for (const candidate of candidates) {
    const pair = pairWith(merged, key, candidate.bearer.keys)
    if (pair !== undefined) return { ...candidate, decidedBy: pair.precedent_id }
  }
  return leading(candidates)
}

/** Whose name stands there as the writer's, or what is made of the part of it that stands there. */
export function writerOf(
  mentions: readonly Mention[],
  bearers: Bearers,
  decided: DecidedNames,
): Bearer | null {
  const part = partOf('sender', mentions)
  if (part === null) return null
  const { document_id, value } = part.mention
  return bearers.signed(document_id, value) ?? chosen(part, bearers, decided)?.bearer ?? null
}

/** The correspondent of a letter that names them in part only, as the other letters of the collection name them. */
export function proposeCorrespondent(
  side: Side,
  register: Register,
  mentions: readonly Mention[],
  decided: DecidedNames,
): ProposedValue[] {
  const part = partOf(side, mentions)
  const found = part === null ? null : chosen(part, bearersOf(register), decided)
  if (part === null || found === null || found.bearer.person.name === part.mention.value) return []
  const { bearer, kind, decidedBy } = found
  const { document_id, start, end, value } = part.mention
  const { name } = bearer.person
  const byPerson: Support[] =
    decidedBy === undefined ? [] : [{ kind: 'precedent', precedent_id: decidedBy }]
  return [
    {
      document_id,
      path: PATHS[side],
      value: name,
      kind,
      status: 'inferred',
      confidence: CONFIDENCE[kind],
      reason: `“${value}” is ${name} in other letters of the collection`,
      evidence: { start, end },
      supports: [...byPerson, ...supportsOf(bearer, document_id)],
    },
  ]
}
