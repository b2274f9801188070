import {
  ground,
  onPage,
  type EnrichRequest,
  type Evidence,
  type FieldValue,
  type Provenance,
} from '@colophon/domain'
import { toolFor, type Agent } from './agent.ts'
import type { ModelField } from './ask-model.ts'
import { definitionHash } from './definition.ts'
import type { Proposal } from './proposal.ts'
import type { Finding, Span } from './rules/finding.ts'

/** Turns proposals of rules and answers of models into field values with provenance. */
export class Resolver {
  readonly #agent: Agent
  readonly #request: EnrichRequest
  readonly #at: string
  readonly #pageStarts: number[]

  constructor(agent: Agent, request: EnrichRequest, at: string) {
    this.#agent = agent
    this.#request = request
    this.#at = at
    this.#pageStarts = request.pages.map((page) => page.start)
  }

  #provenance(
    path: string,
    entry: Pick<Provenance, 'status' | 'confidence' | 'source' | 'evidence'>,
  ): Provenance {
    return {
      ...entry,
      agent: this.#agent.name,
      tool: toolFor(this.#agent, path)?.name ?? null,
      definition_hash: definitionHash(this.#agent),
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

  fromModel(path: string, field: ModelField, model: string): FieldValue {
    const asItem = (value: unknown, quote: string | null): Provenance => {
      const evidence = this.#ground(quote, value)
      return {
        ...this.#provenance(path, {
          status: field.status,
          confidence: modelConfidence(field.confidence, evidence, field.status),
          source: model,
          evidence,
        }),
        model,
        ...(field.status === 'inferred' && { reason: 'the model inferred it' }),
      }
    }
    if (!Array.isArray(field.value))
      return { path, value: field.value, provenance: asItem(field.value, field.quote) }
    const values = field.value as unknown[]
    const items = values.map((item) => asItem(nameOf(item), quoteOf(item)))
    return {
      path,
      value: values.map(withoutQuote),
      provenance: asItem(null, field.quote ?? items[0]?.evidence?.quote ?? null),
      items,
    }
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
