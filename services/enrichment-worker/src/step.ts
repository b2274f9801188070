import { hash } from 'node:crypto'
import {
  AgentCallError,
  ColophonError,
  jsonOf,
  toColophonError,
  unsettledRow,
  type AgentCaller,
  type AgentDescription,
  type AgentOutcome,
  type Claim,
  type CostRecord,
  type Course,
  type DocumentRecord,
  type EnrichRequest,
  type EnrichResponse,
  type ErrorCode,
  type PicoUsd,
  type PriceList,
  type StoredAnswer,
  type StepRun,
  type Store,
  type Tier,
} from '@colophon/domain'
import type { Metrics } from '@colophon/runtime'
import { countCosts, spentIn } from './figures/costs.ts'
import { notReached, reached } from './figures/reach.ts'
import { costRows } from './ledger-rows.ts'
import { Turns } from './turns.ts'

export interface StepDeps {
  work: Store['work']
  agents: AgentCaller
  prices: PriceList
  newRunId: () => string
  now: () => number
  metrics: Metrics
}

/** One agent's part in a phase: what it is asked, and the key its answer is kept under. */
export interface Step {
  agent: string
  /** When it was prepared: its calls are booked on that day. */
  at: Date
  /** Hash of what all agents of the phase share. */
  context: string
  /** The budgets that had no money for its paid tiers, in words; null where there was. */
  skippedFor: readonly string[] | null
  /** Its mark, when it may call models. */
  run: StepRun | null
  description: AgentDescription
  key: string
  request: EnrichRequest
}

export interface StepEnd {
  agent: string
  outcome: AgentOutcome
  output: EnrichResponse | null
  /** @default nothing: nobody was asked */
  spent?: PicoUsd
}

/**
 * The key of an answer: who (tenant, agent, definition, models, tiers) and what it was asked. Attempts and run ids are not part
 * of it, so a second attempt finds the first one's answers. `context` stands for all that the agents of a phase share.
 */
export function answerKey(
  context: string,
  description: AgentDescription,
  {
    tiers,
    max_fields: most,
    beyond_reach: beyond = [],
  }: Pick<EnrichRequest, 'tiers' | 'max_fields' | 'beyond_reach'>,
): string {
  const { agent, definition_hash, models } = description
  // Each tier with its own limit of fields: that of one is nothing to the answers of others.
  const asked = tiers.map((tier) => `${tier}:${(tier !== 'rules' && most?.[tier]) || ''}`)
  // What was answered within a narrower reach says so, and is no answer to a question that may go further.
  const held = beyond.length === 0 ? [] : [`beyond ${beyond.join()}`]
  const who = [agent, definition_hash, models.join(), asked.join(), ...held].join('\n')
  return context.slice(0, CONTEXT_DIGITS) + hashOfAgent(who)
}

const CONTEXT_DIGITS = 40
const AGENT_DIGITS = 24
const MAX_AGENTS = 256
const agentHashes = new Map<string, string>()

/** The part of a key that is the same for every document. */
function hashOfAgent(who: string): string {
  let known = agentHashes.get(who)
  if (known === undefined) {
    known = hash('sha256', who).slice(0, AGENT_DIGITS)
    if (agentHashes.size < MAX_AGENTS) agentHashes.set(who, known)
  }
  return known
}

/** Hash of what every agent of a phase is told: tenant, text, what is known of it, what was found before. */
export function contextHash(
  document: DocumentRecord,
  request: Omit<EnrichRequest, 'wanted' | 'tiers'>,
): string {
  const {
    run_id: _run,
    last_attempt: _last,
    text: _text,
    document_id: _id,
    max_fields: _most,
    // Which tiers it leaves is part of the key, and all that it changes.
    reach: _reach,
    beyond_reach: _beyond,
    found,
    ...told
  } = request
  const own = JSON.stringify([document.tenant_id, document.source_hash, told])
  return hash('sha256', `${own}\n${jsonOf(found)}`)
}

/** The same step with fewer tiers: another question, kept under another key. */
export function withTiers(step: Step, tiers: Tier[]): Step {
  const request = { ...step.request, tiers }
  return { ...step, request, key: answerKey(step.context, step.description, request) }
}

/** The outcome of an agent that the budget has kept from its paid models. */
const asSkipped = (step: Step, outcome: AgentOutcome): AgentOutcome =>
  step.skippedFor === null || outcome.status === 'degraded'
    ? outcome
    : {
        ...outcome,
        status: 'skipped',
        why: 'budget',
        ...(step.skippedFor.length > 0 && { budgets: [...step.skippedFor] }),
      }

/** How the agent's part ended, as the document tells. */
function outcomeOf(
  step: Step,
  { status, why, out_of_reach: missed = [] }: EnrichResponse,
  took: Pick<AgentOutcome, 'ms' | 'reused'>,
): AgentOutcome {
  const held = missed.length > 0 && status !== 'degraded'
  const outcome: AgentOutcome = held
    ? { status: 'skipped', why: 'reach', ...took }
    : { status, ...(why !== undefined && { why }), ...took }
  return asSkipped(step, outcome)
}

