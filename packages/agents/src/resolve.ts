import {
  ground,
  isPresent,
  onPage,
  type EnrichRequest,
  type Evidence,
  type FieldValue,
  type Provenance,
} from '@colophon/domain'
import { producerOf, type Agent } from './agent.ts'
import type { ModelField } from './question.ts'
import { definitionHash } from './definition.ts'
import type { Proposal } from './proposal.ts'
import type { Finding, Span } from './rules/finding.ts'

/** Turns proposals of rules and answers of models into field values with provenance. */
export class Resolver {
  readonly #agent: Agent
  readonly #request: EnrichRequest
  readonly #at: string
  readonly #pageStarts: number[]
  readonly #definition: string

  constructor(agent: Agent, request: EnrichRequest, at: string) {
    this.#agent = agent
    this.#request = request
    this.#at = at
    this.#pageStarts = request.pages.map((page) => page.start)
    this.#definition = definitionHash(agent)
  }

  #provenance(
    path: string,
    entry: Pick<Provenance, 'status' | 'confidence' | 'source' | 'evidence'>,
  ): Provenance {
    return {
      ...entry,
      agent: this.#agent.name,
      tool: producerOf(this.#agent, path)?.tool.name ?? null,
      definition_hash: this.#definition,
      at: this.#at,
    }
  }

  #quote(span: Span | null): Evidence | null {
    if (span === null) return null
    const quote = this.#request.text.slice(span.start, span.end)
    return onPage({ quote, start: span.start, end: span.end, match: 'exact' }, this.#pageStarts)
  }

  fromRules({ path, value, finding, items, given }: Proposal): FieldValue {
    const source = given ? 'input' : 'rules'
    const provenanceOf = (found: Omit<Finding<unknown>, 'value'>): Provenance => ({
      ...this.#provenance(path, {
        status: found.status,
        confidence: found.confidence,
        source,
        evidence: this.#quote(found.evidence),
      }),
      ...(found.reason !== undefined && { reason: found.reason }),
    })
    const field: FieldValue = { path, value, provenance: provenanceOf(finding) }
    if (items !== undefined) field.items = items.map(provenanceOf)
    return field
  }

  /** A quote is looked for in the text; when it fails, the value itself is. */
  #ground(quote: string | null, value: unknown): Evidence | null {
    const { text } = this.#request
    const found =
      (quote === null ? null : ground(text, quote)) ??
      (typeof value === 'string' ? ground(text, value, { fuzzy: false }) : null)
    if (found !== null) return onPage(found, this.#pageStarts)
    return null
  }

  #supported(
    path: string,
    { status, confidence }: Pick<ModelField, 'status' | 'confidence'>,
    evidence: Evidence | null,
    model: string,
  ): Provenance {
    return {
      ...this.#provenance(path, {
        status,
        confidence: modelConfidence(confidence, evidence, status),
        source: model,
        evidence,
      }),
      model,
      ...(status === 'inferred' && { reason: 'the model inferred it' }),
    }
  }

  fromModel(path: string, answered: ModelField, model: string): FieldValue {
    const field = consistent(answered)
    const quotable = producerOf(this.#agent, path)?.field.ask?.quotable !== false
    if (!Array.isArray(field.value) || field.value.length === 0) {
      const evidence = this.#ground(field.quote, quotable ? field.value : null)
      return { path, value: field.value, provenance: this.#supported(path, field, evidence, model) }
    }
    const values = field.value as unknown[]
    const items = values.map((item) => {
      const quote = quoteOf(item) ?? (quotable ? null : field.quote)
      const evidence = this.#ground(quote, quotable ? nameOf(item) : null)
      return this.#supported(path, field, evidence, model)
    })
    const provenance = this.#supported(path, field, this.#ofList(field.quote, items), model)
    return { path, value: values.map(withoutQuote), provenance, items }
  }

  /** A list stands on the text when each of its items does: one that was made up must not hide among the others. */
  #ofList(quote: string | null, items: readonly Provenance[]): Evidence | null {
    if (items.some((item) => item.evidence === null)) return null
    return this.#ground(quote, null) ?? items[0]?.evidence ?? null
  }
}

/** Starting bands by how well the quote fits, uncalibrated; a model's own figure is saturated, so it only lowers them. */
const BY_MATCH: Readonly<Record<Evidence['match'], number>> = {
  exact: 0.95,
  normalised: 0.92,
  fuzzy: 0.75,
  none: 0.4,
}
const INFERRED = 0.75

function modelConfidence(
  stated: number,
  evidence: Evidence | null,
  status: ModelField['status'],
): number {
  if (status === 'not_in_document' || status === 'illegible') return stated
  const cap =
    status === 'inferred' && evidence === null ? INFERRED : BY_MATCH[evidence?.match ?? 'none']
  return Math.min(stated, cap)
}

/**
 * Models contradict themselves: a value beside `not_in_document`, no value (or a placeholder) beside `stated`. What says
 * nothing is null and says so; it is sure only when the model said that on purpose.
 */
function consistent(field: ModelField): ModelField {
  const denied = field.status === 'not_in_document' || field.status === 'illegible'
  // An empty list is an answer (nobody is mentioned), not a contradiction.
  const empty = Array.isArray(field.value) && field.value.length === 0
  if (!denied && (empty || isPresent(field.value))) return field
  if (denied) return { ...field, value: null, quote: null }
  const confidence = Math.min(field.confidence, BY_MATCH.none)
  return { ...field, value: null, quote: null, status: 'not_in_document', confidence }
}

const nameOf = (item: unknown): unknown =>
  typeof item === 'object' && item !== null && 'name' in item ? item.name : item

const quoteOf = (item: unknown): string | null =>
  typeof item === 'object' && item !== null && 'quote' in item && typeof item.quote === 'string'
    ? item.quote
    : null

function withoutQuote(item: unknown): unknown {
  if (typeof item !== 'object' || item === null || !('quote' in item)) return item
  const { quote: _, ...rest } = item
  return rest
}
