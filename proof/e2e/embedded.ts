import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openStore } from '@colophon/adapters/store'
import type { ProviderBillLine } from '@colophon/testkit/providers'
import { readLines } from '../evidence/lines.ts'
import { isReady, logsOf, modelsOf, scrapeOf, type Target } from '../evidence/target.ts'
import {
  AGENT_NAMES,
  billFile,
  configuredModels,
  deathInWords,
  freePorts,
  Launch,
  simulatedModels,
  simulatedProviders,
  type ModelSettings,
  type ProcessSpec,
} from '../stack/index.ts'

const LAUNCHER = fileURLToPath(new URL('../../packages/cli/bin/colophon.js', import.meta.url))

const local = (port: number): string => `http://127.0.0.1:${port}`

interface ServeSettings {
  storeUrl: string
  ports: readonly [jobs: number, review: number, cost: number]
  models: ModelSettings
  env: Readonly<Record<string, string>>
}

/** `colophon serve`, as `npm start` runs it but without the demo. */
function serve({ storeUrl, ports, models, env }: ServeSettings): ProcessSpec {
  const [jobs, review, cost] = ports
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
      ...env,
    },
    url: local(jobs),
    isReady: async () =>
      (await Promise.all(ports.map((port) => isReady(local(port))))).every(Boolean),
  }
}

/** The one-process form, with a store of its own and models at providers of a process beside it. `env`: more settings. */
export async function startEmbedded(
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Target> {
  const launch = new Launch(folder, await freePorts(5))
  const stop = () => launch.stop()
  await using started = new AsyncDisposableStack()
  started.defer(stop)
  const configured = configuredModels(process.env)
  const providers = launch.ports()
  if (configured === null) await launch.start([simulatedProviders({ ports: providers, folder })])
  const [ollama, anthropic] = providers.map(local) as [string, string]
  const models = configured ?? simulatedModels(ollama, anthropic)
  const ports = [launch.port(), launch.port(), launch.port()] as const
  const storeUrl = `sqlite:${join(folder, 'colophon.db')}`
  const { url } = await launch.startOne(serve({ storeUrl, ports, models, env }))
  started.move()
  return {
    mode: 'embedded',
    ...modelsOf(configured),
    jobs: url,
    review: local(ports[1]),
    cost: local(ports[2]),
    token: () => undefined,
    // They live and die with the process.
    readyAgents: async () => ((await isReady(url)) ? [...AGENT_NAMES] : []),
    scrape: async () => [await scrapeOf('serve', url)],
    providers: configured === null ? [ollama, anthropic] : [],
    bill: () =>
      Promise.resolve(
        configured === null ? readLines<ProviderBillLine>(billFile(folder)) : undefined,
      ),
    openStore: () => openStore(storeUrl),
    logs: () => logsOf(launch.processes),
    secrets: models.ANTHROPIC_API_KEY === undefined ? [] : [models.ANTHROPIC_API_KEY],
    troubles: () => Promise.resolve(launch.deaths.map(deathInWords)),
    [Symbol.asyncDispose]: stop,
  }
}
