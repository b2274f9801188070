import { untilAborted, VERSION } from '@colophon/domain'
import { createLogger } from '@colophon/runtime'
import { readTokenKeys } from '@colophon/runtime/auth'
import { readSettings, runMain } from '@colophon/runtime/settings'
import { openTracer } from '@colophon/runtime/tracing'
import { AGENT_RULES } from './compose.ts'
import { Config } from './config.ts'
import { findAgent } from './find-agent.ts'
import { accessRule, startAgent } from './serve-agent.ts'

await runMain('agent-host', async (stop) => {
  const agent = await findAgent(process.argv[2])
  process.title = agent.name
  const env = await readSettings(Config, process.env, [accessRule(agent), ...AGENT_RULES])
  const { name: service } = agent
  await using tracer = await openTracer(env, { service, version: VERSION })
  const log = createLogger({ service, level: env.LOG_LEVEL, tracer })
  {
    await using server = await startAgent(agent, env, { log, tracer, ready: () => !stop.aborted })
    log.info({ auth: readTokenKeys(env) !== undefined, url: server.url }, 'ready')
    await untilAborted(stop)
    log.info({ reason: String(stop.reason) }, 'draining')
  }
  log.info('drained')
})
