import { AGENT_RULES, openAgentsInProcess, type AgentDeps } from '@colophon/agent-host'
import { openAgentsOverHttp } from '@colophon/agents'
import { DEFAULT_TENANT, type AgentCaller } from '@colophon/domain'
import { ConfigError } from '@colophon/runtime'
import { createServiceTokens, createTokenSigner, readTokenKeys } from '@colophon/runtime/auth'
import type { SettingRule } from '@colophon/runtime/settings'
import { NO_TRACER, tracedAgents } from '@colophon/runtime/tracing'
import type { Config } from './config.ts'

/** Tokens for the agents: short-lived, one per audience, made here. */
function serviceTokens(env: Config): (audience: string) => string {
  const keys = readTokenKeys(env)
  if (keys === undefined) {
    throw new ConfigError([
      'JWT_SECRET is required: agents behind AGENT_URLS accept only signed tokens (or JWT_PRIVATE_KEY with JWT_PUBLIC_KEY)',
    ])
  }
  const signer = createTokenSigner(keys, { issuer: env.JWT_ISSUER })
  return createServiceTokens(signer, { sub: 'enrichment-worker', tenant: DEFAULT_TENANT })
}

/** Models are asked in this process only when the agents are in it; else their tokens are made here. */
export const REACH_RULES: readonly SettingRule<Config>[] = [
  {
    of: ['AGENT_URLS', 'NODE_ENV', 'JWT_SECRET', 'JWT_PUBLIC_KEY', 'JWT_PRIVATE_KEY', 'JWT_ISSUER'],
    check: (env) => env.AGENT_URLS === 'memory' || serviceTokens(env),
  },
  ...AGENT_RULES.map(({ of, check }): SettingRule<Config> => ({
    of: ['AGENT_URLS', ...of],
    check: (env) => (env.AGENT_URLS === 'memory' ? check(env) : undefined),
  })),
]

/** The agents where `AGENT_URLS` says that they are: as processes of their own, or inside of this one. */
export async function reachAgents(env: Config, deps: AgentDeps): Promise<AgentCaller> {
  const { AGENT_URLS: places, AGENT_SILENCE_MS: idleMs } = env
  if (places === 'memory') return await openAgentsInProcess(env, deps)
  const token = serviceTokens(env)
  const agents = openAgentsOverHttp(places, { token, limits: { idleMs } })
  return tracedAgents(deps.tracer ?? NO_TRACER, agents)
}
