import { z } from 'zod'
import { Precedent, PrecedentDecision } from './precedent.ts'

const Count = z.int().min(0)

/** A place where a document writes a name. */
export const NamePlace = z.object({
  document_id: z.string(),
  title: z.string(),
  path: z.string(),
  quote: z.string(),
  start: Count,
  end: Count,
})
export type NamePlace = z.infer<typeof NamePlace>

/** Places of one way of writing that an answer names: the first by document. */
export const MOST_PLACES = 20

export const VariantView = z.object({
  form: z.string(),
  count: Count,
  places: z.array(NamePlace).max(MOST_PLACES),
})
export type VariantView = z.infer<typeof VariantView>

export const PersonView = z.object({
  id: z.string(),
  name: z.string().describe('The fullest form that documents agree on'),
  documents: Count,
  roles: z.record(z.string(), Count).describe('In how many documents the person has which part'),
  variants: z.array(VariantView).describe('The commonest first'),
})
export type PersonView = z.infer<typeof PersonView>

/** One value of a record that is not what the register says. */
export const RegisterChange = z.object({
  document_id: z.string(),
  title: z.string(),
  path: z.string(),
  from: z.unknown(),
  to: z.unknown().describe('null: what the document itself says, which is nothing'),
  kind: z.string().nullable().describe('null: the register says nothing there any more'),
  reason: z.string().nullable(),
})
export type RegisterChange = z.infer<typeof RegisterChange>

export const PrecedentView = Precedent.extend({ revision: z.int().min(1) })
export type PrecedentView = z.infer<typeof PrecedentView>

export const RegisterView = z.object({
  collection_id: z.string(),
  profile: z.string().nullable().describe('null: nothing was read yet'),
  documents: Count.describe('That were read'),
  count: Count.describe('People that fit what was asked for'),
  people: z.array(PersonView).describe('By name'),
  pending: Count.describe('Records that the next pass changes'),
  next_cursor: z.string().nullable(),
})
export type RegisterView = z.infer<typeof RegisterView>

export const PrecedentBody = z.object({
  decision: PrecedentDecision,
  until: z.iso.datetime().nullable().default(null).describe('It holds until then'),
  dry_run: z.boolean().default(true),
})
export type PrecedentBody = z.infer<typeof PrecedentBody>

export const PrecedentAnswer = z.object({
  dry_run: z.boolean(),
  /** Records that it changes; the next pass does so. */
  count: Count,
  sample: z.array(RegisterChange).max(10),
  /** Null where nothing was decided. */
  precedent: PrecedentView.nullable(),
})
export type PrecedentAnswer = z.infer<typeof PrecedentAnswer>
