import type { RequestListener } from 'node:http'
import { isDeadLocalOwner, newId } from '@colophon/runtime'
import { LEASE_SETTINGS, logSettings } from '@colophon/runtime/settings'
import { z } from 'zod'
import { createJobApi, type JobApiDeps } from './api/index.ts'
import { SUBMIT_LIMITS } from './api/submit.ts'
import { createCoordinator, type Coordinator, type CoordinatorDeps } from './coordinator.ts'
import { COORDINATOR_DEFAULTS } from './settings.ts'
import { readWebhooks } from './webhooks/settings.ts'

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
} as const
type CoordinatorEnv = z.infer<z.ZodObject<typeof COORDINATOR_SETTINGS>>

type Opened = Pick<CoordinatorDeps, 'profiles' | 'store' | 'bus' | 'log' | 'metrics' | 'owner'>

/** A coordinator as both forms run it. */
export function composeCoordinator(opened: Opened, env: CoordinatorEnv): Coordinator {
  logSettings(opened.log, 'coordinator', COORDINATOR_SETTINGS, env)
  return createCoordinator({
    ...opened,
    isDead: isDeadLocalOwner,
    newJobId: () => newId('job'),
    now: () => Date.now(),
    webhooks: readWebhooks(env.WEBHOOKS_FILE),
    settings: {
      maxTextBytes: env.MAX_TEXT_BYTES,
      dispatchEveryMs: env.DISPATCH_MS,
      reconcileEveryMs: env.RECONCILE_MS,
      redispatchAfterMs: env.REDISPATCH_MS,
      leaseMs: env.LEASE_MS,
    },
  })
}

interface OpenedApi extends Omit<JobApiDeps, 'limits' | 'checks' | 'ready' | 'webhooks'> {
  store: CoordinatorDeps['store']
  bus: CoordinatorDeps['bus']
  stop: AbortSignal
}

/** The job API as both forms run it, until `stop` aborts. */
export function composeJobApi({ bus, ...opened }: OpenedApi, env: CoordinatorEnv): RequestListener {
  logSettings(opened.log, 'job API', COORDINATOR_SETTINGS, env)
  const { store, stop } = opened
  return createJobApi({
    ...opened,
    checks: { store: () => store.ping(), bus: () => bus.ping() },
    ready: () => !stop.aborted,
    webhooks: readWebhooks(env.WEBHOOKS_FILE),
    limits: {
      maxTextBytes: env.MAX_TEXT_BYTES,
      maxBodyBytes: env.MAX_BODY_BYTES,
      maxDocuments: env.MAX_DOCUMENTS_PER_REQUEST,
    },
  })
}
