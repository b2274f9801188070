import { untilAborted } from '@colophon/domain'
import { createLogger } from '@colophon/runtime'
import { readTokenKeys } from '@colophon/runtime/auth'
import { readSettings, runMain } from '@colophon/runtime/settings'
import { AGENT_RULES } from './compose.ts'
import { Config } from './config.ts'
import { findAgent } from './find-agent.ts'
import { accessRule, startAgent } from './serve-agent.ts'

await runMain('agent-host', async (stop) => {
  const agent = await findAgent(process.argv[2])
  process.title = agent.name
  const env = await readSettings(Config, process.env, [accessRule(agent), ...AGENT_RULES])
  const log = createLogger({ service: agent.name, level: env.LOG_LEVEL })
  {
    await using server = await startAgent(agent, env, { log, ready: () => !stop.aborted })
    log.info({ auth: readTokenKeys(env) !== undefined, url: server.url }, 'ready')
    await untilAborted(stop)
    log.info({ reason: String(stop.reason) }, 'draining')
  }
  log.info('drained')
})
