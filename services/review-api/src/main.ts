import { openStore, STORE_RULE } from '@colophon/adapters/store'
import { VERSION } from '@colophon/domain'
import { RECORDS } from '@colophon/profiles/records'
import { createLogger, serveHttp } from '@colophon/runtime'
import { createMetrics } from '@colophon/runtime/metrics'
import {
  ACCESS_RULES,
  readAccess,
  readSettings,
  runMain,
  STORE_SAFETY,
  untilStopped,
} from '@colophon/runtime/settings'
import { composeReviewApi } from './compose.ts'
import { Config } from './config.ts'

const service = 'review-api'
const RULES = [STORE_SAFETY, STORE_RULE, ...ACCESS_RULES]

await runMain(service, async (stop) => {
  const env = await readSettings(Config, process.env, RULES)
  const access = readAccess(env)
  const log = createLogger({ service, level: env.LOG_LEVEL })

  // Everything opened here is closed in reverse order when this function ends, however it ends.
  await using store = await openStore(env.STORE_URL)
  const metrics = createMetrics({ service, version: VERSION, process: true })
  const api = composeReviewApi({
    profiles: RECORDS,
    store,
    log,
    metrics,
    stop,
    ...access.api,
  })
  await using server = await serveHttp(api, access.serve)

  log.info({ url: server.url }, 'ready')
  await untilStopped(stop, env.NOT_READY_MS)
  log.info({ reason: String(stop.reason) }, 'stopping')
})
