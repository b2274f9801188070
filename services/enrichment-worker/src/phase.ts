import {
  AgentCallError,
  describedModels,
  isPaid,
  narrowest,
  pageSpans,
  pathsOf,
  tiersWithin,
  withoutPaths,
  type AgentDescription,
  type Claim,
  type Course,
  type DocumentRecord,
  type EnrichRequest,
  type ModelTier,
  type Profile,
  type Reach,
  type SettingsOf,
  type StoredAnswer,
  type Tier,
  type Tree,
} from '@colophon/domain'
import type { Tracer } from '@colophon/runtime/tracing'
import { admit, type AdmissionDeps } from './admission.ts'
import { notReached, reached } from './figures/reach.ts'
import {
  contextHash,
  degradedKey,
  reusedStep,
  runStep,
  answerKey,
  type Step,
  type StepDeps,
  type StepEnd,
} from './step.ts'

export interface PipelineDeps extends StepDeps, AdmissionDeps {
  /** Tiers each agent may use, by agent name. */
  tiersOf: (agent: string) => Tier[]
  /** How many fields a model of a tier is asked for at once, where not all an agent asks for. */
  maxFields?: Partial<Record<ModelTier, number>>
  maxAttempts: number
  /** @default nothing is traced */
  tracer?: Tracer | undefined
  /** How a collection is set. Rejects as the store does. */
  settingsOf: SettingsOf
}

/**
 * The findings of earlier phases, without the text itself (that travels once) and without what only names the
 * document.
 */
export const foundSoFar = ({ bulk, identity }: Profile, data: Tree): Tree =>
  withoutPaths(data, [...bulk, ...identity])

export interface Phase {
  agents: readonly string[]
  /** The findings of the phases before it. */
  found: Tree
}

/** The part of a request that is the same for every agent of a phase. */
function sharedRequest(
  deps: PipelineDeps,
  { document }: Claim,
  found: Tree,
): Omit<EnrichRequest, 'wanted' | 'tiers'> {
  const { source } = document
  return {
    run_id: '',
    document_id: document.document_id,
    profile: document.profile,
    text: source.text,
    pages: pageSpans(source.pages),
    ...(source.segments !== undefined && { segments: source.segments }),
    ...(source.record !== undefined && { record: source.record }),
    ...(source.language !== undefined && { language: source.language }),
    ...(source.ocr.confidence !== undefined && { ocr_confidence: source.ocr.confidence }),
    ...(source.file !== undefined && { file: source.file }),
    facts: source.facts,
    found,
    ...(document.hints !== undefined && { hints: document.hints }),
    ...(deps.maxFields !== undefined && { max_fields: deps.maxFields }),
    last_attempt: document.attempts >= deps.maxAttempts,
    // The day of submission: a second run must ask the same question to find the first one's answer.
    today: document.created_at.slice(0, 10),
  }
}

/** An agent that does not answer at all: tried again, and in the end left out like one that failed. */
function absentAgent(
  deps: PipelineDeps,
  agent: string,
  thrown: unknown,
  lastAttempt: boolean,
): StepEnd {
  if (!(thrown instanceof AgentCallError)) throw thrown
  deps.metrics.agentCalls.inc({ agent, outcome: thrown.code })
  if (thrown.class === 'transient' && !lastAttempt) throw thrown
  return { agent, outcome: { status: 'degraded', why: thrown.code, ms: 0 }, output: null }
}

/**
 * Allowed tiers whose models the agent has named: with other models since then it is described anew before it uses
 * them.
 */
function describedTiers(allowed: readonly Tier[], { models }: AgentDescription): Tier[] {
  const described = new Set<Tier>(describedModels(models).map(({ tier }) => tier))
  return allowed.filter((tier) => tier === 'rules' || described.has(tier))
}

/** What was said when the document was submitted, and what its collection says now. */
export async function reachOf(
  { settingsOf }: Pick<PipelineDeps, 'settingsOf'>,
  { tenant_id, collection_id, source }: DocumentRecord,
): Promise<Reach | undefined> {
  return narrowest(source.reach, (await settingsOf(tenant_id, collection_id)).reach)
}

