import type {
  EnrichResponse,
  Evidence,
  FieldValue,
  Provenance,
  ProvenanceMap,
} from '@colophon/domain'

/**
 * Most of what provenance says is the same for all values of an answer: who, with what, when. Rows name it once, and
 * each value says which of them it means, so that they are a third as long. Rows of the first version of the schema hold
 * the records as they are; these arrays tell the two apart.
 */
type Origin = [
  source: string,
  agent: string | null,
  tool: string | null,
  definitionHash: string,
  at: string,
  model?: string,
]
type PackedEvidence = [
  quote: string,
  start: number,
  end: number,
  match: Evidence['match'],
  page?: number,
]
type PackedProvenance = [
  origin: number,
  status: Provenance['status'],
  confidence: number,
  evidence: PackedEvidence | null,
  reason?: string | null,
  ofRegister?: Pick<Provenance, 'supports' | 'displaces'>,
]
type PackedField = [
  path: string,
  value: unknown,
  provenance: PackedProvenance,
  items?: PackedProvenance[],
]

const packEvidence = ({ quote, start, end, match, page }: Evidence): PackedEvidence =>
  page === undefined ? [quote, start, end, match] : [quote, start, end, match, page]

function unpackEvidence([quote, start, end, match, page]: PackedEvidence): Evidence {
  return { quote, start, end, ...(page !== undefined && { page }), match }
}

/** The origins of one row, each once. */
class Origins {
  readonly list: Origin[] = []

  pack(provenance: Provenance): PackedProvenance {
    const { status, confidence, evidence, reason, supports, displaces } = provenance
    const packed: PackedProvenance = [
      this.#indexOf(provenance),
      status,
      confidence,
      evidence === null ? null : packEvidence(evidence),
    ]
    const isOfRegister = supports !== undefined || displaces !== undefined
    if (reason !== undefined || isOfRegister) packed.push(reason ?? null)
    if (isOfRegister)
      packed.push({ ...(supports && { supports }), ...(displaces && { displaces }) })
    return packed
  }

  field({ path, value, provenance, items }: FieldValue): PackedField {
    const packed: PackedField = [path, value ?? null, this.pack(provenance)]
    if (items !== undefined) packed.push(items.map((item) => this.pack(item)))
    return packed
  }

  /** A row has a handful of origins, and neighbours mostly share theirs: searched from the last. */
  #indexOf({ source, agent, tool, definition_hash, at, model }: Provenance): number {
    for (let index = this.list.length - 1; index >= 0; index--) {
      const known = this.list[index]
      if (
        known !== undefined &&
        known[2] === tool &&
        known[0] === source &&
        known[4] === at &&
        known[1] === agent &&
        known[3] === definition_hash &&
        known[5] === model
      ) {
        return index
      }
    }
    const origin: Origin = [source, agent, tool, definition_hash, at]
    if (model !== undefined) origin.push(model)
    return this.list.push(origin) - 1
  }
}

function unpackWith(origins: readonly Origin[]) {
  const provenance = ([
    index,
    status,
    confidence,
    evidence,
    reason,
    ofRegister,
  ]: PackedProvenance): Provenance => {
    const [source, agent, tool, definition_hash, at, model] = origins[index] as Origin
    return {
      status,
      confidence,
      source,
      agent,
      tool,
      ...(model !== undefined && { model }),
      ...(reason != null && { reason }),
      evidence: evidence === null ? null : unpackEvidence(evidence),
      ...ofRegister,
      definition_hash,
      at,
    }
  }
  const field = ([path, value, packed, items]: PackedField): FieldValue => ({
    path,
    value,
    provenance: provenance(packed),
    ...(items !== undefined && { items: items.map(provenance) }),
  })
  return { provenance, field }
}

type PackedMap = [origins: Origin[], entries: Record<string, PackedProvenance>]

export function packProvenance(map: ProvenanceMap): string {
  const origins = new Origins()
  const entries: [string, PackedProvenance][] = []
  for (const path of Object.keys(map)) {
    const provenance = map[path]
    if (provenance !== undefined) entries.push([path, origins.pack(provenance)])
  }
  return JSON.stringify([origins.list, Object.fromEntries(entries)] satisfies PackedMap)
}

export function unpackProvenance(text: string): ProvenanceMap {
  const row = JSON.parse(text) as PackedMap | ProvenanceMap
  if (!Array.isArray(row)) return row
  const [origins, entries] = row
  const unpack = unpackWith(origins)
  return Object.fromEntries(
    Object.entries(entries).map(([path, packed]) => [path, unpack.provenance(packed)]),
  )
}

type PackedFields = [origins: Origin[], fields: PackedField[]]

export function packFields(fields: readonly FieldValue[]): string {
  if (fields.length === 0) return '[]'
  const origins = new Origins()
  const packed = fields.map((field) => origins.field(field))
  return JSON.stringify([origins.list, packed] satisfies PackedFields)
}

export function unpackFields(text: string): FieldValue[] {
  const row = JSON.parse(text) as PackedFields | FieldValue[]
  if (row.length === 0 || !Array.isArray(row[0])) return row as FieldValue[]
  const [origins, fields] = row as PackedFields
  return fields.map(unpackWith(origins).field)
}

type Rest = Omit<EnrichResponse, 'fields' | 'rivals'>
type PackedResponse = [origins: Origin[], fields: PackedField[], rivals: PackedField[], rest: Rest]

export function packResponse({ fields, rivals, ...rest }: EnrichResponse): string {
  const origins = new Origins()
  const packed: PackedResponse = [
    origins.list,
    fields.map((field) => origins.field(field)),
    rivals.map((rival) => origins.field(rival)),
    rest,
  ]
  return JSON.stringify(packed)
}

export function unpackResponse(text: string): EnrichResponse {
  const row = JSON.parse(text) as PackedResponse | EnrichResponse
  if (!Array.isArray(row)) return row
  const [origins, fields, rivals, rest] = row
  const { field } = unpackWith(origins)
  return { ...rest, fields: fields.map(field), rivals: rivals.map(field) }
}
