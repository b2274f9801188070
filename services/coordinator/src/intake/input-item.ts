import type { ColophonError, NewDocument, Source } from '@colophon/domain'

/**
 * One thing found in the input. `where` names it for people: `letters/a.txt`, `public.jsonl line 7`, `(stdin) line 3`.
 * The message of an error begins with `where`; its `fix` says what to do. `position` is the line or the place in the
 * list, from 1.
 */
export type InputItem =
  | { kind: 'document'; document: NewDocument; where: string; position?: number }
  | { kind: 'error'; error: ColophonError; where: string; position?: number }
  /** The same id with the same text was there before, at `first`. */
  | { kind: 'duplicate'; where: string; document_id: string; first: string }
  | { kind: 'note'; where: string; message: string }

/** What holds for a whole run. */
export interface ReadingRules {
  maxTextBytes: number
  collection: string
  idPrefix: string
  /** Of documents that name none. */
  language?: string | undefined
}

/** The file or stream that documents come from. */
export interface Origin {
  where: string
  stem: string
  /** What ids are derived from; null for a stream, whose name means nothing: there it is the text. */
  idSeed: string | null
  /** Hexadecimal digits of the hash in such an id. @default 8 */
  idDigits?: number
  file: Source['file']
}
