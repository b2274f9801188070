import {
  callBound,
  computeBound,
  describedModels,
  largestCall,
  limitsUnder,
  mayCost,
  nearlySpentOf,
  waitFor,
  withoutRoom,
  type BudgetSettings,
  type BudgetsOf,
  type BudgetState,
  type Claim,
  type ColophonError,
  type HeldLimit,
  type PicoUsd,
  type PriceList,
  type Profile,
  type StepRun,
  type Store,
  type Tier,
} from '@colophon/domain'
import type { Metrics } from '@colophon/runtime'
import { countHeld, held, namesOf, noMoneyUntil, stopped } from './figures/held.ts'
import { withTiers, type Step } from './step.ts'

export interface AdmissionDeps {
  work: Store['work']
  ledger: Store['ledger']
  profile: Profile
  prices: PriceList
  budget: BudgetSettings
  /** What people have set beside the settings. Rejects as the store does: nothing is spent then. */
  budgetsOf: BudgetsOf
  metrics: Metrics
}

const modelsOf = ({ description, request }: Step) =>
  describedModels(description.models).filter(({ tier }) => request.tiers.includes(tier))

const costlyTiers = (deps: AdmissionDeps, step: Step): Tier[] =>
  modelsOf(step)
    .filter(({ model }) => mayCost(deps.prices, model))
    .map(({ tier }) => tier)

/** The step without tiers that cost something: those that are known to cost nothing are what the budget leaves of it. */
function unpaid(deps: AdmissionDeps, step: Step, lacking: readonly HeldLimit[]): Step {
  deps.metrics.budgetSkipped.inc({ agent: step.agent })
  const free = modelsOf(step).filter(({ model }) => !mayCost(deps.prices, model))
  const left = step.request.tiers.filter(
    (allowed) => allowed === 'rules' || free.some(({ tier }) => tier === allowed),
  )
  // The limit of the document itself is nobody's to raise.
  const shared = lacking.filter(({ scope }) => scope !== 'document')
  return { ...withTiers(step, left), skippedFor: namesOf(shared) }
}

/** The most a run can cost: each of its models is asked once and, where it may be, once more to repair its answer. */
function boundOf(deps: AdmissionDeps, step: Step): PicoUsd {
  const { request, description } = step
  const tokens = largestCall(description.largest_call, request)
  const once = modelsOf(step).reduce(
    (sum, { model }) => sum + callBound(deps.prices, model, tokens),
    0n,
  )
  const models = modelsOf(step).map(({ model }) => model)
  return once * BigInt(1 + (request.repairs ?? 1)) + computeBound(deps.prices, models)
}

/** Calls that the document may need, with all the limits that they are under. */
interface Asked {
  deps: AdmissionDeps
  claim: Claim
  limits: readonly HeldLimit[]
}

const statesOf = ({ deps, claim }: Asked, limits: readonly HeldLimit[]): Promise<BudgetState[]> =>
  deps.ledger.budgets(
    claim.ref.tenant_id,
    limits.map(({ key }) => key),
  )

/** Agents that only add give way first, so that the rest of a budget is left to those that decide. */
async function withoutExtras(asked: Asked, steps: readonly Step[]): Promise<Step[]> {
  const { deps, limits } = asked
  const { traits } = deps.profile
  const extras = steps.filter(
    (step) => traits[step.agent]?.optional === true && costlyTiers(deps, step).length > 0,
  )
  const [first] = extras
  if (first === undefined) return [...steps]
  const shared = limits.filter(({ scope }) => scope !== 'document')
  const reached = nearlySpentOf(shared, await statesOf(asked, shared))
  if (reached.length === 0) return [...steps]
  const until = waitFor(reached)
  if (until !== null) throw held(deps, reached, noMoneyUntil(reached, until, first.at))
  countHeld(deps, reached, 'skip_context')
  return steps.map((step) => (extras.includes(step) ? unpaid(deps, step, reached) : step))
}

function runOf({ deps, claim, limits }: Asked, step: Step): StepRun {
  const { ref, document } = claim
  const bound = boundOf(deps, step)
  return {
    tenant_id: ref.tenant_id,
    run_id: step.request.run_id,
    document_id: ref.document_id,
    enrichment_job_id: document.enrichment_job_id,
    collection_id: document.collection_id,
    agent: step.agent,
    step_key: step.key,
    tiers: step.request.tiers,
    bound_pico_usd: bound,
    limits: bound === 0n ? [] : limits.map(({ key, limit_pico_usd }) => ({ key, limit_pico_usd })),
    started_at: step.at.toISOString(),
  }
}

