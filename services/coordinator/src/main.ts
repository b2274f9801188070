import { BUS_RULE, openBus } from '@colophon/adapters/bus'
import { openStore, STORE_RULE } from '@colophon/adapters/store'
import {
  busEvents,
  createLogger,
  isDeadLocalOwner,
  newId,
  processOwner,
  serveHttp,
} from '@colophon/runtime'
import { createMetrics } from '@colophon/runtime/metrics'
import {
  ACCESS_RULES,
  readAccess,
  readSettings,
  runMain,
  STORE_SAFETY,
  untilStopped,
} from '@colophon/runtime/settings'
import pkg from '../package.json' with { type: 'json' }
import { createJobApi } from './api/index.ts'
import { Config } from './config.ts'
import { createCoordinator } from './coordinator.ts'

const service = 'coordinator'
const RULES = [STORE_SAFETY, STORE_RULE, BUS_RULE, ...ACCESS_RULES]

await runMain(service, async (stop) => {
  const env = await readSettings(Config, process.env, RULES)
  const access = readAccess(env)
  const log = createLogger({ service, level: env.LOG_LEVEL })
  const metrics = createMetrics({ service, version: pkg.version, process: true })

  // Everything opened here is closed in reverse order when this function ends, however it ends.
  await using store = await openStore(env.STORE_URL)
  await using bus = await openBus(env.BUS_URL, { onEvent: busEvents(metrics, log) })
  const coordinator = createCoordinator({
    store,
    bus,
    owner: processOwner(service),
    isDead: isDeadLocalOwner,
    newJobId: () => newId('job'),
    log,
    metrics,
    now: () => Date.now(),
    settings: {
      maxTextBytes: env.MAX_TEXT_BYTES,
      dispatchEveryMs: env.DISPATCH_MS,
      reconcileEveryMs: env.RECONCILE_MS,
      redispatchAfterMs: env.REDISPATCH_MS,
    },
  })
  const api = createJobApi({
    store,
    coordinator,
    limits: {
      maxTextBytes: env.MAX_TEXT_BYTES,
      maxBodyBytes: env.MAX_BODY_BYTES,
      maxDocuments: env.MAX_DOCUMENTS_PER_REQUEST,
    },
    log,
    metrics,
    checks: { store: () => store.ping(), bus: () => bus.ping() },
    ready: () => !stop.aborted,
    stop,
    ...access.api,
  })
  await using server = await serveHttp(api, access.serve)

  log.info({ url: server.url }, 'ready')
  await Promise.all([coordinator.run(stop), untilStopped(stop, env.NOT_READY_MS)])
  log.info({ reason: String(stop.reason) }, 'stopping')
})
