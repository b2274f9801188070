import {
  ColophonError,
  formatUsd,
  jobStatus,
  requireProfile,
  promptTokens,
  totalCosts,
  type CostSums,
  type DocumentRecord,
  type JobCounts,
  type Profile,
  type Store,
} from '@colophon/domain'

const PAGE = 200
/** Lower bounds of the steps in which completeness is shown, the best first. */
const STEPS = [1, 0.95, 0.9, 0.8, 0.5, 0] as const

export interface CompletenessStep {
  from: number
  /** Not included, but for the last. */
  to: number
  documents: number
}

export interface AgentAnalysis {
  agent: string
  ok: number
  degraded: number
  failed: number
  skipped: number
  /** Answers that were in the store already. */
  reused: number
  /** Why it was not `ok`, by reason. */
  why: Record<string, number>
  /** The mean of the answers that were not reused; null when there are none. */
  mean_ms: number | null
  p95_ms: number | null
}

export interface ModelCost {
  tier: string
  provider: string
  model: string
  calls: number
  unsettled: number
  unpriced: number
  input_tokens: number
  output_tokens: number
  cost_usd: string
}

export interface JobAnalysis {
  job: string
  status: string
  counts: JobCounts
  completeness: {
    threshold: number
    mean: number | null
    lowest: number | null
    at_threshold: number
    steps: CompletenessStep[]
  }
  /** Required fields without a value, by the number of documents that lack them. */
  missing_fields: Record<string, number>
  low_confidence_fields: Record<string, number>
  failed_checks: Record<string, number>
  review_reasons: Record<string, number>
  failures: Record<string, number>
  /** Those that took longest first. */
  agents: AgentAnalysis[]
  cost: { total_usd: string; per_document_usd: string | null; models: ModelCost[] }
}

class Tallies {
  readonly #counts = new Map<string, number>()
  add(key: string, by = 1): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + by)
  }
  /** The most frequent first. */
  sorted(): Record<string, number> {
    const entries = [...this.#counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
    return Object.fromEntries(entries)
  }
}

class AgentTally {
  readonly #outcomes = { ok: 0, degraded: 0, failed: 0, skipped: 0 }
  readonly #why = new Tallies()
  readonly #ms: number[] = []
  #reused = 0

  add({ status, why, ms, reused }: DocumentRecord['agents'][string]): void {
    this.#outcomes[status] += 1
    if (why !== undefined) this.#why.add(why)
    if (reused === true) this.#reused += 1
    // An agent that did not run took no time: counted in, that would make it look fast.
    else if (status === 'ok' || ms > 0) this.#ms.push(ms)
  }

  analysis(agent: string): AgentAnalysis {
    const sorted = this.#ms.toSorted((a, b) => a - b)
    const total = sorted.reduce((sum, ms) => sum + ms, 0)
    const p95 = sorted[Math.ceil(sorted.length * 0.95) - 1]
    return {
      agent,
      ...this.#outcomes,
      reused: this.#reused,
      why: this.#why.sorted(),
      mean_ms: sorted.length === 0 ? null : Math.round((total / sorted.length) * 100) / 100,
      p95_ms: p95 ?? null,
    }
  }
}

/** Figures of the documents of a job, added up one document at a time: memory does not grow with their texts. */
class DocumentTally {
  readonly agents = new Map<string, AgentTally>()
  readonly missing = new Tallies()
  readonly unsure = new Tallies()
  readonly checks = new Tallies()
  readonly reasons = new Tallies()
  readonly failures = new Tallies()
  readonly #steps = STEPS.map((from, index) => ({ from, to: STEPS[index - 1] ?? 1, documents: 0 }))
  readonly #threshold: number
  #atThreshold = 0
  #measured = 0
  #sum = 0
  #lowest: number | null = null

  constructor(threshold: number) {
    this.#threshold = threshold
  }

