import type { ReviewCommit } from '../ports/desk.ts'
import type { Profile } from '../profile.ts'
import type { DocumentRecord } from '../record/document.ts'
import type { MergeResult } from '../record/merge.ts'
import { isOfRegister } from '../record/provenance.ts'
import type { NewAuditEvent } from '../review/audit.ts'
import type { CollectionSettings } from '../review/collection-settings.ts'
import { isInState, statesOf } from '../review/field-state.ts'
import { newTask } from '../review/new-task.ts'
import { recordOf } from '../review/record-commit.ts'
import { routeRecord } from '../review/route-record.ts'
import type { AskedRouting } from '../review/routing.ts'
import { statePath } from '../review/schema-at.ts'
import { changed, FREE, isoOf } from '../review/task-change.ts'
import { asOf, isHeld, isNeutral, type ReviewRecord } from '../review/task.ts'
import type { ProposedValue } from './proposal.ts'
import { isSettledByPeople } from './reading.ts'
import type { RegisterSpec } from './register.ts'
import { withRegister } from './with-register.ts'

export const REGISTER_ACTOR = 'rule:register'

export interface RegisterCommitContext {
  profile: Profile
  spec: RegisterSpec
  settings: Pick<CollectionSettings, 'audit_sample' | 'seeded'>
  /** Of a task that is made for it: the same whenever this revision is changed. */
  reviewId: string
  /** Uniform in [0, 1): that of the document's run. */
  chance: number
  nowMs: number
}

/** `held`: somebody works on it. `settled`: a person has decided on it. `same`: it has all that already. */
export type RegisterStep = ReviewCommit | 'held' | 'settled' | 'same'

/** One event for each field, or list, that is another one than it was. */
function eventsOf(
  { profile, nowMs }: RegisterCommitContext,
  document: DocumentRecord,
  after: MergeResult,
): NewAuditEvent[] {
  const before = recordOf(document)
  const paths = [before, after].flatMap(({ provenance }) =>
    Object.keys(provenance).filter((path) => isOfRegister(provenance[path])),
  )
  const states = new Set(paths.map((path) => statePath(profile, path)))
  return [...states].flatMap((path) => {
    const { from, to } = statesOf(before, after, path)
    if (isInState(before, path, to)) return []
    const entry = Object.entries(after.provenance).find(
      ([each, one]) => isOfRegister(one) && statePath(profile, each) === path,
    )
    return {
      ...eventOf(document, nowMs),
      ...{ action: 'field.registered', path, from, to, why: entry?.[1].reason ?? null },
    }
  })
}

const eventOf = (document: DocumentRecord, nowMs: number) => ({
  tenant_id: document.tenant_id,
  document_id: document.document_id,
  at: isoOf(nowMs),
  actor: REGISTER_ACTOR,
  revision: document.revision + 1,
  // It is not taken back by its name: a precedent does that, and holds for the next pass too.
  change_id: null,
})

/** The task of a document that goes on waiting, with what there is to say of the record now. */
function keptTask(
  task: ReviewRecord,
  title: string,
  { told }: AskedRouting,
  nowMs: number,
): ReviewRecord {
  // Drawn, asked for by a person, or as good as that: it says no more than it did.
  if (isNeutral(task)) return changed(task, nowMs, { title })
  return changed(task, nowMs, {
    title,
    reasons: told.reasons,
    flagged_fields: told.flagged,
    completeness: told.metrics.completeness_score,
    gain: new Set(told.flagged.map(({ path }) => path)).size,
  })
}

interface Routed {
  task: ReviewRecord | null
  reviewStatus: 'not_required' | 'pending'
}

function routed(
  document: DocumentRecord,
  after: MergeResult,
  { task, asked }: { task: ReviewRecord | null; asked: AskedRouting },
  { profile, reviewId, chance, nowMs }: RegisterCommitContext,
): Routed {
  const { routing, told, drawn } = asked
  const title = profile.title(after.data)
  const isPending = routing.reviewStatus === 'pending'
  if (task !== null && (isPending || isNeutral(task)))
    return { task: keptTask(task, title, asked, nowMs), reviewStatus: 'pending' }
  if (task !== null) {
    const ended = changed(task, nowMs, { ...FREE, title, status: 'superseded' })
    return { task: ended, reviewStatus: 'not_required' }
  }
  if (!isPending) return { task: null, reviewStatus: 'not_required' }
  const made = newTask({
    ...{ reviewId, profile, document, chance },
    record: after,
    routing: told,
    at: isoOf(nowMs),
  })
  return { task: { ...made, drawn }, reviewStatus: 'pending' }
}

/** Its task is on the way, or a person has it. */
const isBusy = (
  { review_status }: DocumentRecord,
  task: ReviewRecord | null,
  nowMs: number,
): boolean =>
  task === null
    ? review_status === 'pending' || review_status === 'in_progress'
    : isHeld(task, nowMs) || task.status === 'in_progress'

/**
 * The commit that lays what the register proposes into a record, and routes it anew as its run did. `open`: its open
 * task, if there is one.
 */
export function registerCommit(
  document: DocumentRecord,
  open: ReviewRecord | null,
  proposals: readonly ProposedValue[],
  context: RegisterCommitContext,
): RegisterStep {
  const { profile, spec, settings, nowMs } = context
  if (document.status !== 'completed' || document.enriched_data === null) return 'settled'
  if (isSettledByPeople(document)) return 'settled'
  const task = open && asOf(open, nowMs)
  if (isBusy(document, task, nowMs)) return 'held'
  const at = isoOf(nowMs)
  const after = withRegister(document, proposals, { spec, at, definition: '' })
  if (after === null) return 'same'
  const { agents, source } = document
  const record = { data: after.data, provenance: after.provenance }
  const asked = routeRecord(
    { profile, document: { source }, record, agents, chance: context.chance, now: new Date(nowMs) },
    settings,
  )
  const { task: next, reviewStatus } = routed(document, after, { task, asked }, context)
  const isOther = reviewStatus !== document.review_status
  const why = asked.told.reasons.join(' ') || null
  const routing = { action: 'task.routed', path: null, from: null, to: null, why }
  return {
    tenant_id: document.tenant_id,
    document_id: document.document_id,
    revision: document.revision,
    document: {
      enriched_data: after.data,
      provenance: after.provenance,
      rivals: after.rivals,
      quality_metrics: asked.routing.metrics,
      review_status: reviewStatus,
      review_reasons: asked.routing.reasons,
    },
    task: next,
    audit: [
      ...eventsOf(context, document, after),
      ...(isOther ? [{ ...eventOf(document, nowMs), ...routing }] : []),
    ],
    outbox: [],
  }
}
