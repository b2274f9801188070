import { AGENT_PORTS } from '@colophon/profiles/ports'
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createTokenSigner } from '@colophon/runtime/auth'
import type { ProviderBillLine } from '@colophon/testkit/providers'
import {
  AGENT_NAMES,
  configuredModels,
  freePorts,
  patient,
  simulatedModels,
  type ModelSettings,
} from '../stack/index.ts'
import { ComposeProject, requireEngine } from './docker.ts'
import type { Options } from './options.ts'
import { logsOf, troublesOf } from './compose-state.ts'
import { modelsOf, scrapeOf, type Scrape, type Target } from '../evidence/target.ts'

const ROOT = new URL('../../', import.meta.url)
const fileAt = (path: string): string => fileURLToPath(new URL(path, ROOT))
const START_S = 900
const TOKEN_TTL_S = 6 * 3600
const WORKER_PORT = 8_010
const PROVIDERS = 'simulated-providers'
const BILLS = ['http://127.0.0.1:11434/_bill', 'http://127.0.0.1:11435/_bill']

const SIMULATED_MODELS = simulatedModels(`http://${PROVIDERS}:11434`, `http://${PROVIDERS}:11435`)

const secret = (): string => randomBytes(32).toString('hex')

interface Deployment {
  project: ComposeProject
  /** Null: simulated ones. */
  configured: ModelSettings | null
  jwtSecret: string
  metricsToken: string
  /** Strings that must stand in no log. */
  secrets: readonly string[]
  ports: { jobs: number; review: number; cost: number }
}

/** Variables and secrets of this run alone, on ports of its own. */
async function prepare(options: Options, folder: string): Promise<Deployment> {
  const configured = configuredModels(process.env)
  const [jobs = 0, review = 0, cost = 0, grafana = 0] = await freePorts(4)
  const jwtSecret = secret()
  const secrets = {
    JWT_SECRET: jwtSecret,
    MONGO_APP_PASSWORD: secret(),
    MONGO_ROOT_PASSWORD: secret(),
    MONGO_KEYFILE: secret(),
    GRAFANA_ADMIN_PASSWORD: secret(),
    METRICS_TOKEN: secret(),
  }
  const models = configured ?? SIMULATED_MODELS
  const { ANTHROPIC_API_KEY: apiKey } = models
  const variables: Record<string, string> = {
    ...secrets,
    JOB_PORT: String(jobs),
    REVIEW_PORT: String(review),
    COST_PORT: String(cost),
    GRAFANA_PORT: String(grafana),
    WORKER_REPLICAS: String(options.workers),
    RATE_LIMIT_PER_MINUTE: '1000000',
    // Blank: docker-compose.yml would have a local model of its own.
    MODEL_LOCAL: '',
    ...models,
  }
  const envFile = join(folder, 'compose.env')
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`)
  writeFileSync(envFile, lines.join(''), { mode: 0o600 })
  const files = [
    fileAt('docker-compose.yml'),
    ...(configured === null ? [fileAt('proof/e2e/simulated-providers.yml')] : []),
  ]
  return {
    project: new ComposeProject(`colophon-e2e-${randomBytes(4).toString('hex')}`, files, envFile),
    configured,
    jwtSecret,
    metricsToken: secrets.METRICS_TOKEN,
    secrets: [...Object.values(secrets), ...(apiKey === undefined ? [] : [apiKey])],
    ports: { jobs, review, cost },
  }
}

/** Everything that has metrics of ours, from inside: most of it publishes no port. */
async function scrapeAll({ project, ports, metricsToken }: Deployment): Promise<Scrape[]> {
  const published = [
    scrapeOf('coordinator', `http://127.0.0.1:${ports.jobs}`, metricsToken),
    scrapeOf('review-api', `http://127.0.0.1:${ports.review}`, metricsToken),
    scrapeOf('cost-api', `http://127.0.0.1:${ports.cost}`, metricsToken),
  ]
  const inside = async (service: string, port: number, index = 1): Promise<Scrape> => ({
    process: `${service} ${index}`,
    text: await project.get(service, `http://127.0.0.1:${port}/metrics`, index),
  })
  const workers = await project.replicas('enrichment-worker')
  return Promise.all([
    ...published,
    ...AGENT_NAMES.map((name) => inside(name, AGENT_PORTS[name] ?? 0)),
    ...Array.from({ length: workers }, (_, n) => inside('enrichment-worker', WORKER_PORT, n + 1)),
  ])
}

function targetOf(deployment: Deployment, close: () => Promise<void>): Target {
  const { project, configured, jwtSecret, secrets, ports } = deployment
  const signer = createTokenSigner({ secret: jwtSecret }, { issuer: 'colophon' })
  return {
    mode: 'compose',
    ...modelsOf(configured),
    jobs: `http://127.0.0.1:${ports.jobs}`,
    review: `http://127.0.0.1:${ports.review}`,
    cost: `http://127.0.0.1:${ports.cost}`,
    token: (...roles) =>
      signer.sign({ sub: 'e2e', aud: 'colophon-api', tenant: 'default', roles, ttlS: TOKEN_TTL_S }),
    async readyAgents() {
      const looks = AGENT_NAMES.map(async (name): Promise<string[]> => {
        const url = `http://127.0.0.1:${AGENT_PORTS[name] ?? 0}/readyz`
        return project.get(name, url).then(
          () => [name],
          () => [],
        )
      })
      return (await Promise.all(looks)).flat()
    },
    scrape: () => scrapeAll(deployment),
    async bill() {
      if (configured !== null) return undefined
      const bills = await Promise.all(BILLS.map((url) => project.get(PROVIDERS, url)))
      return bills.flatMap((bill) => (JSON.parse(bill) as { lines: ProviderBillLine[] }).lines)
    },
    // The database publishes no port: the job API says what is in it.
    openStore: undefined,
    logs: () => logsOf(project),
    providers: [],
    secrets,
    troubles: () => troublesOf(project),
    [Symbol.asyncDispose]: close,
  }
}

/** The whole deployment as `docker compose` starts it, under a project name and with secrets of its own. */
export async function startCompose(options: Options, folder: string): Promise<Target> {
  await requireEngine()
  const deployment = await prepare(options, folder)
  const { project } = deployment
  const close = async (): Promise<void> => {
    if (!options.keep) await project.run('down', '--volumes', '--remove-orphans', '--timeout', '30')
  }
  try {
    const limit = String(patient(START_S))
    await project.run('up', '--build', '--detach', '--wait', '--wait-timeout', limit)
  } catch (thrown) {
    process.stderr.write(await project.run('ps', '--all').catch(() => ''))
    process.stderr.write(await project.run('logs', '--tail', '20').catch(() => ''))
    await close().catch(() => undefined)
    throw thrown
  }
  return targetOf(deployment, close)
}