export function reusedStep(step: Step, stored: StoredAnswer): StepEnd {
  return {
    agent: step.agent,
    outcome: outcomeOf(step, stored.output, { ms: 0, reused: true }),
    output: stored.output,
  }
}

/**
 * Asks the agent and keeps its answer with its ledger rows, in one write. A failure that a later attempt may mend is
 * thrown; any other leaves the document without this agent's values.
 */
export async function runStep(
  deps: StepDeps,
  claim: Claim,
  step: Step,
  course: Course,
): Promise<StepEnd> {
  const { ref, document } = claim
  const { agent, request } = step
  const { signal } = course
  const turns = new Turns(course)
  const startedAt = performance.now()
  try {
    const output = await deps.agents.enrich(agent, request, { signal, onWait: turns.onWait })
    const ms = Math.round((performance.now() - startedAt) * 100) / 100
    const kept = {
      tenant_id: ref.tenant_id,
      key:
        output.status === 'degraded'
          ? degradedKey(keyOfAnswer(step, output), document)
          : keyOfAnswer(step, output),
      agent,
      document_id: ref.document_id,
      output,
      created_at: new Date(deps.now()).toISOString(),
    }
    const costs = costRows(document, agent, output.usage, { prices: deps.prices, at: step.at })
    const isKept = await deps.work.putAnswer(ref, kept, costs, request.run_id)
    countAnswer(deps.metrics, step, { output, ms, isKept })
    countCosts(deps.metrics, costs)
    return { agent, outcome: outcomeOf(step, output, { ms }), output, spent: spentIn(costs) }
  } catch (thrown) {
    if (signal.aborted && step.run !== null && turns.endedBeforeFirst)
      await endUnasked(deps, claim, step)
    if (!(thrown instanceof AgentCallError) || signal.aborted) throw thrown
    return await failedStep(deps, claim, step, thrown)
  }
}

interface Answered {
  output: EnrichResponse
  ms: number
  /** False: another run had answered the same question meanwhile. */
  isKept: boolean
}

function countAnswer(metrics: Metrics, { agent }: Step, { output, ms, isKept }: Answered): void {
  reached(metrics, agent)
  metrics.agentCalls.inc({ agent, outcome: output.status })
  metrics.agentAnswers.inc({ agent, origin: 'new' })
  metrics.agentSeconds.observe({ agent }, ms / 1000)
  if ((output.out_of_reach ?? []).length > 0) metrics.outOfReach.inc({ agent })
  if (!isKept) metrics.duplicateAnswers.inc({ agent })
  for (const { model, outcome, count } of output.model_values ?? [])
    metrics.modelValues.inc({ model, outcome }, count)
}

/** Its models were never asked: there is nothing to charge. A mark that stays is charged at its bound by the next claim. */
const endUnasked = ({ work }: StepDeps, { ref }: Claim, { request }: Step): Promise<void> =>
  work.endRun(ref, request.run_id, []).catch(() => undefined)

/**
 * Where an answer is kept that a model failed for: it serves the other attempts, and is asked for anew when the
 * document is sent round again, since by then the cause may be gone.
 */
export const degradedKey = (key: string, { revision }: DocumentRecord): string =>
  `${key}.degraded-${revision}`

/** An agent that was redeployed since it was described has answered by its new definition. */
const keyOfAnswer = (
  { key, context, description, request }: Step,
  output: EnrichResponse,
): string =>
  output.definition_hash === description.definition_hash
    ? key
    : answerKey(context, { ...description, ...output }, request)

/** The agent was asked, and nothing says what its models have answered since. */
const LOST = new Set<ErrorCode>(['agent.lost', 'agent.timeout', 'agent.invalid_answer'])

function costsOfFailure(
  deps: StepDeps,
  { document }: Claim,
  { agent, at, run }: Step,
  { code, usage }: AgentCallError,
): CostRecord[] {
  if (run !== null && usage.length === 0 && LOST.has(code)) {
    return [unsettledRow(run, new Date(deps.now()))]
  }
  return costRows(document, agent, usage, { prices: deps.prices, at })
}

const unknownProfile = (agent: string, { profile }: DocumentRecord, cause: unknown) =>
  new ColophonError('profile.unknown', `${agent} does not read the profile "${profile}"`, { cause })

async function failedStep(
  deps: StepDeps,
  claim: Claim,
  step: Step,
  error: AgentCallError,
): Promise<StepEnd> {
  const { agent, request } = step
  deps.metrics.agentCalls.inc({ agent, outcome: error.code })
  const costs = costsOfFailure(deps, claim, step, error)
  notReached(deps.metrics, agent, error)
  await deps.work.endRun(claim.ref, request.run_id, costs)
  countCosts(deps.metrics, costs)
  // Nothing that the others find makes up for it: such a document needs an agent that knows its kind.
  if (error.code === 'profile.unknown') throw unknownProfile(agent, claim.document, error)
  const isLast = request.last_attempt && error.code !== 'model.resting'
  if (error.class === 'transient' && !isLast) throw error
  return {
    agent,
    outcome: { status: 'degraded', why: toColophonError(error).code, ms: 0 },
    output: null,
    spent: spentIn(costs),
  }
}
