import { openImages } from '@colophon/adapters/images'
import { openStore, STORE_RULE } from '@colophon/adapters/store'
import { VERSION } from '@colophon/domain'
import { RECORDS } from '@colophon/profiles/records'
import { createLogger, serveHttp, storeEvents, tlsEvents } from '@colophon/runtime'
import { createMetrics } from '@colophon/runtime/metrics'
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
import { composeReviewApi } from './compose.ts'
import { Config } from './config.ts'

const service = 'review-api'
const RULES = [STORE_SAFETY, STORE_RULE, ...ACCESS_RULES]

await runMain(service, async (stop) => {
  const env = await readSettings(Config, process.env, RULES)
  const access = readAccess(env)
  await using tracer = await openTracer(env, { service, version: VERSION })
  const links = readLinks(env.MENU_LINKS)
  const log = createLogger({ service, level: env.LOG_LEVEL, tracer })
  const metrics = createMetrics({ service, version: VERSION, process: true })

  // Everything opened here is closed in reverse order when this function ends, however it ends.
  await using store = tracedStore(
    tracer,
    await openStore(env.STORE_URL, { events: storeEvents(metrics) }),
  )
  const api = composeReviewApi({
    profiles: RECORDS,
    store,
    images: openImages(env),
    links: () => links,
    log,
    metrics,
    tracer,
    stop,
    ...access.api,
  })
  const tlsWatch = { events: tlsEvents(metrics, log) }
  await using server = await serveHttp(api, { ...access.serve, tlsWatch })

  log.info({ url: server.url }, 'ready')
  await untilStopped(stop, env.NOT_READY_MS)
  log.info({ reason: String(stop.reason) }, 'stopping')
})
