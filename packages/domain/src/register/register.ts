import type { DocumentRecord } from '../record/document.ts'
import type { Tree } from '../record/path.ts'
import type { ProposedValue } from './proposal.ts'
import type { Mention } from './mention.ts'
import type { Precedent } from './precedent.ts'

/** One way in which documents write a name. */
export interface NameVariant {
  form: string
  count: number
  /** The documents that have it, in the order of their ids. */
  documents: readonly string[]
  mentions: readonly Mention[]
}

export interface RegisterPerson {
  /** Made of the name: the same for the same documents in any order. */
  id: string
  /** The canonical form: the fullest that documents agree on. */
  name: string
  /** The commonest first. */
  variants: readonly NameVariant[]
  /** In how many documents the person has this part. */
  roles: Readonly<Record<string, number>>
}

/** What the documents of one collection say together. */
export interface Register {
  people: readonly RegisterPerson[]
  /** The documents that are dated in each year, by the words that say so. */
  years: Readonly<Record<string, readonly Mention[]>>
  /** Documents by a word of theirs, where a profile has such words: what they say beside it. */
  words?: Readonly<Record<string, readonly Mention[]>>
}

/** A document as a register reads it. */
export type RegisterSource = Pick<
  DocumentRecord,
  'document_id' | 'enriched_data' | 'provenance' | 'rivals' | 'source'
>

/**
 * How the documents of a profile make a register, and what it can say of each. Pure functions: the same mentions in
 * another order give the same register and the same proposals.
 */
export interface RegisterSpec {
  readonly mentionsOf: (document: RegisterSource) => Mention[]
  readonly build: (mentions: readonly Mention[], precedents: readonly Precedent[]) => Register
  /** `mentions` are those of one document. Of a document nothing is proposed from itself. */
  readonly propose: (
    register: Register,
    mentions: readonly Mention[],
    precedents: readonly Precedent[],
  ) => ProposedValue[]
  /** Values elsewhere in the record that change with one: the person of that name in a list. Whole items of lists. */
  readonly follow: (record: Tree, proposal: ProposedValue) => { path: string; value: unknown }[]
}
