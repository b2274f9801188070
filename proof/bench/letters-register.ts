import {
  route,
  withRegister,
  type DocumentRecord,
  type ProposedValue,
  type RegisterSpec,
} from '@colophon/domain'
import { lettersProfile } from '@colophon/profiles/records'
import { linesOf, type BenchInput } from './letters-input.ts'

/** A record as `enrich --out` writes it, with the text it was made of and the edition as its collection. */
export interface BenchRecord extends Pick<
  DocumentRecord,
  | 'document_id'
  | 'collection_id'
  | 'enriched_data'
  | 'provenance'
  | 'rivals'
  | 'agents'
  | 'quality_metrics'
  | 'review_status'
  | 'source'
> {
  status: string
}

/** Records as they were written out, with the text, which a file of records leaves out. */
export function recordsIn(
  file: string,
  inputs: readonly Pick<BenchInput, 'id' | 'text'>[],
): BenchRecord[] {
  const texts = new Map(inputs.map(({ id, text }) => [id, text]))
  return (linesOf(file) as BenchRecord[]).map((record) => {
    const text = texts.get(record.document_id) ?? ''
    return { ...record, source: { ...record.source, text } }
  })
}

export interface Registered {
  /** The records as each letter says it, and as the letters of its collection say it. */
  alone: BenchRecord[]
  together: BenchRecord[]
  proposals: ProposedValue[]
}

function laidInto(
  spec: RegisterSpec,
  record: BenchRecord,
  proposals: readonly ProposedValue[],
): BenchRecord {
  const context = { spec, at: '', definition: '' }
  const changed = withRegister(record, proposals, context)
  if (changed === null) return record
  const { data, provenance, rivals } = changed
  const { reviewStatus, metrics } = route({
    profile: lettersProfile,
    subject: {
      data,
      provenance,
      text: record.source.text,
      statedLanguage: undefined,
      now: new Date(),
    },
    agents: record.agents,
    pageQuality: record.quality_metrics?.page_quality ?? null,
    sampleDraw: 1,
  })
  return {
    ...record,
    enriched_data: data,
    provenance,
    rivals,
    review_status: reviewStatus,
    quality_metrics: metrics,
  }
}

/** What the register of each collection makes of its records, as the pass after a job does. */
export async function registered(records: readonly BenchRecord[]): Promise<Registered> {
  const spec = await lettersProfile.register?.()
  if (spec === undefined) throw new Error('letters have no register')
  const proposals = new Map<string, ProposedValue[]>()
  for (const collection of Map.groupBy(records, (record) => record.collection_id).values()) {
    const letters = collection.map((record) => spec.mentionsOf(record))
    const register = spec.build(letters.flat(), [])
    for (const [at, { document_id }] of collection.entries())
      proposals.set(document_id, spec.propose(register, letters[at] ?? [], []))
  }
  return {
    alone: records.map((record) => laidInto(spec, record, [])),
    together: records.map((record) =>
      laidInto(spec, record, proposals.get(record.document_id) ?? []),
    ),
    proposals: [...proposals.values()].flat(),
  }
}
