import { fileURLToPath } from 'node:url'
import { LETTER_AGENTS } from '@colophon/profiles/letters/agents'
import type { ModelSettings } from './models.ts'
import type { ProcessSpec } from './process.ts'
import { answersOk } from './servers.ts'

const ROOT = new URL('../../', import.meta.url)
const source = (path: string): string => fileURLToPath(new URL(path, ROOT))

export const AGENT_NAMES: readonly string[] = LETTER_AGENTS.map(({ name }) => name)

/** Settings that all processes of ours are told. */
export interface SharedSettings {
  storeUrl: string
  busUrl: string
  jwtSecret: string
  /** What is shown at the metrics of the APIs. */
  metricsToken: string
  models: ModelSettings
  /** Goes before everything else. */
  env: Readonly<Record<string, string>>
}

interface Endpoint {
  port: number
  shared: SharedSettings
}

interface Program {
  name: string
  args: readonly string[]
  port: number
  env: Readonly<Record<string, string>>
}

/** Far above what tests and benchmarks ask for: here the limit would measure itself. */
const REQUESTS_PER_MINUTE = '1000000'

function program({ name, args, port, env }: Program): ProcessSpec {
  const url = `http://127.0.0.1:${port}`
  return {
    name,
    command: process.execPath,
    args,
    env,
    url,
    isReady: () => answersOk(`${url}/readyz`),
  }
}

/** `test`: a database on this machine may be without a password, secrets and tokens are as in production. */
const commonOf = ({ jwtSecret }: SharedSettings): Record<string, string> => ({
  NODE_ENV: 'test',
  JWT_SECRET: jwtSecret,
})

export function agent(name: string, { port, shared }: Endpoint): ProcessSpec {
  return program({
    name,
    args: [source('services/agent-host/src/main.ts'), name],
    port,
    env: { ...commonOf(shared), PORT: String(port), ...shared.models, ...shared.env },
  })
}

export type ApiName = 'coordinator' | 'review-api' | 'cost-api'

export function api(name: ApiName, { port, shared }: Endpoint): ProcessSpec {
  return program({
    name,
    args: [source(`services/${name}/src/main.ts`)],
    port,
    env: {
      ...commonOf(shared),
      STORE_URL: shared.storeUrl,
      BUS_URL: shared.busUrl,
      PORT: String(port),
      RATE_LIMIT_PER_MINUTE: REQUESTS_PER_MINUTE,
      METRICS_TOKEN: shared.metricsToken,
      ...shared.env,
    },
  })
}

/** `agents`: the address of each by name, or undefined when they run inside the worker. */
export function worker(
  name: string,
  { port, shared, agents }: Endpoint & { agents: Readonly<Record<string, string>> | undefined },
): ProcessSpec {
  const places =
    agents === undefined
      ? { AGENT_URLS: 'memory:', ...shared.models }
      : {
          AGENT_URLS: Object.entries(agents)
            .map(([agentName, url]) => `${agentName}=${url}`)
            .join(','),
        }
  return program({
    name,
    args: [source('services/enrichment-worker/src/main.ts')],
    port,
    env: {
      ...commonOf(shared),
      STORE_URL: shared.storeUrl,
      BUS_URL: shared.busUrl,
      OPS_PORT: String(port),
      ...places,
      ...shared.env,
    },
  })
}
