import type { ColophonError, NewDocument, Source } from '@colophon/domain'

/**
 * One thing found in the input. `where` names it for people: `letters/a.txt`, `public.jsonl line 7`, `(stdin) line 3`.
 * The message of an error begins with `where`; its `fix` says what to do.
 */
export type InputItem =
  | { kind: 'document'; document: NewDocument; where: string }
  | { kind: 'error'; error: ColophonError; where: string }
  /** The same id with the same text was there before, at `first`. */
  | { kind: 'duplicate'; where: string; document_id: string; first: string }
  | { kind: 'note'; where: string; message: string }

/** What holds for a whole run. */
export interface ReadingRules {
  maxTextBytes: number
  collection: string
  idPrefix: string
}

/** The file or stream that documents come from. */
export interface Origin {
  where: string
  stem: string
  /** What ids are derived from; null for a stream, whose name means nothing: there it is the text. */
  idSeed: string | null
  file: Source['file']
}
