import { hash } from 'node:crypto'
import {
  carryHumanValues,
  getPath,
  humanPaths,
  mergeFields,
  pathsOf,
  route,
  setPath,
  withoutPaths,
  type AgentOutcome,
  type AuditEvent,
  type Claim,
  type Completion,
  type DocumentRecord,
  type EnrichRequest,
  type MergeResult,
  type Profile,
  type ReviewRecord,
  type Routing,
  type Tier,
  type Tree,
} from '@colophon/domain'
import {
  contextHash,
  markRuns,
  reusedStep,
  runStep,
  stepKey,
  type Step,
  type StepDeps,
  type StepEnd,
} from './step.ts'

export interface PipelineDeps extends StepDeps {
  profile: Profile
  /** Tiers each agent may use, by agent name. */
  tiersOf: (agent: string) => Tier[]
  maxAttempts: number
}

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

/** What earlier phases found, without the text itself (that travels once) and without what only names the document. */
const foundSoFar = ({ bulk, identity }: Profile, data: Tree): Tree =>
  withoutPaths(data, [...bulk, ...identity])

interface Phase {
  agents: readonly string[]
  /** What the phases before it found. */
  found: Tree
}

/** What every agent of a phase is told. */
function sharedRequest(
  deps: PipelineDeps,
  { document }: Claim,
  found: Tree,
): Omit<EnrichRequest, 'wanted' | 'tiers'> {
  const { source } = document
  return {
    run_id: '',
    document_id: document.document_id,
    text: source.text,
    pages: source.pages,
    ...(source.language !== undefined && { language: source.language }),
    ...(source.ocr.confidence !== undefined && { ocr_confidence: source.ocr.confidence }),
    ...(source.file !== undefined && { file: source.file }),
    facts: source.facts,
    found,
    last_attempt: document.attempts >= deps.maxAttempts,
    // The day of submission: a second run must ask the same question to find the first one's answer.
    today: document.created_at.slice(0, 10),
  }
}

async function prepareSteps(
  deps: PipelineDeps,
  claim: Claim,
  { agents, found }: Phase,
): Promise<Step[]> {
  const shared = sharedRequest(deps, claim, found)
  const context = contextHash(claim.document, shared)
  return await Promise.all(
    agents.map(async (agent) => {
      const description = await deps.agents.describe(agent)
      const tiers = deps.tiersOf(agent)
      const request = {
        ...shared,
        run_id: deps.newRunId(),
        wanted: pathsOf(deps.profile, agent),
        tiers,
      }
      return { agent, description, request, key: stepKey(context, description, tiers) }
    }),
  )
}

/** The agents of one phase in parallel. Each answer is kept as it comes; only then is a failure thrown on. */
async function runPhase(
  deps: PipelineDeps,
  claim: Claim,
  phase: Phase,
  signal: AbortSignal,
): Promise<StepEnd[]> {
  const steps = await prepareSteps(deps, claim, phase)
  const stored = await deps.work.steps(
    claim.ref.tenant_id,
    steps.map((step) => step.key),
  )
  const missing = steps.filter((step) => !stored.has(step.key))
  await markRuns(deps, claim, missing)
  const ends = await Promise.allSettled(
    steps.map((step) => {
      const known = stored.get(step.key)
      return known ? Promise.resolve(reusedStep(step, known)) : runStep(deps, claim, step, signal)
    }),
  )
  const failed = ends.find((end) => end.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []))
}

const hashId = (...parts: (string | number)[]): string =>
  hash('sha256', JSON.stringify(parts), 'hex')

/** Uniform in [0, 1) and the same whenever this revision is routed. */
const sampleDraw = (document: DocumentRecord): number =>
  parseInt(
    hashId('audit', document.tenant_id, document.document_id, document.source_hash).slice(0, 12),
    16,
  ) /
  2 ** 48

function reviewTask(document: DocumentRecord, routing: Routing, at: string): ReviewRecord {
  const revision = document.revision + 1
  return {
    tenant_id: document.tenant_id,
    review_id: `rev_${hashId(document.tenant_id, document.document_id, revision).slice(0, 24)}`,
    document_id: document.document_id,
    enrichment_job_id: document.enrichment_job_id,
    collection_id: document.collection_id,
    document_revision: revision,
    priority: document.priority,
    reasons: routing.reasons,
    flagged_fields: routing.flagged,
    status: 'pending',
    assigned_to: null,
    lease_until: null,
    decision: null,
    corrections: {},
    notes: null,
    created_at: at,
    updated_at: at,
  }
}

/** One event for the run, and one for each required value that differs from the last run's. */
function auditEvents(
  deps: PipelineDeps,
  document: DocumentRecord,
  record: MergeResult,
  routing: Routing,
): AuditEvent[] {
  const at = new Date(deps.now()).toISOString()
  const event = {
    tenant_id: document.tenant_id,
    document_id: document.document_id,
    at,
    revision: document.revision + 1,
  }
  const decision = routing.reviewStatus === 'not_required' ? 'auto_approved' : 'sent_to_review'
  const events: AuditEvent[] = [
    {
      ...event,
      actor: 'rule:routing',
      action: decision,
      path: null,
      from: null,
      to: null,
      why: routing.reasons.join(' ') || null,
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

/** Runs all phases of a claimed document and says what to commit. Rejects when a later attempt may do better. */
export async function enrichDocument(
  deps: PipelineDeps,
  claim: Claim,
  signal: AbortSignal,
): Promise<Completion> {
  const { document } = claim
  const { profile } = deps
  const at = new Date(deps.now()).toISOString()
  const record = startRecord(deps, document, at)
  const decided = humanPaths(record.provenance)
  const agents: Record<string, AgentOutcome> = {}

  for (const phase of profile.phases) {
    signal.throwIfAborted()
    const found = foundSoFar(profile, record.data)
    for (const end of await runPhase(deps, claim, { agents: phase, found }, signal)) {
      agents[end.agent] = end.outcome
      if (end.output === null) continue
      mergeFields(record, end.output.fields, decided)
      record.rivals.push(...end.output.rivals)
    }
  }

  const pageQuality = getPath(record.data, profile.pageQualityPath)
  const routing = route({
    profile,
    subject: {
      data: record.data,
      provenance: record.provenance,
      text: document.source.text,
      statedLanguage: document.source.language,
      now: new Date(deps.now()),
    },
    agents,
    pageQuality: typeof pageQuality === 'number' ? pageQuality : null,
    sampleDraw: sampleDraw(document),
  })
  return {
    schema_version: profile.schemaVersion,
    enriched_data: record.data,
    provenance: record.provenance,
    rivals: record.rivals,
    quality_metrics: routing.metrics,
    agents,
    review_status: routing.reviewStatus,
    review_reasons: routing.reasons,
    review: routing.reviewStatus === 'pending' ? reviewTask(document, routing, at) : null,
    audit: auditEvents(deps, document, record, routing),
  }
}
