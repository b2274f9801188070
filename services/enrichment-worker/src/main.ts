import { BUS_RULE, openBus } from '@colophon/adapters/bus'
import { openStore, STORE_RULE } from '@colophon/adapters/store'
import { PIPELINE_CHANNELS, VERSION } from '@colophon/domain'
import { RECORDS } from '@colophon/profiles/records'
import { busEvents, createLogger, processOwner, serveHttp } from '@colophon/runtime'
import { createOpsApp } from '@colophon/runtime/http'
import { createMetrics } from '@colophon/runtime/metrics'
import { LEASE_RULE, readSettings, runMain, STORE_SAFETY } from '@colophon/runtime/settings'
import { composeWorker } from './compose.ts'
import { Config } from './config.ts'
import { REACH_RULES, reachAgents } from './reach-agents.ts'

const service = 'enrichment-worker'
const RULES = [STORE_SAFETY, STORE_RULE, BUS_RULE, LEASE_RULE, ...REACH_RULES]

await runMain(service, async (stop) => {
  const env = await readSettings(Config, process.env, RULES)
  const log = createLogger({ service, level: env.LOG_LEVEL })
  const metrics = createMetrics({ service, version: VERSION, process: true })

  // Everything opened here is closed in reverse order when this function ends, however it ends.
  await using store = await openStore(env.STORE_URL)
  await using bus = await openBus(env.BUS_URL, {
    channels: PIPELINE_CHANNELS,
    onEvent: busEvents(metrics, log),
  })
  await using agents = await reachAgents(env, { log, metrics })
  const ops = createOpsApp({
    service,
    version: VERSION,
    log,
    metrics,
    checks: { store: () => store.ping(), bus: () => bus.ping() },
    // The first step of a drain: not ready, while the worker finishes what it has.
    ready: () => !stop.aborted,
  })
  const { OPS_HOST: host, OPS_PORT: port } = env
  await using server = await serveHttp(ops, { host, port, allowRemote: true })
  const owner = processOwner('worker')
  const worker = composeWorker({ profiles: RECORDS, store, bus, agents, owner, log, metrics }, env)

  log.info({ ops: server.url }, 'ready')
  await worker.run(stop)
  log.info({ reason: String(stop.reason) }, 'drained')
})