  add({ agents, quality_metrics: metrics, review_reasons, status, error }: DocumentRecord): void {
    for (const [agent, outcome] of Object.entries(agents)) {
      const tally = this.agents.get(agent) ?? new AgentTally()
      this.agents.set(agent, tally)
      tally.add(outcome)
    }
    for (const reason of review_reasons) this.reasons.add(reason)
    if (status === 'failed') this.failures.add(error?.code ?? 'unknown')
    if (metrics === null) return
    this.#addScore(metrics.completeness_score)
    for (const path of metrics.missing_fields) this.missing.add(path)
    for (const path of metrics.low_confidence_fields) this.unsure.add(path)
    for (const check of metrics.checks) if (!check.passed) this.checks.add(check.name)
  }

  #addScore(score: number): void {
    this.#measured += 1
    this.#sum += score
    this.#lowest = Math.min(score, this.#lowest ?? 1)
    if (score >= this.#threshold) this.#atThreshold += 1
    const step = this.#steps.find(({ from }) => score >= from)
    if (step !== undefined) step.documents += 1
  }

  completeness(): JobAnalysis['completeness'] {
    return {
      threshold: this.#threshold,
      mean: this.#measured === 0 ? null : Math.round((this.#sum / this.#measured) * 1e4) / 1e4,
      lowest: this.#lowest,
      at_threshold: this.#atThreshold,
      steps: this.#steps,
    }
  }
}

/** The ledger by model, the most expensive first; the rules are one of them, at nothing. */
const modelCosts = (rows: readonly CostSums[]): ModelCost[] =>
  rows
    .toSorted((a, b) => Number(b.amount_pico_usd - a.amount_pico_usd))
    .map(({ key, calls, unsettled, unpriced, tokens, amount_pico_usd }) => ({
      tier: key.tier ?? '',
      provider: key.provider ?? '',
      model: key.model ?? '',
      calls,
      unsettled,
      unpriced,
      input_tokens: promptTokens(tokens),
      output_tokens: tokens.output,
      cost_usd: formatUsd(amount_pico_usd),
    }))

export interface AnalysisOptions {
  tenantId: string
  jobId: string
  /** That of the job is one of them. */
  profiles: readonly Pick<Profile, 'name' | 'routing'>[]
}

/** Analyses a job: how complete, what is missing and why, who was slow, what it cost. */
export async function analyseJob(
  store: Pick<Store, 'jobs' | 'documents' | 'ledger'>,
  { tenantId, jobId, profiles }: AnalysisOptions,
): Promise<JobAnalysis> {
  const job = await store.jobs.get(tenantId, jobId)
  if (job === null) throw new ColophonError('job.not_found', `There is no job ${jobId}`)
  const { routing } = requireProfile(job.profile, profiles)
  const tally = new DocumentTally(routing.completeness)
  let cursor: string | undefined
  do {
    const page = await store.documents.list(tenantId, { jobId }, { limit: PAGE, cursor })
    for (const document of page.items) tally.add(document)
    cursor = page.cursor ?? undefined
  } while (cursor !== undefined)
  const counts = await store.jobs.counts(tenantId, jobId)
  const costs = await store.ledger.sums(tenantId, { jobId }, ['tier', 'provider', 'model'])
  const total = totalCosts(costs).amount_pico_usd
  return {
    job: jobId,
    status: jobStatus(job, counts),
    counts,
    completeness: tally.completeness(),
    missing_fields: tally.missing.sorted(),
    low_confidence_fields: tally.unsure.sorted(),
    failed_checks: tally.checks.sorted(),
    review_reasons: tally.reasons.sorted(),
    failures: tally.failures.sorted(),
    agents: [...tally.agents]
      .map(([agent, each]) => each.analysis(agent))
      .sort((a, b) => (b.mean_ms ?? 0) - (a.mean_ms ?? 0)),
    cost: {
      total_usd: formatUsd(total),
      per_document_usd: counts.total === 0 ? null : formatUsd(total / BigInt(counts.total)),
      models: modelCosts(costs),
    },
  }
}
