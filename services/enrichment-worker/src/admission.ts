import {
  budgetLimits,
  callBound,
  ColophonError,
  dayKey,
  describedModels,
  isPaid,
  largestCall,
  monthKey,
  nearlySpent,
  nextDay,
  nextMonth,
  type BudgetLimit,
  type BudgetSettings,
  type BudgetState,
  type Claim,
  type PicoUsd,
  type PriceList,
  type Profile,
  type StepRun,
  type Store,
  type Tier,
} from '@colophon/domain'
import type { Metrics } from '@colophon/runtime'
import { withTiers, type Step } from './step.ts'

export interface AdmissionDeps {
  work: Store['work']
  ledger: Store['ledger']
  profile: Profile
  prices: PriceList
  budget: BudgetSettings
  metrics: Metrics
}

const modelsOf = ({ description, request }: Step) =>
  describedModels(description.models).filter(({ tier }) => request.tiers.includes(tier))

const paidTiers = (deps: AdmissionDeps, step: Step): Tier[] =>
  modelsOf(step)
    .filter(({ model }) => isPaid(deps.prices, model))
    .map(({ tier }) => tier)

/** The step without paid tiers: those that are known to cost nothing are what the budget leaves of it. */
function unpaid(deps: AdmissionDeps, step: Step): Step {
  deps.metrics.budgetSkipped.inc({ agent: step.agent })
  const free = modelsOf(step).filter(({ model }) => !isPaid(deps.prices, model))
  const left = step.request.tiers.filter(
    (allowed) => allowed === 'rules' || free.some(({ tier }) => tier === allowed),
  )
  return { ...withTiers(step, left), budgetSkipped: true }
}

/** The most a run can cost: each of its models is asked once and, where it may be, once more to repair its answer. */
function boundOf(deps: AdmissionDeps, step: Step): PicoUsd {
  const { request, description } = step
  const tokens = largestCall(description.largest_call, request)
  const once = modelsOf(step).reduce(
    (sum, { model }) => sum + callBound(deps.prices, model, tokens),
    0n,
  )
  return once * BigInt(1 + (request.repairs ?? 1))
}

function runOf(deps: AdmissionDeps, { ref, document }: Claim, step: Step): StepRun {
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
    limits: bound === 0n ? [] : budgetLimits(deps.budget, document, step.at),
    started_at: step.at.toISOString(),
  }
}

const periods = (deps: AdmissionDeps, { ref }: Claim, at: Date): Promise<BudgetState[]> =>
  deps.ledger.budgets(ref.tenant_id, [dayKey(at), monthKey(at)])

const noMoneyUntil = (until: Date, at: Date): ColophonError =>
  new ColophonError('budget.exhausted', 'No money is left in this period', {
    retryAfterMs: Math.max(1_000, until.getTime() - at.getTime()),
  })

/** Agents that only add give way first, so that the rest of a period is left to those that decide. */
async function withoutExtras(
  deps: AdmissionDeps,
  claim: Claim,
  steps: readonly Step[],
): Promise<Step[]> {
  const { traits } = deps.profile
  const extras = steps.filter(
    (step) => traits[step.agent]?.optional === true && paidTiers(deps, step).length > 0,
  )
  const [first] = extras
  if (first === undefined) return [...steps]
  const { cutoffPercent, whenExhausted } = deps.budget
  const states = await periods(deps, claim, first.at)
  if (!nearlySpent(states, cutoffPercent)) return [...steps]
  if (whenExhausted === 'defer') {
    const month = states.filter(({ key }) => key === monthKey(first.at))
    const until = nearlySpent(month, cutoffPercent) ? nextMonth(first.at) : nextDay(first.at)
    throw noMoneyUntil(until, first.at)
  }
  return steps.map((step) => (extras.includes(step) ? unpaid(deps, step) : step))
}

/** When the document may be tried again, if it is to wait for money and waiting helps: its own limit stays what it is. */
async function worthWaiting(
  deps: AdmissionDeps,
  { ref, document }: Claim,
  { started_at, bound_pico_usd: bound }: StepRun,
): Promise<Date | null> {
  if (deps.budget.whenExhausted !== 'defer') return null
  const at = new Date(started_at)
  const [own, , month] = budgetLimits(deps.budget, document, at)
  const states = await deps.ledger.budgets(ref.tenant_id, [own.key, month.key])
  const fits = ({ key, limit_pico_usd: limit }: BudgetLimit): boolean => {
    const state = states.find((each) => each.key === key)
    const used = state === undefined ? 0n : state.reserved_pico_usd + state.spent_pico_usd
    return used + bound <= limit
  }
  if (!fits(own)) return null
  return fits(month) ? nextDay(at) : nextMonth(at)
}

interface Marked {
  granted: Step[]
  refused: Step[]
}

/** Marks what may call models, and says which steps there is no money for. */
async function mark(deps: AdmissionDeps, claim: Claim, steps: readonly Step[]): Promise<Marked> {
  const marked = steps.map((step) =>
    modelsOf(step).length === 0 ? step : { ...step, run: runOf(deps, claim, step) },
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
async function markAny(deps: AdmissionDeps, claim: Claim, steps: readonly Step[]): Promise<Marked> {
  const { granted, refused } = await mark(deps, claim, steps)
  // An agent that does not say how large its calls are may not know that it can be told so.
  const heeds = ({ description }: Step): boolean => description.largest_call !== undefined
  const once = refused.filter(heeds).map((step) => withRepairs(step, 0))
  if (once.length === 0) return { granted, refused }
  const second = await mark(deps, claim, once)
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

/**
 * Marks the steps that may call models and reserves the most they can cost. Those there is no money for go on without
 * paid models. Rejects with `budget.exhausted` when the document is to wait instead.
 */
export async function admit(
  deps: AdmissionDeps,
  claim: Claim,
  steps: readonly Step[],
): Promise<Admitted> {
  const { granted, refused } = await markAny(deps, claim, await withoutExtras(deps, claim, steps))
  const whole = refused.map((step) => ({ ...withRepairs(step, 1), run: null }))
  // Calls cost far less than their bounds: what the others do not need is free again when they end.
  if (granted.some(({ run }) => run !== null && run.bound_pico_usd > 0n))
    return { now: granted, later: whole }
  for (const { run, at } of refused) {
    const until = run === null ? null : await worthWaiting(deps, claim, run)
    if (until === null) continue
    // None of the others has begun: their marks must not look like runs that were lost.
    for (const each of granted) {
      if (each.run !== null) await deps.work.endRun(claim.ref, each.run.run_id, [])
    }
    throw noMoneyUntil(until, at)
  }
  const cheaper = whole.map((step) => unpaid(deps, step))
  // They may still call models that cost nothing, and are marked as all others are.
  const left = cheaper.length === 0 ? [] : (await mark(deps, claim, cheaper)).granted
  return { now: [...granted, ...left], later: [] }
}
