import { DEFAULT_LEASE_MS } from '@colophon/runtime/settings'

/** How a worker works; every default visible. Times in milliseconds. */
export const WORKER_DEFAULTS = {
  /** Documents in work at once. */
  concurrency: 16,
  leaseMs: DEFAULT_LEASE_MS,
  /** How often leases are renewed and messages touched. */
  renewMs: 20_000,
  /** A document in work longer than this is given up as `document.time_limit`. */
  documentLimitMs: 840_000,
  maxAttempts: 5,
  /** The first wait of a document whose attempt failed is shorter than this, each further one up to four times longer. */
  retryBaseMs: 2_000,
  /** How long a stopping worker lets documents finish before it gives them back. */
  graceMs: 20_000,
  /** How often the agents are looked at, whether there is work or not. */
  agentsEveryMs: 15_000,
  /** How long a message waits when the store does not answer. */
  storeRetryMs: 5_000,
}
export type WorkerSettings = typeof WORKER_DEFAULTS
