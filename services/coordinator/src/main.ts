import { BUS_RULE, openBus } from '@colophon/adapters/bus'
import { openStore, STORE_RULE } from '@colophon/adapters/store'
import { PIPELINE_CHANNELS, VERSION } from '@colophon/domain'
import { busEvents, createLogger, processOwner, serveHttp } from '@colophon/runtime'
import { createMetrics } from '@colophon/runtime/metrics'
import { RECORDS } from '@colophon/profiles/records'
import {
  ACCESS_RULES,
  readAccess,
  readSettings,
  runMain,
  STORE_SAFETY,
  untilStopped,
} from '@colophon/runtime/settings'
import { composeCoordinator, composeJobApi } from './compose.ts'
import { Config } from './config.ts'
import { WEBHOOKS_RULE } from './webhooks/settings.ts'

const service = 'coordinator'
const RULES = [STORE_SAFETY, STORE_RULE, BUS_RULE, WEBHOOKS_RULE, ...ACCESS_RULES]

await runMain(service, async (stop) => {
  const env = await readSettings(Config, process.env, RULES)
  const access = readAccess(env)
  const log = createLogger({ service, level: env.LOG_LEVEL })
  const metrics = createMetrics({ service, version: VERSION, process: true })

  // Everything opened here is closed in reverse order when this function ends, however it ends.
  await using store = await openStore(env.STORE_URL)
  await using bus = await openBus(env.BUS_URL, {
    channels: PIPELINE_CHANNELS,
    onEvent: busEvents(metrics, log),
  })
  const owner = processOwner(service)
  const parts = { profiles: RECORDS, store, bus, log, metrics }
  const coordinator = composeCoordinator({ ...parts, owner }, env)
  const api = composeJobApi({ ...parts, coordinator, stop, ...access.api }, env)
  await using server = await serveHttp(api, access.serve)

  log.info({ url: server.url }, 'ready')
  await Promise.all([coordinator.run(stop), untilStopped(stop, env.NOT_READY_MS)])
  log.info({ reason: String(stop.reason) }, 'stopping')
})
