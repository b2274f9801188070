import { readPrices } from '@colophon/adapters/prices'
import {
  BudgetConfig,
  ColophonError,
  computeBound,
  formatUsd,
  picoUsd,
  readBudget,
} from '@colophon/domain'
import { newId } from '@colophon/runtime'
import { LEASE_SETTINGS, logSettings, PRICE_SETTINGS } from '@colophon/runtime/settings'
import { z } from 'zod'
import { WORKER_DEFAULTS } from './settings.ts'
import { maxFieldsOf, TIER_SETTINGS, tiersOf } from './tiers.ts'
import { createWorker, type Worker, type WorkerDeps } from './worker.ts'

const milliseconds = (least: number) => z.coerce.number().int().min(least)

/** The settings of a worker, in whatever form it runs. */
export const WORKER_SETTINGS = {
  ...TIER_SETTINGS,
  ...BudgetConfig.shape,
  ...PRICE_SETTINGS,
  WORKER_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(WORKER_DEFAULTS.concurrency)
    .describe('Documents in work at once'),
  ...LEASE_SETTINGS,
  RENEW_MS: milliseconds(100)
    .default(WORKER_DEFAULTS.renewMs)
    .describe(
      'How often leases are renewed and messages touched, in milliseconds; a third of LEASE_MS',
    ),
  RETRY_BASE_MS: milliseconds(1)
    .default(WORKER_DEFAULTS.retryBaseMs)
    .describe(
      'Longest first wait of a document whose attempt failed, in milliseconds; each further one is up to four times longer',
    ),
} as const
type WorkerEnv = z.infer<z.ZodObject<typeof WORKER_SETTINGS>>

type ComputeEnv = Pick<WorkerEnv, 'COMPUTE_SECOND_USD' | 'BUDGET_DOCUMENT_USD'>

/** For what a program holds against its settings: a model whose bound no document has room for is never asked. */
export const COMPUTE_RULE = {
  of: ['COMPUTE_SECOND_USD', 'BUDGET_DOCUMENT_USD'] as const,
  check({ COMPUTE_SECOND_USD, BUDGET_DOCUMENT_USD }: ComputeEnv): void {
    const bound = computeBound(readPrices({ COMPUTE_SECOND_USD }), ['any'])
    if (bound === 0n || bound <= picoUsd(BUDGET_DOCUMENT_USD)) return
    throw new ColophonError(
      'config.invalid',
      `COMPUTE_SECOND_USD (${COMPUTE_SECOND_USD}) makes the longest run of a local model cost $${formatUsd(bound)}, more than a document may (BUDGET_DOCUMENT_USD, ${BUDGET_DOCUMENT_USD}): none would ever be asked; raise that limit or lower the price`,
    )
  },
}

type Opened = Pick<
  WorkerDeps,
  'profiles' | 'store' | 'bus' | 'agents' | 'log' | 'metrics' | 'owner' | 'tracer'
>

/** A worker as both forms run it. */
export function composeWorker(opened: Opened, env: WorkerEnv): Worker {
  logSettings(opened.log, 'worker', WORKER_SETTINGS, env)
  return createWorker({
    ...opened,
    prices: readPrices(env),
    budget: readBudget(env),
    newRunId: () => newId('run'),
    tiersOf: tiersOf(env, opened.profiles),
    maxFields: maxFieldsOf(env),
    now: () => Date.now(),
    settings: {
      concurrency: env.WORKER_CONCURRENCY,
      leaseMs: env.LEASE_MS,
      renewMs: env.RENEW_MS,
      retryBaseMs: env.RETRY_BASE_MS,
    },
  })
}
