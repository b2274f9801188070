import {
  carryHumanValues,
  getPath,
  humanPaths,
  mergeFields,
  newTask,
  routeRecord,
  setPath,
  type AgentOutcome,
  type AskedRouting,
  type NewAuditEvent,
  type PicoUsd,
  type Reach,
  type Claim,
  type Completion,
  type Course,
  type DocumentRecord,
  type MergeResult,
  type Routing,
} from '@colophon/domain'
import { drawOf } from '@colophon/runtime'
import { NO_TRACER } from '@colophon/runtime/tracing'
import { observeCost } from './figures/costs.ts'
import { reviewId } from './identity.ts'
import { foundSoFar, reachOf, runPhase, type PipelineDeps } from './phase.ts'

/** A new run begins with what the document brings, and of an earlier run with what a person decided. */
function startRecord({ profile }: PipelineDeps, document: DocumentRecord, at: string): MergeResult {
  const record: MergeResult = { data: {}, provenance: {}, rivals: [] }
  for (const key of Object.keys(profile.schema.shape)) record.data[key] = {}
  for (const { path, value, reason } of profile.given(document)) {
    setPath(record.data, path, value)
    record.provenance[path] = {
      status: 'stated',
      confidence: 1,
      source: 'input',
      agent: null,
      tool: null,
      ...(reason !== undefined && { reason }),
      evidence: null,
      definition_hash: '',
      at,
    }
  }
  carryHumanValues(record, document.enriched_data, document.provenance)
  return record
}

interface Routed {
  routing: Pick<Routing, 'reviewStatus' | 'reasons'>
  /** How far the text might go in this run. */
  reach: Reach | undefined
}

/** One event for the run, and one for each required value that differs from the last run's. */
function auditEvents(
  deps: PipelineDeps,
  document: DocumentRecord,
  record: MergeResult,
  { routing, reach }: Routed,
): NewAuditEvent[] {
  const at = new Date(deps.now()).toISOString()
  const event = {
    tenant_id: document.tenant_id,
    document_id: document.document_id,
    at,
    revision: document.revision + 1,
    change_id: null,
  }
  const decision = routing.reviewStatus === 'not_required' ? 'auto_approved' : 'sent_to_review'
  const events: NewAuditEvent[] = [
    {
      ...event,
      actor: 'rule:routing',
      action: decision,
      path: null,
      from: null,
      to: null,
      why:
        [...routing.reasons, ...(reach === undefined ? [] : [`reach:${reach}`])].join(' ') || null,
    },
  ]
  if (document.enriched_data === null) return events
  for (const { path, required } of deps.profile.fields) {
    const [from, to] = [getPath(document.enriched_data, path), getPath(record.data, path)]
    if (!required || JSON.stringify(from) === JSON.stringify(to)) continue
    const actor = record.provenance[path]?.source ?? 'rule:pipeline'
    events.push({
      ...event,
      actor,
      action: 'changed',
      path,
      from: from ?? null,
      to: to ?? null,
      why: 're-enriched',
    })
  }
  return events
}

interface Enriched {
  record: MergeResult
  agents: Record<string, AgentOutcome>
  chance: number
}

/** Whether a person is asked, as the profile and the settings of the collection say. */
async function routed(
  { profile, settingsOf, now }: PipelineDeps,
  document: DocumentRecord,
  enriched: Enriched,
): Promise<AskedRouting> {
  const { tenant_id, collection_id } = document
  const settings = await settingsOf(tenant_id, collection_id)
  return routeRecord({ profile, document, ...enriched, now: new Date(now()) }, settings)
}

const attributesOf = (phase: readonly string[]) => ({ 'colophon.agents': phase.join(' ') })

/** Runs all phases of a claimed document and says what to commit. Rejects when a later attempt may do better. */
export async function enrichDocument(
  deps: PipelineDeps,
  claim: Claim,
  course: Course,
): Promise<Completion> {
  const { document } = claim
  const { profile, tracer = NO_TRACER } = deps
  const at = new Date(deps.now()).toISOString()
  const record = startRecord(deps, document, at)
  const decided = humanPaths(record.provenance)
  const agents: Record<string, AgentOutcome> = {}

  let spent: PicoUsd = 0n
  for (const [index, phase] of profile.phases.entries()) {
    course.signal.throwIfAborted()
    const found = foundSoFar(profile, record.data)
    const from = performance.now()
    const ends = await tracer.span('phase', { attributes: attributesOf(phase) }, () =>
      runPhase(deps, claim, { agents: phase, found }, course),
    )
    for (const end of ends) {
      agents[end.agent] = end.outcome
      spent += end.spent ?? 0n
      if (end.output === null) continue
      mergeFields(record, end.output.fields, { text: document.source.text, decided })
      record.rivals.push(...end.output.rivals)
    }
    const phaseSeconds = (performance.now() - from) / 1000
    deps.metrics.phaseSeconds.observe({ phase: String(index + 1) }, phaseSeconds)
  }
  observeCost(deps.metrics, spent)

  const chance = drawOf(document)
  const { routing, told, drawn } = await routed(deps, document, { record, agents, chance })
  const reach = await reachOf(deps, document)
  const review = { reviewId: reviewId(document), profile, document, record, chance, at }
  return {
    schema_version: profile.schemaVersion,
    enriched_data: record.data,
    provenance: record.provenance,
    rivals: record.rivals,
    quality_metrics: routing.metrics,
    agents,
    review_status: routing.reviewStatus,
    review_reasons: routing.reasons,
    review:
      routing.reviewStatus === 'pending'
        ? { ...newTask({ ...review, routing: told }), drawn }
        : null,
    audit: auditEvents(deps, document, record, { routing: told, reach }),
  }
}
