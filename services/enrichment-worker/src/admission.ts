import {
  budgetLimits,
  ColophonError,
  dayKey,
  describedModels,
  isPaid,
  monthKey,
  nearlySpent,
  nextDay,
  periodsOf,
  runBound,
  type BudgetSettings,
  type BudgetState,
  type Claim,
  type PriceRow,
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
  prices: readonly PriceRow[]
  budget: BudgetSettings
  metrics: Metrics
}

const modelsOf = ({ description, request }: Step) =>
  describedModels(description.models).filter(({ tier }) => request.tiers.includes(tier))

const paidTiers = (deps: AdmissionDeps, step: Step): Tier[] =>
  modelsOf(step)
    .filter(({ model }) => isPaid(deps.prices, model))
    .map(({ tier }) => tier)

/** What the budget leaves of a step: the tiers that are known to cost nothing. */
function unpaid(deps: AdmissionDeps, step: Step): Step {
  deps.metrics.budgetSkipped.inc({ agent: step.agent })
  const free = modelsOf(step).filter(({ model }) => !isPaid(deps.prices, model))
  const left = step.request.tiers.filter(
    (allowed) => allowed === 'rules' || free.some(({ tier }) => tier === allowed),
  )
  return { ...withTiers(step, left), budgetSkipped: true }
}

function runOf(deps: AdmissionDeps, { ref, document }: Claim, step: Step): StepRun {
  const textBytes = Buffer.byteLength(document.source.text)
  const { day } = periodsOf(step.at)
  const bound = modelsOf(step).reduce(
    (sum, { model }) => sum + runBound(deps.prices, model, textBytes, day),
    0n,
  )
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

/** Agents that only add give way first, so that the rest of a period is left to those that decide. */
async function withoutExtras(
  deps: AdmissionDeps,
  claim: Claim,
  steps: readonly Step[],
): Promise<Step[]> {
  const extras = steps.filter(
    (step) => deps.profile.optionalAgents.includes(step.agent) && paidTiers(deps, step).length > 0,
  )
  const [first] = extras
  if (first === undefined) return [...steps]
  const states = await periods(deps, claim, first.at)
  if (!nearlySpent(states, deps.budget.cutoffPercent)) return [...steps]
  return steps.map((step) => (extras.includes(step) ? unpaid(deps, step) : step))
}

/** Rejects when the document is to wait for money and waiting helps: its own limit stays what it is. */
async function deferred(deps: AdmissionDeps, claim: Claim, refused: StepRun): Promise<void> {
  if (deps.budget.whenExhausted !== 'defer') return
  const at = new Date(refused.started_at)
  const bound = refused.bound_pico_usd
  const [own] = budgetLimits(deps.budget, claim.document, at)
  const states = own === undefined ? [] : await deps.ledger.budgets(claim.ref.tenant_id, [own.key])
  const used = states.reduce(
    (sum, state) => sum + state.reserved_pico_usd + state.spent_pico_usd,
    0n,
  )
  if (used + bound > deps.budget.perDocument) return
  throw new ColophonError('budget.exhausted', 'No money is left in this period', {
    retryAfterMs: Math.max(1_000, nextDay(at).getTime() - at.getTime()),
  })
}

/**
 * Marks the steps that may call models and reserves the most they can cost. Those there is no money for go on without
 * paid models. Rejects with `budget.exhausted` when the document is to wait instead.
 */
export async function admit(
  deps: AdmissionDeps,
  claim: Claim,
  steps: readonly Step[],
): Promise<Step[]> {
  const wanted = await withoutExtras(deps, claim, steps)
  const runs = new Map(
    wanted
      .filter((step) => modelsOf(step).length > 0)
      .map((step) => [step.request.run_id, runOf(deps, claim, step)]),
  )
  if (runs.size === 0) return wanted
  const refused = new Set(await deps.work.beginRuns(claim.ref, [...runs.values()]))
  if (refused.size === 0) return wanted
  for (const id of refused) {
    const run = runs.get(id)
    if (run !== undefined) await deferred(deps, claim, run)
  }
  const admitted = wanted.map((step) =>
    refused.has(step.request.run_id) ? unpaid(deps, step) : step,
  )
  // What is left of the refused may still call models that cost nothing: they are marked as all others are.
  const free = admitted.filter(
    (step) => refused.has(step.request.run_id) && modelsOf(step).length > 0,
  )
  if (free.length > 0)
    await deps.work.beginRuns(
      claim.ref,
      free.map((step) => runOf(deps, claim, step)),
    )
  return admitted
}
