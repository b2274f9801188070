import { z } from 'zod'

/** How the value relates to the text: read in it, follows from it, a guess; or a statement that there is nothing to read. */
export const ValueStatus = z.enum([
  'stated',
  'inferred',
  'uncertain',
  'not_in_document',
  'illegible',
])
export type ValueStatus = z.infer<typeof ValueStatus>

export const EvidenceMatch = z.enum(['exact', 'normalised', 'fuzzy', 'none'])
export type EvidenceMatch = z.infer<typeof EvidenceMatch>

/** The quote that supports a value. `start`/`end` are UTF-16 offsets into the text as received, `page` counts from 1. */
export const Evidence = z.object({
  quote: z.string(),
  start: z.int().min(0),
  end: z.int().min(0),
  page: z.int().min(1).optional(),
  match: EvidenceMatch,
})
export type Evidence = z.infer<typeof Evidence>

/** What a value rests on beside its own document: words of another document, or a decision of a person. */
export const Support = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('document'),
    document_id: z.string(),
    path: z.string(),
    quote: z.string(),
    start: z.int().min(0),
    end: z.int().min(0),
  }),
  z.object({ kind: z.literal('precedent'), precedent_id: z.string() }),
])
export type Support = z.infer<typeof Support>

/** Where a value came from. `source` is `rules`, a model as its provider names it, `human:<id>`, `input` or `register`. */
export const Provenance = z.object({
  status: ValueStatus,
  confidence: z.number().min(0).max(1),
  source: z.string().min(1),
  agent: z.string().nullable(),
  tool: z.string().nullable(),
  model: z.string().optional(),
  reason: z.string().optional(),
  evidence: Evidence.nullable(),
  /** Of a value that the other documents of its collection made fuller. */
  supports: z.array(Support).optional(),
  /** Of such a value: the last rival of its path is what the document itself has there. */
  displaces: z.literal(true).optional(),
  definition_hash: z.string(),
  at: z.string(),
})
export type Provenance = z.infer<typeof Provenance>

/** One value an agent proposes for one path. A `null` value carries `not_in_document` or `illegible`. */
export const FieldValue = z.object({
  path: z.string().min(1),
  value: z.unknown(),
  provenance: Provenance,
  /** For a list value: where each item came from, in the order of the items. */
  items: z.array(Provenance).optional(),
})
export type FieldValue = z.infer<typeof FieldValue>

export type ProvenanceMap = Record<string, Provenance>

export const isHuman = (provenance: Provenance | undefined): boolean =>
  provenance?.source.startsWith('human:') ?? false

export const REGISTER = 'register'

/** Whether the register of the collection gave the value. */
export const isOfRegister = (provenance: Provenance | undefined): boolean =>
  provenance?.source === REGISTER

const NO_MODELS = new Set(['rules', 'input', REGISTER])

/** Whether a model gave the value: neither rules nor the input, a register or a person. */
export const isOfModel = ({ source, model }: Provenance): boolean =>
  model !== undefined || !(NO_MODELS.has(source) || source.startsWith('human:'))

/** Whether the text has the quote at the place that is named. */
export const standsIn = (text: string, evidence: Evidence | null): boolean =>
  evidence !== null &&
  evidence.match !== 'none' &&
  evidence.quote !== '' &&
  text.startsWith(evidence.quote, evidence.start) &&
  evidence.start + evidence.quote.length === evidence.end

/** A value is grounded when its quote stands in the text; input facts need no quote, inferences name their reason. */
export function isGrounded(provenance: Provenance): boolean {
  if (provenance.source === 'input' || isHuman(provenance)) return true
  if (provenance.evidence !== null && provenance.evidence.match !== 'none') return true
  return provenance.status === 'inferred' && provenance.reason !== undefined
}
