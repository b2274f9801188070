import { acceptanceOf, cutOff, type ToleratedErrors } from './acceptance.ts'
import { runChecks, type CheckSubject } from './checks.ts'
import { completeness, coverage } from './completeness.ts'
import { getPath, isPresent } from '../record/path.ts'
import { extractedPaths, type Profile } from '../profile.ts'
import { isGrounded, isHuman, isOfModel, standsIn, type Provenance } from '../record/provenance.ts'
import type { AgentOutcome } from '../record/document.ts'
import type { FlaggedField, QualityMetrics } from './review.ts'
import { NEUTRAL_REASON, type Drawn } from './task.ts'

export interface RoutingInput {
  profile: Profile
  subject: CheckSubject
  agents: Record<string, AgentOutcome>
  pageQuality: number | null
  /** Uniform in [0, 1), the same for the same document: decides on the audit sample. */
  sampleDraw: number
  /** Share of the audit sample in the collection. @default as the profile says */
  auditSample?: number | null
  /** Shares of wrong values that the collection tolerates, by path. @default as the profile accepts */
  toleratedError?: ToleratedErrors | undefined
}

export interface Routing {
  reviewStatus: 'not_required' | 'pending'
  reasons: string[]
  flagged: FlaggedField[]
  metrics: QualityMetrics
}

/** The paths whose values decide: the required ones, and wherever else a model has put a value, items of lists too. */
function lookedAt({ profile, subject }: RoutingInput): readonly string[] {
  const required = extractedPaths(profile)
  const ofModels = Object.keys(subject.provenance).filter((path) => {
    const entry = subject.provenance[path]
    return entry !== undefined && isOfModel(entry) && !required.includes(path)
  })
  return ofModels.length === 0 ? required : [...required, ...ofModels]
}

const hasGround = (entry: Provenance, text: string): boolean =>
  isOfModel(entry) ? standsIn(text, entry.evidence) : isGrounded(entry)

function flagValues(input: RoutingInput): FlaggedField[] {
  const { profile, subject } = input
  const flagged: FlaggedField[] = []
  for (const path of lookedAt(input)) {
    const entry = subject.provenance[path]
    if (!isPresent(getPath(subject.data, path)) || entry === undefined) continue
    // What a person said is no question to a person any more, however sure they were.
    if (isHuman(entry)) continue
    const { confidence } = entry
    if (!hasGround(entry, subject.text)) flagged.push({ path, issue: 'ungrounded', confidence })
    else if (confidence < cutOff(profile, path, input.toleratedError)) {
      flagged.push({ path, issue: 'low_confidence', confidence })
    }
  }
  return flagged
}

const agentReasons = (agents: Record<string, AgentOutcome>): string[] =>
  Object.entries(agents).flatMap(([agent, { status, why }]) => {
    if (status === 'degraded' || status === 'failed') return [`agent_degraded:${agent}`]
    return status === 'skipped' && why === 'budget' ? [`budget_skipped:${agent}`] : []
  })

/**
 * Agents that would have asked a model that may not see the text. Named beside other reasons; alone it sends nobody to
 * a person: rules that are sure need no model.
 */
const reachReasons = (agents: Record<string, AgentOutcome>): string[] =>
  Object.entries(agents).flatMap(([agent, { why }]) =>
    why === 'reach' ? [`out_of_reach:${agent}`] : [],
  )

const hasAny = (tolerated: ToleratedErrors | undefined): boolean =>
  tolerated !== undefined && Object.keys(tolerated).length > 0

/** Auto-approval or a review task with all its reasons (design rule: nothing is published without one of the two). */
export function route(input: RoutingInput): Routing {
  const { profile, subject, pageQuality } = input
  const { routing } = profile
  const complete = completeness(profile, subject.data, subject.provenance)
  const checks = runChecks(profile.checks, subject)
  const values = flagValues(input)
  const failed = checks.filter((check) => !check.passed && check.blocking)

  const reasons = [
    ...(complete.score < routing.completeness ? ['completeness_below_threshold'] : []),
    ...(values.some((field) => field.issue === 'low_confidence') ? ['low_confidence'] : []),
    ...(values.some((field) => field.issue === 'ungrounded') ? ['ungrounded'] : []),
    ...failed.map((check) => `check_failed:${check.name}`),
    ...agentReasons(input.agents),
    ...(pageQuality !== null && pageQuality < routing.pageQuality ? ['page_quality'] : []),
  ]
  if (reasons.length > 0) reasons.push(...reachReasons(input.agents))
  const auditSample = input.auditSample ?? routing.auditSample
  if (reasons.length === 0 && input.sampleDraw < auditSample) reasons.push('audit_sample')

  const flagged = [
    ...complete.missing.map((path) => ({ path, issue: 'missing', confidence: null })),
    ...values,
    ...failed.flatMap(({ name, paths }) =>
      paths.map((path) => ({ path, issue: `check_failed:${name}`, confidence: null })),
    ),
  ]
  return {
    reviewStatus: reasons.length === 0 ? 'not_required' : 'pending',
    reasons,
    flagged,
    metrics: {
      completeness_score: complete.score,
      coverage_score: coverage(profile, subject.data),
      missing_fields: complete.missing,
      low_confidence_fields: values.map((field) => field.path),
      acceptance: acceptanceOf(profile, subject.data, flagged),
      ...(hasAny(input.toleratedError) && { tolerated_error: { ...input.toleratedError } }),
      checks,
      page_quality: pageQuality,
    },
  }
}

const SAMPLED = 'audit_sample'

export interface AskedRouting {
  /** As it stands in the document. */
  routing: Routing
  /** As the task tells it. */
  told: Routing
  drawn: Drawn | null
}

/** Of what is told, all that is the same for every drawn document: that somebody is to look at it. */
const neutral = (routing: Routing): Routing => ({
  ...routing,
  reasons: [NEUTRAL_REASON],
  flagged: [],
  metrics: { ...routing.metrics, completeness_score: 1 },
})

/**
 * Share of the ordinary tasks that tell no more than drawn ones do. At least as many as those, as long as one document
 * in five comes to a person anyway.
 */
export const neutralShare = (auditSample: number, seeded: number): number =>
  Math.min(1, 4 * auditSample + seeded / (1 - seeded))

/** A routing as it is written down and told: nobody who works on a task can tell that it was drawn. */
export function askedRouting(
  routed: Routing,
  { chance, neutralBelow }: { chance: number; neutralBelow: number },
): AskedRouting {
  if (routed.reasons.includes(SAMPLED)) {
    const routing = { ...routed, reasons: [NEUTRAL_REASON] }
    return { routing, told: neutral(routing), drawn: { kind: SAMPLED } }
  }
  const isTold = routed.reasons.length === 0 || chance >= neutralBelow
  return { routing: routed, told: isTold ? routed : neutral(routed), drawn: null }
}
