import { BUS_RULE, openBus } from '@colophon/adapters/bus'
import { PRICES_RULE } from '@colophon/adapters/prices'
import { openStore, STORE_RULE } from '@colophon/adapters/store'
import { PIPELINE_CHANNELS, VERSION } from '@colophon/domain'
import { RECORDS } from '@colophon/profiles/records'
import { busEvents, createLogger, processOwner, serveHttp, storeEvents } from '@colophon/runtime'
import { createOpsApp } from '@colophon/runtime/http'
import { createMetrics } from '@colophon/runtime/metrics'
import { LEASE_RULE, readSettings, runMain, STORE_SAFETY } from '@colophon/runtime/settings'
import { openTracer, tracedStore } from '@colophon/runtime/tracing'
import { COMPUTE_RULE, composeWorker } from './compose.ts'
import { Config } from './config.ts'
import { REACH_RULES, reachAgents } from './reach-agents.ts'

const service = 'enrichment-worker'
const RULES = [
  STORE_SAFETY,
  STORE_RULE,
  BUS_RULE,
  LEASE_RULE,
  PRICES_RULE,
  COMPUTE_RULE,
  ...REACH_RULES,
]

await runMain(service, async (stop) => {
  const env = await readSettings(Config, process.env, RULES)
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
  await using agents = await reachAgents(env, { log, metrics, tracer })
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
  const parts = { profiles: RECORDS, store, bus, agents, owner, log, metrics, tracer }
  const worker = composeWorker(parts, env)

  log.info({ ops: server.url }, 'ready')
  await worker.run(stop)
  log.info({ reason: String(stop.reason) }, 'drained')
})
