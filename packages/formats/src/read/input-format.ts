import type { ColophonError } from '@colophon/domain'
import type { Bytes } from './bytes.ts'

export interface Input {
  bytes: Bytes
  /** Names it for people: `box 1/a.txt`, `(stdin)`. */
  where: string
  /** Largest text of one item, in bytes. */
  maxTextBytes: number
}

/**
 * One thing found in an input, before anybody has asked what it is. `where` names it for people: `box 1/a.txt`,
 * `public.jsonl line 7`; `position` is its line or its place in a list, from 1, and null for what is an input alone.
 */
export type Found =
  | { kind: 'item'; item: unknown; where: string; position: number | null }
  | { kind: 'error'; error: ColophonError; where: string; position?: number }
  | { kind: 'note'; where: string; message: string }

/** How many bytes a file or a line may have, and the error for one that has more. */
export interface SizeLimit {
  bytes: number
  error: (where: string) => ColophonError
}

/** A kind of input that items are read from. */
export interface InputFormat {
  /** The name that profiles have for it. */
  name: string
  /** MIME types by the endings of file names, the usual ending first. */
  endings: Readonly<Record<string, string>>
  /** Further MIME types, of files whose names say nothing. */
  alsoCalled?: readonly string[]
  /**
   * Whether a stream without a name that begins like this, white space aside, is of the format; undefined when it takes
   * more characters to tell.
   */
  begins: (start: string) => boolean | undefined
  /** The limit of a whole file; null where there is none. */
  limit: (maxTextBytes: number) => SizeLimit | null
  /** Its one item is the text of the file: unknown files are tried as it. */
  isPlainText?: true
  /** Names its files in words, where they are parsed in memory as a whole. */
  inMemory?: string
  /** Never rejects for what is wrong with the input: that is an item of its own. */
  read: (input: Input) => AsyncGenerator<Found>
}