/** What is to become of a document whose runs were refused: an error, or the limits that it goes on without paid models for. */
async function endOf(
  asked: Asked,
  [first, ...more]: readonly [StepRun, ...StepRun[]],
): Promise<ColophonError | HeldLimit[]> {
  const { deps, limits } = asked
  const states = await statesOf(asked, limits)
  const lacking = [first, ...more].map((run) => withoutRoom(limits, states, run.bound_pico_usd))
  const stopping = lacking.find((each) => each.some(({ at_limit }) => at_limit === 'stop'))
  if (stopping !== undefined) return held(deps, stopping, stopped(stopping))
  for (const each of lacking) {
    const until = waitFor(each)
    if (until !== null)
      return held(deps, each, noMoneyUntil(each, until, new Date(first.started_at)))
  }
  const all = [...new Set(lacking.flat())]
  countHeld(deps, all, 'local_only')
  return all
}

interface Marked {
  granted: Step[]
  refused: Step[]
}

/** Marks what may call models, and says which steps there is no money for. */
async function mark(asked: Asked, steps: readonly Step[]): Promise<Marked> {
  const { deps, claim } = asked
  const marked = steps.map((step) =>
    modelsOf(step).length === 0 ? step : { ...step, run: runOf(asked, step) },
  )
  const runs = marked.flatMap(({ run }) => run ?? [])
  const refused = new Set(runs.length === 0 ? [] : await deps.work.beginRuns(claim.ref, runs))
  const isRefused = ({ run }: Step): boolean => run !== null && refused.has(run.run_id)
  return {
    granted: marked.filter((step) => !isRefused(step)),
    refused: marked.filter(isRefused),
  }
}

const withRepairs = (step: Step, repairs: 0 | 1): Step => ({
  ...step,
  request: { ...step.request, repairs },
})

/**
 * Marks like `mark`, and steps that a limit has no room for with a repair for a call without one: few answers need
 * it.
 */
async function markAny(asked: Asked, steps: readonly Step[]): Promise<Marked> {
  const { granted, refused } = await mark(asked, steps)
  // An agent that does not say how large its calls are may not know that it can be told so.
  const heeds = ({ description }: Step): boolean => description.largest_call !== undefined
  const once = refused.filter(heeds).map((step) => withRepairs(step, 0))
  if (once.length === 0) return { granted, refused }
  const second = await mark(asked, once)
  return {
    granted: [...granted, ...second.granted],
    refused: [...refused.filter((step) => !heeds(step)), ...second.refused],
  }
}

export interface Admitted {
  now: Step[]
  /** There was no money beside what the others have reserved: to be admitted again when those have ended. */
  later: Step[]
}

/** Budgets are asked for where something may cost money, and nowhere else. */
async function limitsOf(
  deps: AdmissionDeps,
  { ref, document }: Claim,
  steps: readonly Step[],
): Promise<HeldLimit[]> {
  const paid = steps.find((step) => boundOf(deps, step) > 0n)
  if (paid === undefined) return []
  const budgets = await deps.budgetsOf(ref.tenant_id)
  return limitsUnder(deps.budget, budgets, document, paid.at)
}

/**
 * Marks the steps that may call models and reserves the most they can cost. Those there is no money for go on without
 * paid models. Rejects with `budget.exhausted` when the document is to wait instead, with `budget.stopped` when it is
 * to fail.
 */
export async function admit(
  deps: AdmissionDeps,
  claim: Claim,
  steps: readonly Step[],
): Promise<Admitted> {
  const asked: Asked = { deps, claim, limits: await limitsOf(deps, claim, steps) }
  const { granted, refused } = await markAny(asked, await withoutExtras(asked, steps))
  const whole = refused.map((step) => ({ ...withRepairs(step, 1), run: null }))
  // Calls cost far less than their bounds: what the others do not need is free again when they end.
  if (granted.some(({ run }) => run !== null && run.bound_pico_usd > 0n))
    return { now: granted, later: whole }
  const [run, ...more] = refused.flatMap((step) => step.run ?? [])
  const end = run === undefined ? [] : await endOf(asked, [run, ...more])
  if (!Array.isArray(end)) {
    // None of the others has begun: their marks must not look like runs that were lost.
    for (const each of granted) {
      if (each.run !== null) await deps.work.endRun(claim.ref, each.run.run_id, [])
    }
    throw end
  }
  const cheaper = whole.map((step) => unpaid(deps, step, end))
  // They may still call models that cost nothing, and are marked as all others are.
  const left = cheaper.length === 0 ? [] : (await mark(asked, cheaper)).granted
  return { now: [...granted, ...left], later: [] }
}
