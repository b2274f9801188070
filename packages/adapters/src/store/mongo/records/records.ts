import {
  computeMs,
  PRIORITIES,
  type AuditEvent,
  type CostRecord,
  type DocumentRecord,
  type JobRecord,
  type Provenance,
  type ProvenanceMap,
  type StoredAnswer,
  type StepRun,
} from '@colophon/domain'
import { recordId, type Stored } from '../connection/collections.ts'
import { fromBson, toBson } from './values.ts'

export const iso = (ms: number): string => new Date(ms).toISOString()

export const bsonFields = (record: object): Record<string, unknown> =>
  toBson(record) as Record<string, unknown>

export const rankOf = (priority: JobRecord['priority']): number => PRIORITIES.indexOf(priority)

type PathProvenance = Provenance & { path: string }

/** A list, because a path is no name of a field; `path` can be searched for. */
export const provenanceToBson = (provenance: ProvenanceMap): unknown =>
  toBson(Object.entries(provenance).map(([path, entry]) => ({ path, ...entry })))

const provenanceFrom = (list: readonly PathProvenance[]): ProvenanceMap =>
  Object.fromEntries(list.map(({ path, ...entry }) => [path, entry]))

export function documentFrom(stored: Stored): DocumentRecord {
  const one = fromBson(stored) as Omit<DocumentRecord, 'traceparent' | 'hints'> & {
    provenance: unknown
    hints?: string | null
    traceparent?: string | null
  }
  return {
    tenant_id: one.tenant_id,
    document_id: one.document_id,
    enrichment_job_id: one.enrichment_job_id,
    collection_id: one.collection_id,
    profile: one.profile,
    schema_version: one.schema_version,
    priority: one.priority,
    source: one.source,
    source_hash: one.source_hash,
    status: one.status,
    lease: one.lease,
    attempts: one.attempts,
    next_at: one.next_at,
    dispatch: one.dispatch,
    enriched_data: one.enriched_data,
    provenance: provenanceFrom(one.provenance as unknown as PathProvenance[]),
    rivals: one.rivals,
    quality_metrics: one.quality_metrics,
    agents: one.agents,
    review_status: one.review_status,
    review_reasons: one.review_reasons,
    ...(one.hints != null && { hints: one.hints }),
    revision: one.revision,
    error: one.error,
    // Documents of earlier versions have none.
    traceparent: one.traceparent ?? null,
    created_at: one.created_at,
    updated_at: one.updated_at,
  }
}

export const jobToBson = (job: JobRecord): Stored => ({
  _id: recordId(job.tenant_id, job.enrichment_job_id),
  ...bsonFields(job),
  // How many places its documents have been given.
  positions: 0,
  // Whether others were told that it has ended, and how often it was opened again after that.
  told: false,
  opened: 0,
})

export function jobFrom(stored: Stored): JobRecord {
  const {
    _id,
    positions: _,
    told: __,
    opened: ___,
    ...job
  } = fromBson(stored) as JobRecord & {
    _id: string
    positions: number
    told?: boolean
    opened?: number
  }
  return job
}

export const answerToBson = (step: StoredAnswer): Stored => ({
  _id: recordId(step.tenant_id, step.key),
  ...bsonFields(step),
})

export function answerFrom(stored: Stored): StoredAnswer {
  const { _id, ...step } = fromBson(stored) as StoredAnswer & { _id: string }
  return step
}

/** A mark within its document; `order` because fields of a map have none. */
export const runToBson = (run: StepRun, order: string): Record<string, unknown> => ({
  ...bsonFields(run),
  order,
})

type StoredRun = StepRun & { order: string }

export function runsFrom(
  stored: unknown,
  ref: Pick<StepRun, 'tenant_id' | 'document_id'>,
): StepRun[] {
  const runs = Object.values(fromBson(stored) as Record<string, StoredRun>)
  runs.sort((a, b) => (a.order < b.order ? -1 : 1))
  const { tenant_id, document_id } = ref
  return runs.map(({ order: _, ...run }) => ({ ...run, tenant_id, document_id }))
}

export interface CostContext {
  order: string
  /** The effect that wrote the row. */
  effect: string
}

export function costToBson(cost: CostRecord, { order, effect }: CostContext): Stored {
  return {
    _id: recordId(cost.tenant_id, cost.record_id),
    ...bsonFields(cost),
    // Sums cannot be of expressions. Rows of earlier versions have none.
    compute_ms: computeMs(cost),
    order,
    effect,
  }
}

const COST_INTERNALS = ['_id', 'input_tokens', 'output_tokens', 'compute_ms', 'order', 'effect']
const AUDIT_INTERNALS = ['_id', 'order', 'created_at']

function without(stored: Stored, internals: readonly string[]): unknown {
  const entries = Object.entries(stored).filter(([name]) => !internals.includes(name))
  return fromBson(Object.fromEntries(entries))
}

/** Rows that were written before there was a digest have none. */
export const costFrom = (stored: Stored): CostRecord => ({
  model_digest: null,
  ...(without(stored, COST_INTERNALS) as Omit<CostRecord, 'model_digest'>),
})

/** Events from before there was a chain have no number: it is their place among all of the document. */
export const auditFrom = (stored: Stored, place: number): AuditEvent =>
  ({
    from: null,
    to: null,
    change_id: null,
    n: place,
    hash: null,
    ...(without(stored, AUDIT_INTERNALS) as Partial<AuditEvent>),
  }) as AuditEvent
