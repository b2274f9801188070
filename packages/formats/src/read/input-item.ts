import type {
  ColophonError,
  NewDocument,
  PageImage,
  Source,
  SourceSpec,
  SubmittedImage,
} from '@colophon/domain'

/**
 * One thing found in the input. `where` names it for people: `box 1/a.txt`, `public.jsonl line 7`, `(stdin) line 3`.
 * The message of an error begins with `where`; its `fix` says what to do. `position` is the line or the place in the
 * list, from 1.
 */
export type InputItem =
  | { kind: 'document'; document: NewDocument; where: string; position?: number }
  | { kind: 'error'; error: ColophonError; where: string; position?: number }
  /** The same id with the same text was there before, at `first`. */
  | { kind: 'duplicate'; where: string; document_id: string; first: string }
  | { kind: 'note'; where: string; message: string }

/** Rules that hold for all items that are read together. */
export interface ReadingRules {
  /** The source that the documents' profile declares. */
  source: SourceSpec
  maxTextBytes: number
  collection: string
  idPrefix: string
  /** The language of documents that name none. */
  language?: string | undefined
}

/**
 * The origin of an id, for a document that brings none: its text, where the name of the source means nothing; the name,
 * where that alone says which document it is; or its file, by the place where the machine has it.
 */
export type IdSource =
  /** `formerDigits`: as many of the hash stood in the ids of earlier versions. */
  | { kind: 'text'; formerDigits: number }
  | { kind: 'name'; name: string }
  /** `formerly`: what earlier versions made the id from, the file as it was called. */
  | { kind: 'file'; place: string; machine: string; formerly: { stem: string; path: string } }

/**
 * Takes in the image of a page. `where` names the page for the errors that it throws; null leaves it out: there is no
 * place to keep it.
 */
export type TakeImage = (image: SubmittedImage, where: string) => PageImage | null

/** The file or stream that documents come from. */
export interface Origin {
  where: string
  stem: string
  idFrom: IdSource
  file: Source['file']
  /** @default images are refused: there is no folder that they could be in */
  images?: TakeImage | undefined
}
