import { z } from 'zod'
import { FieldValue, Provenance } from '../record/provenance.ts'

/** What a person writes of their own: it says something, and every store keeps it as it is. */
export const Remark = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/\S/, { error: 'has to be a text that says something' })
    .refine((text) => text.isWellFormed(), { error: 'has to be a text of whole characters' })

/** Dotted, list items by index: `people.0.name`. */
const Path = z.string().min(1).max(400)

/** A stretch of the text that supports a value: UTF-16 offsets into the text as received. */
export const TextSpan = z.object({ start: z.int().min(0), end: z.int().min(0) })
export type TextSpan = z.infer<typeof TextSpan>

const given = {
  value: z.unknown().describe('Of the type that the schema of the profile has at the path'),
  evidence: TextSpan.optional().describe('The words that support it'),
  external: Remark(500)
    .optional()
    .describe('Where it is known from, when no words of the document support it'),
}

/**
 * What a person decides of one value. Items of a list are decided by their own path (`people.0`), or added, removed
 * and moved.
 */
export const FieldDecision = z.discriminatedUnion('action', [
  z.object({ action: z.literal('accept'), path: Path }),
  z.object({ action: z.literal('correct'), path: Path, ...given }),
  z.object({
    action: z.literal('choose'),
    path: Path,
    rival: z.int().min(0).describe('Place of the proposal among the rivals of this path'),
  }),
  z.object({ action: z.literal('reject'), path: Path, why: z.string().max(500).optional() }),
  z.object({ action: z.literal('not_in_document'), path: Path }),
  z.object({ action: z.literal('illegible'), path: Path, evidence: TextSpan.optional() }),
  z.object({ action: z.literal('uncertain'), path: Path }),
  z.object({
    action: z.literal('add'),
    path: Path.describe('The list'),
    at: z.int().min(0).optional().describe('Its place. Last when left out'),
    ...given,
  }),
  z.object({ action: z.literal('remove'), path: Path.describe('The item') }),
  z.object({ action: z.literal('move'), path: Path.describe('The item'), to: z.int().min(0) }),
])
export type FieldDecision = z.infer<typeof FieldDecision>
export type DecisionAction = FieldDecision['action']

/**
 * Everything about one path, so that it can be put back byte for byte: its value (left out where there is none), the
 * provenance of it and of what lies within, and the order of keys in the objects around it, outermost first. Of an item
 * of a list, or what lies in one, it is the state of the outermost list.
 */
export const FieldState = z.object({
  value: z.unknown().optional(),
  provenance: z.record(z.string(), Provenance),
  keys: z.array(z.array(z.string())),
  /** All paths with provenance in their order, where the change added or took away some. */
  order: z.array(z.string()).optional(),
  /** The proposals beside the value, and beside what lies within it, where the change added or took away some. */
  rivals: z.array(FieldValue).optional(),
})
export type FieldState = z.infer<typeof FieldState>

/** States of a field as a reviewer sees them. */
export const FieldStanding = z.enum([
  'open',
  'proposed',
  'confirmed',
  'corrected',
  'rejected',
  'not_in_document',
  'illegible',
  'uncertain',
])
export type FieldStanding = z.infer<typeof FieldStanding>
