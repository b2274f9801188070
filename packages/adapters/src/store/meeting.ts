import type { SubmitRefusal } from '@colophon/domain'

// Apart from the domain's values: the thread of SQLite starts without them.

/** The facts that decide whether two documents of one id are the same. */
export interface Identity {
  collection_id: string
  profile: string
  source_hash: string
}

/** A submitted document, and what is there under its id. */
export interface Encounter {
  given: Identity
  known: Identity
  /** The machines whose files they are, where that is known of both. Asked only of documents with different texts. */
  machines: () => { given: string; known: string } | null
  replace: boolean
}

/** `revise`: the same document with another text. `replace`: another document, which takes nothing of the old one over. */
export type Meeting = 'unchanged' | 'revise' | 'replace' | SubmitRefusal

export function meet({ given, known, machines, replace }: Encounter): Meeting {
  if (known.profile !== given.profile) {
    return { refused: 'document.other_profile', holder: known.profile }
  }
  const moves = known.collection_id !== given.collection_id
  if (moves && !replace) {
    return { refused: 'document.other_collection', holder: known.collection_id }
  }
  // With the same text it only moves to another collection, and keeps what people have decided of it.
  if (known.source_hash === given.source_hash) return moves ? 'revise' : 'unchanged'
  if (moves) return 'replace'
  const between = machines()
  if (between === null || between.given === between.known) return 'revise'
  return replace ? 'replace' : { refused: 'document.other_machine', holder: between.known }
}

/** From the narrowest on, as in the domain. */
const REACHES = ['rules', 'local', 'cloud']

/**
 * How far a text that comes again may go: the narrower of what was said of it before and of what is said now. Null: no
 * further than it is known already.
 */
export function narrowed(known: unknown, given: unknown): string | null {
  const [before, now] = [known, given].map((reach) => REACHES.indexOf(String(reach)))
  if (now === undefined || before === undefined || now < 0) return null
  return before < 0 || now < before ? (REACHES[now] ?? null) : null
}

/** Whether a document under an id of earlier versions is the one that is submitted. */
export const isSame = (given: Identity, known: Identity): boolean =>
  known.profile === given.profile &&
  known.collection_id === given.collection_id &&
  known.source_hash === given.source_hash
