import type { Mention, Precedent, ProposedValue } from '@colophon/domain'
import { LETTER_REGISTER } from '../../../src/letters/register/index.ts'
import {
  DATE,
  DATE_WORDS,
  PEOPLE,
  RECIPIENT,
  SALUTATION,
  SENDER,
  SIGNATURE,
} from '../../../src/letters/register/mentions.ts'

/** What a letter of a test says. */
export interface Said {
  sender?: string
  recipient?: string
  signature?: string
  salutation?: string
  date?: string
  dateWords?: string
  people?: readonly string[]
}

const PATHS = {
  sender: SENDER,
  recipient: RECIPIENT,
  signature: SIGNATURE,
  salutation: SALUTATION,
  date: DATE,
  dateWords: DATE_WORDS,
} as const

export function mentionsIn(document_id: string, { people = [], ...said }: Said): Mention[] {
  const mention = (path: string, value: string, words = value): Mention => ({
    document_id,
    path,
    value,
    words,
    start: 0,
    end: words.length,
    confidence: 0.9,
    decided: false,
  })
  return [
    ...Object.entries(said).map(([key, value]) =>
      mention(
        PATHS[key as keyof typeof PATHS],
        value,
        key === 'date' ? (said.dateWords ?? value) : value,
      ),
    ),
    ...people.map((name, at) => mention(`${PEOPLE}.${String(at)}.name`, name)),
  ]
}

export type Collection = Readonly<Record<string, Said>>

/** What the register of these letters proposes for each. */
export function proposalsFor(
  collection: Collection,
  precedents: readonly Precedent[] = [],
): ProposedValue[] {
  const letters = Object.entries(collection).map(([id, said]) => mentionsIn(id, said))
  const register = LETTER_REGISTER.build(letters.flat(), precedents)
  return letters.flatMap((mentions) => LETTER_REGISTER.propose(register, mentions, precedents))
}

/** The values proposed for one letter, by the last part of the path before the name. */
export const valuesFor = (collection: Collection, id: string): Record<string, unknown> =>
  Object.fromEntries(
    proposalsFor(collection)
      .filter(({ document_id }) => document_id === id)
      .map(({ path, value }) => [path.split('.').at(-2) ?? path, value]),
  )

export const aPrecedent = (
  decision: Precedent['decision'],
  over: Partial<Precedent> = {},
): Precedent => ({
  precedent_id: 'p1',
  collection_id: 'c',
  decision,
  by: 'human:ann',
  at: '2026-01-01T00:00:00.000Z',
  until: null,
  undone: null,
  ...over,
})