function reachedTiers(deps: PipelineDeps, description: AgentDescription, reach: Reach | undefined) {
  const allowed = describedTiers(deps.tiersOf(description.agent), description)
  const { models, outside = [] } = description
  const paid = describedModels(models).filter(({ model }) => isPaid(deps.prices, model))
  const beyond = new Set<Tier>([...outside, ...paid.map(({ tier }) => tier)])
  return tiersWithin(reach, allowed, (tier) => beyond.has(tier))
}

interface Prepared {
  steps: Step[]
  /** Agents that cannot even say what they are, on the last attempt. */
  absent: StepEnd[]
}

async function prepareSteps(
  deps: PipelineDeps,
  claim: Claim,
  { agents, found }: Phase,
): Promise<Prepared> {
  const { hints, ...shared } = sharedRequest(deps, claim, found)
  const plain = contextHash(claim.document, shared)
  const hinted = hints === undefined ? plain : contextHash(claim.document, { ...shared, hints })
  const at = new Date(deps.now())
  const reach = await reachOf(deps, claim.document)
  const absent: StepEnd[] = []
  const steps = await Promise.all(
    agents.map(async (agent): Promise<Step | null> => {
      const description = await deps.agents.describe(agent).catch((thrown: unknown) => {
        notReached(deps.metrics, agent, thrown)
        absent.push(absentAgent(deps, agent, thrown, shared.last_attempt))
        return null
      })
      if (description === null) return null
      reached(deps.metrics, agent)
      const { within: tiers, beyond } = reachedTiers(deps, description, reach)
      // Hints are for models: without one, the question is what it was.
      const isHinted = hints !== undefined && tiers.some((tier) => tier !== 'rules')
      const context = isHinted ? hinted : plain
      const request = {
        ...shared,
        ...(isHinted && { hints }),
        run_id: deps.newRunId(),
        wanted: pathsOf(deps.profile, agent),
        tiers,
        ...(reach !== undefined && { reach }),
        ...(beyond.length > 0 && { beyond_reach: beyond }),
      }
      const key = answerKey(context, description, request)
      return { agent, at, context, description, request, key, skippedFor: null, run: null }
    }),
  )
  return { steps: steps.filter((step) => step !== null), absent }
}

const isResting = (thrown: unknown): boolean =>
  thrown instanceof AgentCallError && thrown.code === 'model.resting'

/** Steps in parallel, as many as there is money for at once. */
async function runSteps(
  deps: PipelineDeps,
  claim: Claim,
  steps: readonly Step[],
  course: Course,
): Promise<StepEnd[]> {
  const ran: StepEnd[] = []
  let waiting = steps
  while (waiting.length > 0) {
    course.signal.throwIfAborted()
    const { now, later } = await admit(deps, claim, waiting)
    const ends = await Promise.allSettled(now.map((step) => runStep(deps, claim, step, course)))
    const failures = ends.flatMap((end) =>
      end.status === 'rejected' ? [end.reason as unknown] : [],
    )
    // Beside one that was asked and failed, those that were left alone do not matter: the attempt counts.
    if (failures.length > 0) throw failures.find((each) => !isResting(each)) ?? failures[0]
    ran.push(...ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : [])))
    waiting = later
  }
  return ran
}

/** The agents of one phase in parallel. Each answer is kept as it comes; only then is a failure thrown on. */
export async function runPhase(
  deps: PipelineDeps,
  claim: Claim,
  phase: Phase,
  course: Course,
): Promise<StepEnd[]> {
  const { steps, absent } = await prepareSteps(deps, claim, phase)
  const stored = await deps.work.answers(
    claim.ref.tenant_id,
    steps.flatMap(({ key }) => [key, degradedKey(key, claim.document)]),
  )
  const answerOf = ({ key }: Step): StoredAnswer | undefined =>
    stored.get(key) ?? stored.get(degradedKey(key, claim.document))
  const known = steps.flatMap((step) => {
    const answer = answerOf(step)
    return answer === undefined ? [] : [reusedStep(step, answer)]
  })
  for (const { agent } of known) deps.metrics.agentAnswers.inc({ agent, origin: 'kept' })
  const missing = steps.filter((step) => answerOf(step) === undefined)
  const ran = await runSteps(deps, claim, missing, course)
  // In the order of the profile, however they came.
  const byAgent = new Map([...known, ...ran, ...absent].map((end) => [end.agent, end]))
  return phase.agents.flatMap((agent) => byAgent.get(agent) ?? [])
}
