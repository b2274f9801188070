import { BUS_RULE, busStats, openBus } from '@colophon/adapters/bus'
import { openStore, STORE_RULE } from '@colophon/adapters/store'
import { PIPELINE_CHANNELS, VERSION } from '@colophon/domain'
import {
  busEvents,
  createLogger,
  processOwner,
  serveHttp,
  storeEvents,
  tlsEvents,
} from '@colophon/runtime'
import { createMetrics } from '@colophon/runtime/metrics'
import { RECORDS } from '@colophon/profiles/records'
import {
  ACCESS_RULES,
  readAccess,
  readLinks,
  readSettings,
  runMain,
  STORE_SAFETY,
  untilStopped,
} from '@colophon/runtime/settings'
import { openTracer, tracedStore } from '@colophon/runtime/tracing'
import { composeCoordinator, composeJobApi } from './compose.ts'
import { Config } from './config.ts'
import { WEBHOOKS_RULE } from './webhooks/settings.ts'

const service = 'coordinator'
const RULES = [STORE_SAFETY, STORE_RULE, BUS_RULE, WEBHOOKS_RULE, ...ACCESS_RULES]

await runMain(service, async (stop) => {
  const env = await readSettings(Config, process.env, RULES)
  const access = readAccess(env)
  await using tracer = await openTracer(env, { service, version: VERSION })
  const log = createLogger({ service, level: env.LOG_LEVEL, tracer })
  const metrics = createMetrics({ service, version: VERSION, process: true })

  // Everything opened here is closed in reverse order when this function ends, however it ends.
  await using store = tracedStore(
    tracer,
    await openStore(env.STORE_URL, { events: storeEvents(metrics) }),
  )
  await using bus = await openBus(env.BUS_URL, {
    channels: PIPELINE_CHANNELS,
    ...busEvents(metrics, log),
  })
  const owner = processOwner(service)
  const parts = { profiles: RECORDS, store, bus, log, metrics, tracer }
  const coordinator = composeCoordinator(
    { ...parts, owner, busStats: await busStats(env.BUS_URL, PIPELINE_CHANNELS) },
    env,
  )
  const links = readLinks(env.MENU_LINKS)
  const api = composeJobApi({ ...parts, coordinator, stop, links: () => links, ...access.api }, env)
  const tlsWatch = { events: tlsEvents(metrics, log) }
  await using server = await serveHttp(api, { ...access.serve, tlsWatch })

  log.info({ url: server.url }, 'ready')
  await Promise.all([coordinator.run(stop), untilStopped(stop, env.NOT_READY_MS)])
  log.info({ reason: String(stop.reason) }, 'stopping')
})
