import { z } from 'zod'

/** What a person decided on names of a collection. Forms are names as documents have them. */
export const PrecedentDecision = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('merge'), forms: z.tuple([z.string(), z.string()]) }),
  z.object({ kind: z.literal('split'), forms: z.tuple([z.string(), z.string()]) }),
  /** At this path of this document the value is this one. */
  z.object({
    kind: z.literal('is'),
    document_id: z.string(),
    path: z.string(),
    value: z.string(),
  }),
  /** At this path of this document it is not: it is not proposed again. */
  z.object({
    kind: z.literal('is_not'),
    document_id: z.string(),
    path: z.string(),
    value: z.string(),
  }),
])
export type PrecedentDecision = z.infer<typeof PrecedentDecision>

/** A decision of a person that holds for a whole collection, until it is undone or its time is over. */
export const Precedent = z.object({
  precedent_id: z.string(),
  collection_id: z.string(),
  decision: PrecedentDecision,
  /** `human:<id>` */
  by: z.string(),
  at: z.string(),
  until: z.string().nullable(),
  undone: z.object({ by: z.string(), at: z.string() }).nullable(),
})
export type Precedent = z.infer<typeof Precedent>

/** Those that hold at a time, in one order for any order in which they came. */
export const precedentsInForce = (precedents: readonly Precedent[], now: string): Precedent[] =>
  precedents
    .filter(({ undone, until }) => undone === null && (until === null || until > now))
    .toSorted((a, b) => (a.precedent_id < b.precedent_id ? -1 : 1))
