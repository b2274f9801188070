import type { Behaviour } from '@colophon/testkit/providers'
import type { Options } from './options.ts'

/** Times of the processes under test and of what is done to them, in milliseconds. */
export interface Times {
  lease: number
  renew: number
  reconcile: number
  redispatch: number
  /** Longest first wait of a document whose attempt failed. */
  retryBase: number
  /** Silence of an agent that its callers put up with. */
  agentSilence: number
  /** How long the store stays away. */
  storeAway: number
  /** How long an agent is cut off. */
  agentAway: number
  /** How long a worker is stopped: longer than its lease, so that others take over and it comes back. */
  workerAway: number
  /** How long the providers take no calls. */
  queueFull: number
  /** Between two faults, at least and at most. */
  pause: readonly [number, number]
  /** From the first letter to the last one done. */
  limit: number
  /** Between two looks for documents to dispatch: FerretDB decodes every document for each. */
  dispatch: number
  /** For the queue to be empty after that: the message timeout and the time to finish what comes back. */
  queueEmpty: number
}

export interface Plan {
  letters: number
  workers: number
  /** How many of them; each kind comes at least once where there are enough. */
  faults: number
  times: Times
  behaviour: Partial<Behaviour>
  /** Added to the URLs of the models. */
  modelParameters: Readonly<Record<string, number>>
  /** Settings of all processes. */
  env: Readonly<Record<string, string>>
  /** Documents in work at once, in each worker. */
  concurrency: number
}

/** About one call in six fails, in every way there is. */
const WEIGHTS: Behaviour['weights'] = {
  rate_limited: 0.02,
  overloaded: 0.02,
  server_error: 0.02,
  half_open: 0.01,
  stall: 0.01,
  truncated_stream: 0.02,
  stream_error: 0.01,
  invalid_json: 0.02,
  schema_violation: 0.02,
  refusal: 0.01,
  max_tokens: 0.01,
}

const FULL: Omit<Plan, 'env'> = {
  letters: 500,
  workers: 3,
  // FerretDB has all of them wait for the lock of the day's budget: more at once only take longer each.
  concurrency: 8,
  faults: 24,
  // Those of production, so that what is shown is what it does.
  times: {
    lease: 60_000,
    renew: 20_000,
    reconcile: 15_000,
    redispatch: 60_000,
    retryBase: 2_000,
    agentSilence: 30_000,
    storeAway: 10_000,
    agentAway: 40_000,
    workerAway: 95_000,
    queueFull: 10_000,
    pause: [2_000, 8_000],
    limit: 2_400_000,
    dispatch: 3_000,
    queueEmpty: 100_000,
  },
  behaviour: { latency_ms: 400, stall_ms: 30_000, retry_after_s: 2, weights: WEIGHTS },
  // A stall of 30 s is waited for where nothing is paid, and given up where it is.
  modelParameters: { first_token_ms: 20_000, breaker_open_ms: 10_000 },
}

const SHORT: Omit<Plan, 'env'> = {
  letters: 40,
  workers: 3,
  concurrency: 6,
  faults: 10,
  times: {
    lease: 10_000,
    renew: 3_000,
    reconcile: 3_000,
    redispatch: 10_000,
    retryBase: 250,
    agentSilence: 6_000,
    storeAway: 3_000,
    agentAway: 7_000,
    workerAway: 17_000,
    queueFull: 2_000,
    pause: [200, 1_000],
    limit: 400_000,
    dispatch: 1_000,
    queueEmpty: 75_000,
  },
  behaviour: { latency_ms: 100, stall_ms: 3_000, retry_after_s: 1, weights: WEIGHTS },
  modelParameters: { first_token_ms: 2_000, idle_ms: 2_000, breaker_open_ms: 2_000 },
}

const settingsOf = ({ times, concurrency }: Omit<Plan, 'env'>): Record<string, string> => ({
  WORKER_CONCURRENCY: String(concurrency),
  LEASE_MS: String(times.lease),
  RENEW_MS: String(times.renew),
  DISPATCH_MS: String(times.dispatch),
  RECONCILE_MS: String(times.reconcile),
  REDISPATCH_MS: String(times.redispatch),
  RETRY_BASE_MS: String(times.retryBase),
  AGENT_SILENCE_MS: String(times.agentSilence),
  // Every agent asks its models for everything: what is broken here are calls.
  RULES: 'off',
  // Lost calls stay charged at their bound; here that must not end the day.
  BUDGET_DAY_USD: '100000',
  BUDGET_MONTH_USD: '100000',
})

export function planOf({ short, rules, letters, faults }: Options): Plan {
  const form = short ? SHORT : FULL
  return {
    ...form,
    ...(letters !== undefined && { letters }),
    ...(faults !== undefined && { faults }),
    env: { ...settingsOf(form), ...(rules && { RULES: 'on' }) },
  }
}
