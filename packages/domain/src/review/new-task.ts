import { extractedPaths, type Profile } from '../profile.ts'
import type { DocumentRecord } from '../record/document.ts'
import { getPath, isPresent, type Tree } from '../record/path.ts'
import type { ProvenanceMap } from '../record/provenance.ts'
import type { Routing } from './routing.ts'
import { FAILED_REASON, UNTOUCHED, type ReviewRecord } from './task.ts'

export interface TaskSubject {
  reviewId: string
  profile: Profile
  document: DocumentRecord
  record: { data: Tree; provenance: ProvenanceMap }
  routing: Pick<Routing, 'reasons' | 'flagged' | 'metrics'>
  /** Uniform in [0, 1), the same for the same document. */
  chance: number
  at: string
}

const DAY_MS = 86_400_000
const MOVED_FORWARD = { high: 3, normal: 0, low: -1 } as const
const MANY = 10

/** How likely something is wrong in what decides: as if each value were wrong by itself. */
export function riskOf(profile: Profile, { data, provenance }: TaskSubject['record']): number {
  let right = 1
  for (const path of extractedPaths(profile)) {
    const confidence = provenance[path]?.confidence
    if (confidence !== undefined && isPresent(getPath(data, path))) right *= confidence
  }
  return 1 - right
}

/**
 * When a task's turn is, in milliseconds since the epoch: what is risky, what settles much and what is urgent comes
 * some days earlier, and chance mixes the rest. A bounded bonus on the time it was made: nothing waits for ever.
 */
function turnOf(
  task: Pick<ReviewRecord, 'risk' | 'gain' | 'priority'>,
  subject: Pick<TaskSubject, 'chance' | 'at'>,
): number {
  const days =
    2 * task.risk + Math.min(task.gain, MANY) / MANY + MOVED_FORWARD[task.priority] + subject.chance
  return Date.parse(subject.at) - Math.round(days * DAY_MS)
}

/** A task for a document that has just been routed to a person. */
export function newTask(subject: TaskSubject): ReviewRecord {
  const { document, profile, record, routing, at } = subject
  const task = {
    tenant_id: document.tenant_id,
    review_id: subject.reviewId,
    document_id: document.document_id,
    enrichment_job_id: document.enrichment_job_id,
    collection_id: document.collection_id,
    profile: profile.name,
    document_revision: document.revision + 1,
    priority: document.priority,
    title: profile.title(record.data),
    reasons: routing.reasons,
    flagged_fields: routing.flagged,
    completeness: routing.metrics.completeness_score,
    risk: riskOf(profile, record),
    gain: new Set(routing.flagged.map(({ path }) => path)).size,
    created_at: at,
    updated_at: at,
    ...UNTOUCHED,
  }
  // The lists of a task are its own.
  return { ...structuredClone(task), turn: turnOf(task, subject) }
}

export interface FailureSubject extends Pick<TaskSubject, 'reviewId' | 'chance' | 'at'> {
  document: DocumentRecord
  title: string
}

/** A task for a document that has failed: why is read from the document. */
export function failedTask(subject: FailureSubject): ReviewRecord {
  const { document, title, reviewId, at } = subject
  const known = { risk: 1, gain: 0, priority: document.priority }
  return {
    tenant_id: document.tenant_id,
    review_id: reviewId,
    document_id: document.document_id,
    enrichment_job_id: document.enrichment_job_id,
    collection_id: document.collection_id,
    profile: document.profile,
    document_revision: document.revision,
    title,
    reasons: [FAILED_REASON],
    flagged_fields: [],
    completeness: document.quality_metrics?.completeness_score ?? 0,
    ...known,
    turn: turnOf(known, subject),
    created_at: at,
    updated_at: at,
    ...structuredClone(UNTOUCHED),
  }
}
