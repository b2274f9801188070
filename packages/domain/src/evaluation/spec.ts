import type { Tree } from '../record/path.ts'

/** One value that a document should have: it may be written in any of these forms. */
export interface Expected {
  forms: readonly string[]
  /** A value that is right and that nobody has to find: neither demanded nor held against who found it. */
  optional?: boolean
}

/** What is known of a document, by the names of measured fields. A field that is left out is not known. */
export interface TruthDocument {
  document_id: string
  language?: string | undefined
  collection?: string | undefined
  fields: Readonly<Record<string, readonly Expected[]>>
  /** Of a document of which somebody decided single paths: nothing else of a record is looked at. @default all */
  paths?: readonly string[]
}

/** A field as it is measured, and how its values compare. A single value is a list of one. */
export interface MeasuredField {
  /** In tables and in truth. */
  name: string
  /** Where its value stands; its provenance and acceptance are those of this path. */
  path: string
  /** What a record says: each value with all the forms it has there. */
  readonly found: (data: Tree) => readonly (readonly string[])[]
  /** Whether two forms are the same value. */
  readonly same: (found: string, expected: string) => boolean
  /** The same by a milder rule, where being another spelling or less exact is no error. @default `same` */
  readonly alike?: (found: string, expected: string) => boolean
  /** Whether a document may be approved without a person is judged by it: the first of its values is right or wrong. */
  decides?: boolean
  /** It is one of those whose mean is the figure of the whole. */
  core?: boolean
  /** Known only where a truth file says so by name: a decision on its path says nothing of it. */
  toldOnly?: boolean
}

/** How records of a profile are held against what is known. */
export interface EvaluationSpec {
  fields: readonly MeasuredField[]
  /** Main language of a record, where the profile has one. */
  readonly languageOf?: (data: Tree) => string | undefined
  /**
   * A line of a truth file in the profile's own form; null when it is of another form. Throws ZodError when it is of
   * this form and faulty.
   */
  readonly readTruth?: (line: unknown) => TruthDocument | null
}
