import type { RequestListener } from 'node:http'
import { fileURLToPath } from 'node:url'
import { BudgetConfig, picoUsd } from '@colophon/domain'
import { isDeadLocalOwner, newId } from '@colophon/runtime'
import { BACKUP_SETTINGS } from '@colophon/runtime/backup-status'
import { LEASE_SETTINGS, LINK_SETTINGS, logSettings } from '@colophon/runtime/settings'
import { z } from 'zod'
import { createJobApi, type JobApiDeps } from './api/index.ts'
import { SUBMIT_LIMITS } from './api/submit.ts'
import { createCoordinator, type Coordinator, type CoordinatorDeps } from './coordinator.ts'
import { COORDINATOR_DEFAULTS } from './settings.ts'
import { readWebhooks } from './webhooks/settings.ts'
import { STATUS_SETTINGS } from './status/settings.ts'

const count = (least: number) => z.coerce.number().int().min(least)

/** The settings of a coordinator and its API, in whatever form it runs. */
export const COORDINATOR_SETTINGS = {
  MAX_TEXT_BYTES: count(1_024)
    .default(SUBMIT_LIMITS.maxTextBytes)
    .describe('Largest text of one document, in bytes'),
  MAX_BODY_BYTES: count(1_024)
    .default(SUBMIT_LIMITS.maxBodyBytes)
    .describe('Largest JSON body of one request; documents sent as lines have no limit'),
  MAX_DOCUMENTS_PER_REQUEST: count(1)
    .default(SUBMIT_LIMITS.maxDocuments)
    .describe('Documents of one JSON body; documents sent as lines have no limit'),
  DISPATCH_MS: count(10)
    .default(COORDINATOR_DEFAULTS.dispatchEveryMs)
    .describe(
      'How often the store is asked for documents that have become due, in milliseconds; FerretDB reads all of them each time',
    ),
  RECONCILE_MS: count(100)
    .default(COORDINATOR_DEFAULTS.reconcileEveryMs)
    .describe('How often leases that ran out and lost messages are looked for, in milliseconds'),
  REDISPATCH_MS: count(1_000)
    .default(COORDINATOR_DEFAULTS.redispatchAfterMs)
    .describe(
      'A message older than this whose document nobody took is sent again, in milliseconds',
    ),
  WEBHOOKS_FILE: z
    .string()
    .optional()
    .describe('JSON file of the endpoints that are told of decisions and of jobs that have ended'),
  ...LEASE_SETTINGS,
  // It spends nothing: it tells how much is left, and what jobs will cost.
  BUDGET_DOCUMENT_USD: BudgetConfig.shape.BUDGET_DOCUMENT_USD,
  BUDGET_DAY_USD: BudgetConfig.shape.BUDGET_DAY_USD,
  BUDGET_MONTH_USD: BudgetConfig.shape.BUDGET_MONTH_USD,
  ...BACKUP_SETTINGS,
  ...LINK_SETTINGS,
  ...STATUS_SETTINGS,
} as const
type CoordinatorEnv = z.infer<z.ZodObject<typeof COORDINATOR_SETTINGS>>

const limitsOf = (env: CoordinatorEnv) => ({
  perDocument: picoUsd(env.BUDGET_DOCUMENT_USD),
  perDay: picoUsd(env.BUDGET_DAY_USD),
  perMonth: picoUsd(env.BUDGET_MONTH_USD),
})

type Opened = Pick<
  CoordinatorDeps,
  'profiles' | 'store' | 'bus' | 'busStats' | 'log' | 'metrics' | 'owner' | 'tracer'
>

/** A coordinator as both forms run it. */
export function composeCoordinator(opened: Opened, env: CoordinatorEnv): Coordinator {
  logSettings(opened.log, 'coordinator', COORDINATOR_SETTINGS, env)
  return createCoordinator({
    ...opened,
    isDead: isDeadLocalOwner,
    newJobId: () => newId('job'),
    now: () => Date.now(),
    webhooks: readWebhooks(env.WEBHOOKS_FILE),
    limits: limitsOf(env),
    backups: env.BACKUP_DIR,
    settings: {
      maxTextBytes: env.MAX_TEXT_BYTES,
      dispatchEveryMs: env.DISPATCH_MS,
      reconcileEveryMs: env.RECONCILE_MS,
      redispatchAfterMs: env.REDISPATCH_MS,
      leaseMs: env.LEASE_MS,
    },
  })
}

const STATUS_PAGE = fileURLToPath(new URL('../../../web/status/dist/', import.meta.url))

interface OpenedApi extends Omit<
  JobApiDeps,
  'limits' | 'checks' | 'ready' | 'webhooks' | 'status'
> {
  /** The whole product is in this process. @default false */
  oneProcess?: boolean
  store: CoordinatorDeps['store']
  bus: CoordinatorDeps['bus']
  stop: AbortSignal
}

/** The job API as both forms run it, until `stop` aborts. */
export function composeJobApi(
  { bus, oneProcess = false, ...opened }: OpenedApi,
  env: CoordinatorEnv,
): RequestListener {
  logSettings(opened.log, 'job API', COORDINATOR_SETTINGS, env)
  const { store, stop } = opened
  return createJobApi({
    statusPage: STATUS_PAGE,
    ...opened,
    status: { oneProcess, limits: limitsOf(env), docsUrl: env.DOCS_URL },
    checks: { store: () => store.ping(), bus: () => bus.ping() },
    ready: () => !stop.aborted,
    perDocument: picoUsd(env.BUDGET_DOCUMENT_USD),
    webhooks: readWebhooks(env.WEBHOOKS_FILE),
    limits: {
      maxTextBytes: env.MAX_TEXT_BYTES,
      maxBodyBytes: env.MAX_BODY_BYTES,
      maxDocuments: env.MAX_DOCUMENTS_PER_REQUEST,
    },
  })
}
