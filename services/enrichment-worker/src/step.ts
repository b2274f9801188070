import { hash } from 'node:crypto'
import {
  AgentCallError,
  ColophonError,
  isRepair,
  jsonOf,
  PICO_PER_USD,
  TOKEN_KINDS,
  toColophonError,
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
  type PriceList,
  type StoredAnswer,
  type StepRun,
  type Store,
  type Tier,
} from '@colophon/domain'
import type { Metrics } from '@colophon/runtime'
import { costRows, unsettledRow } from './ledger-rows.ts'
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
  /** There was no money for its paid tiers. */
  budgetSkipped: boolean
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
}

/**
 * The key of an answer: who (tenant, agent, definition, models, tiers) and what it was asked. Attempts and run ids are not part
 * of it, so a second attempt finds the first one's answers. `context` stands for all that the agents of a phase share.
 */
export function answerKey(
  context: string,
  description: AgentDescription,
  { tiers, max_fields: most }: Pick<EnrichRequest, 'tiers' | 'max_fields'>,
): string {
  const { agent, definition_hash, models } = description
  // Each tier with its own limit of fields: that of one is nothing to the answers of others.
  const asked = tiers.map((tier) => `${tier}:${(tier !== 'rules' && most?.[tier]) || ''}`)
  const who = [agent, definition_hash, models.join(), asked.join()].join('\n')
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
  step.budgetSkipped && outcome.status !== 'degraded'
    ? { ...outcome, status: 'skipped', why: 'budget' }
    : outcome

export function reusedStep(step: Step, stored: StoredAnswer): StepEnd {
  const { status, why } = stored.output
  return {
    agent: step.agent,
    outcome: asSkipped(step, { status, ...(why !== undefined && { why }), ms: 0, reused: true }),
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
    await deps.work.putAnswer(ref, kept, costs, request.run_id)
    deps.metrics.agentCalls.inc({ agent, outcome: output.status })
    countCalls(deps.metrics, costs)
    for (const { model, outcome, count } of output.model_values ?? [])
      deps.metrics.modelValues.inc({ model, outcome }, count)
    deps.metrics.agentSeconds.observe({ agent }, ms / 1000)
    const { status, why } = output
    return {
      agent,
      outcome: asSkipped(step, { status, ...(why !== undefined && { why }), ms }),
      output,
    }
  } catch (thrown) {
    if (signal.aborted && step.run !== null && turns.endedBeforeFirst)
      await endUnasked(deps, claim, step)
    if (!(thrown instanceof AgentCallError) || signal.aborted) throw thrown
    return await failedStep(deps, claim, step, thrown)
  }
}

/** Its models were never asked: there is nothing to charge. A mark that stays is charged at its bound by the next claim. */
const endUnasked = ({ work }: StepDeps, { ref }: Claim, { request }: Step): Promise<void> =>
  work.endRun(ref, request.run_id, []).catch(() => undefined)

/** Counts what model calls used, for graphs; the ledger is exact. */
function countCalls(metrics: Metrics, costs: readonly CostRecord[]): void {
  for (const {
    tier,
    provider,
    model,
    agent,
    call_id: callId,
    tokens,
    amount_pico_usd: amount,
    priced,
  } of costs) {
    if (tier === 'rules') continue
    metrics.llmCost.inc({ provider, model }, Number(amount) / Number(PICO_PER_USD))
    for (const kind of TOKEN_KINDS) {
      if (tokens[kind] > 0) metrics.llmTokens.inc({ provider, model, kind }, tokens[kind])
    }
    if (!priced) metrics.llmUnpricedCalls.inc({ model })
    if (isRepair(callId)) metrics.llmSchemaInvalid.inc({ agent, model })
  }
}

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
  countCalls(deps.metrics, costs)
  await deps.work.endRun(claim.ref, request.run_id, costs)
  // Nothing that the others find makes up for it: such a document needs an agent that knows its kind.
  if (error.code === 'profile.unknown') throw unknownProfile(agent, claim.document, error)
  const isLast = request.last_attempt && error.code !== 'model.resting'
  if (error.class === 'transient' && !isLast) throw error
  return {
    agent,
    outcome: { status: 'degraded', why: toColophonError(error).code, ms: 0 },
    output: null,
  }
}
