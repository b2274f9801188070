import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mkdirSync } from 'node:fs'
import { openStore } from '@colophon/adapters/store'
import {
  AGENT_NAMES,
  configuredModels,
  freePorts,
  simulatedModels,
  simulatedProviders,
  startLogged,
  tiersWithModels,
  type Death,
  type ProcessSpec,
  type StackProcess,
} from '../stack/index.ts'
import {
  deathInWords,
  isReady,
  logsOf,
  modelsInWords,
  readBill,
  scrapeOf,
  SIMULATED,
  type Target,
} from '../evidence/target.ts'

const LAUNCHER = fileURLToPath(new URL('../../packages/cli/bin/colophon.js', import.meta.url))

interface Place {
  folder: string
  storeUrl: string
  ports: readonly [jobs: number, review: number, cost: number]
  models: Readonly<Record<string, string>>
}

const local = (port: number): string => `http://127.0.0.1:${port}`

/** `colophon serve`, as `npm start` runs it but without the demo. */
function serve({ storeUrl, ports: [jobs, review, cost], models }: Place): ProcessSpec {
  return {
    name: 'serve',
    command: process.execPath,
    args: [LAUNCHER, 'serve'],
    env: {
      STORE_URL: storeUrl,
      JOB_PORT: String(jobs),
      REVIEW_PORT: String(review),
      COST_PORT: String(cost),
      ...models,
    },
    url: local(jobs),
    isReady: async () =>
      (await Promise.all([jobs, review, cost].map((port) => isReady(local(port))))).every(Boolean),
  }
}

/** The one-process form, with a store of its own and models at providers of a process beside it. */
export async function startEmbedded(folder: string): Promise<Target> {
  await using started = new AsyncDisposableStack()
  const deaths: Death[] = []
  const logFolder = join(folder, 'logs')
  mkdirSync(logFolder, { recursive: true })
  const start = async (spec: ProcessSpec): Promise<StackProcess> => {
    const one = startLogged(spec, { logFolder, onDeath: (death) => deaths.push(death) })
    started.defer(() => one.kill())
    await one.ready()
    return one
  }
  const [jobs = 0, review = 0, cost = 0, ollama = 0, anthropic = 0] = await freePorts(5)
  const configured = configuredModels(process.env)
  const providers = [local(ollama), local(anthropic)] as const
  const beside: StackProcess[] = []
  if (configured === null) {
    const ports = [ollama, anthropic] as const
    beside.push(await start(simulatedProviders({ ports, folder, latencyMs: 0 })))
  }
  const models = { ...(configured ?? simulatedModels(...providers)) }
  const storeUrl = `sqlite:${join(folder, 'colophon.db')}`
  const served = await start(serve({ folder, storeUrl, ports: [jobs, review, cost], models }))
  const owned = started.move()
  return {
    mode: 'embedded',
    models: configured === null ? SIMULATED : modelsInWords(models),
    tiers: tiersWithModels(models),
    jobs: served.url,
    review: local(review),
    cost: local(cost),
    token: () => undefined,
    // They live and die with the process.
    readyAgents: async () => ((await isReady(served.url)) ? [...AGENT_NAMES] : []),
    scrape: async () => [await scrapeOf('serve', served.url)],
    bill: () => (configured === null ? readBill(providers) : Promise.resolve(undefined)),
    openStore: () => openStore(storeUrl),
    logs: () => logsOf([served, ...beside]),
    secrets: models.ANTHROPIC_API_KEY === undefined ? [] : [models.ANTHROPIC_API_KEY],
    troubles: () => Promise.resolve(deaths.map(deathInWords)),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
