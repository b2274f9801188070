import { z } from 'zod'

/**
 * What one document says at one path that a register of its collection can use: a name, part of a name, a date. It is a
 * reading of the document alone; what a register gave is never a mention, or it would confirm itself.
 */
export const Mention = z.object({
  document_id: z.string(),
  /** The path of the record; of an item of a list, of its name: `analysis.people.2.name`. */
  path: z.string(),
  /** As the record has it; empty where it holds the words and could make no value of them. */
  value: z.string(),
  /** The document's own words there, and where they stand in the text as received. */
  words: z.string(),
  start: z.int().min(0),
  end: z.int().min(0),
  confidence: z.number().min(0).max(1),
  /** A person said so: it outweighs what was read. */
  decided: z.boolean(),
})
export type Mention = z.infer<typeof Mention>

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** One order for any order in which documents came. */
export const inOrder = (mentions: readonly Mention[]): Mention[] =>
  mentions.toSorted(
    (a, b) => compare(a.document_id, b.document_id) || compare(a.path, b.path) || a.start - b.start,
  )
