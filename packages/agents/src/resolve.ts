import {
  type EnrichRequest,
  type Evidence,
  type FieldValue,
  type Finding,
  onPage,
  type Provenance,
  type Span,
} from '@colophon/domain'
import { producerOf, type Agent } from './agent.ts'
import { definitionHash } from './definition.ts'
import type { Proposal } from './proposal.ts'

/** Turns what was found into field values with provenance. */
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

  provenance(
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
    return this.placed({ quote, start: span.start, end: span.end, match: 'exact' })
  }

  /** The evidence with the page it stands on. */
  placed(evidence: Evidence | null): Evidence | null {
    return evidence === null ? null : onPage(evidence, this.#pageStarts)
  }

  fromRules({ path, value, finding, items, given }: Proposal): FieldValue {
    const source = given ? 'input' : 'rules'
    const provenanceOf = (found: Omit<Finding<unknown>, 'value'>): Provenance => ({
      ...this.provenance(path, {
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
}
