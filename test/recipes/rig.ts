import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openBus } from '@colophon/adapters/bus'
import { openStore } from '@colophon/adapters/store'
import { loadAgents as agentsOfProfiles, PROFILES } from '@colophon/profiles'
import { startAgent } from '@colophon/agent-host/serve'
import { Config as AgentConfig } from '@colophon/agent-host/config'
import { openAgentsOverHttp } from '@colophon/agents'
import { composeCoordinator, composeJobApi } from '@colophon/coordinator'
import { Config as CoordinatorConfig } from '@colophon/coordinator/config'
import { PIPELINE_CHANNELS } from '@colophon/domain'
import { composeWorker } from '@colophon/enrichment-worker'
import { Config as WorkerConfig } from '@colophon/enrichment-worker/config'
import { createLogger, processOwner, serveHttp } from '@colophon/runtime'
import { createServiceTokens, createTokenSigner } from '@colophon/runtime/auth'
import { createMetrics } from '@colophon/runtime/metrics'
import { skipWithout, startFerretDb, temporaryFolder } from '@colophon/testkit'
import { recipes } from '@colophon/testkit/recipes'
import { runCommand, type CommandEnd } from '../e2e/command.ts'

const LAUNCHER = fileURLToPath(new URL('command.ts', import.meta.url))
const SECRET = 'Q0mX7vR2pLz9Tn4KsW8bYdJ6uCfGhE1aQ0mX7vR2'

const CARDS = `id,title,method
plum-cake,Plum cake,"Take 250 g flour, 3 eggs and 200 g sugar; bake for 50 minutes. Serves 8."
broth,Beef broth,Simmer 1 kg bones and 2 carrots for 240 minutes.
hers,A note,Ask Aunt Ada for hers.
`

export interface Home {
  url: string
  cards: string
  read(file: string): string
  /** Runs the command of a product with recipes; over this store. */
  run(...args: string[]): Promise<CommandEnd>
}

/** Kinds of stores that records lie in, and why one of them is passed over. */
export const STORES = {
  SQLite: { skip: false, open: (_: TestContext, folder: string) => `sqlite:${folder}/recipes.db` },
  MongoDB: {
    skip: skipWithout('ferretdb'),
    open: async (t: TestContext) =>
      (await startFerretDb(t)).url(`recipes_${randomUUID().slice(0, 8)}`),
  },
} as const satisfies Record<string, unknown>

/** A folder with a table of recipes, and a store. */
export async function openHome(t: TestContext, kind: keyof typeof STORES): Promise<Home> {
  const folder = temporaryFolder(t)
  const url = await STORES[kind].open(t, folder)
  const cards = join(folder, 'cards.csv')
  writeFileSync(cards, CARDS)
  const env = { STORE_URL: url, NODE_ENV: 'development', LOG_LEVEL: 'error' }
  return {
    url,
    cards,
    read: (file) => readFileSync(join(folder, file), 'utf8'),
    run: (...args) => runCommand(args, { cwd: folder, launcher: LAUNCHER, env }),
  }
}

const log = createLogger({ service: 'recipes', level: 'silent' })

/** All agents of these profiles, each behind an address of its own. */
async function serveAgents(stack: AsyncDisposableStack, profiles: typeof PROFILES) {
  const places: Record<string, string> = {}
  for (const agent of await agentsOfProfiles(profiles)) {
    const config = AgentConfig.parse({ PORT: 0, JWT_SECRET: SECRET, RULES_THREADS: '0' })
    const options = { log, ready: () => true, profiles }
    places[agent.name] = stack.use(await startAgent(agent, config, options)).url
  }
  return places
}

/** Coordinator, job API and worker of letters and recipes, whose agents are asked over HTTP. Gives the job API's address. */
export async function serveDistributed(t: TestContext, storeUrl: string): Promise<string> {
  const stack = new AsyncDisposableStack()
  t.after(() => stack.disposeAsync())
  const folders = [...PROFILES, recipes]
  const places = await serveAgents(stack, folders)
  const signer = createTokenSigner({ secret: SECRET }, { issuer: 'colophon' })
  const token = createServiceTokens(signer, { sub: 'worker', tenant: 'default' })
  const agents = stack.use(openAgentsOverHttp(places, { token }))
  const store = stack.use(await openStore(storeUrl))
  const bus = stack.use(await openBus('local:', { channels: PIPELINE_CHANNELS }))
  const metrics = createMetrics({ service: 'recipes', version: '0' })
  const profiles = folders.map(({ record }) => record)
  const parts = { profiles, store, bus, log, metrics }
  const owned = { ...parts, owner: processOwner('recipes') }
  const env = CoordinatorConfig.parse({ STORE_URL: storeUrl, BUS_URL: 'local:' })
  const coordinator = composeCoordinator(owned, env)
  const workerEnv = WorkerConfig.parse({ STORE_URL: storeUrl, BUS_URL: 'local:' })
  const worker = composeWorker({ ...owned, agents }, workerEnv)
  const stop = new AbortController()
  const running = Promise.all([coordinator.run(stop.signal), worker.run(stop.signal)])
  stack.defer(async () => {
    stop.abort()
    await running
  })
  const api = composeJobApi({ ...parts, coordinator, stop: stop.signal }, env)
  return stack.use(await serveHttp(api, { host: '127.0.0.1', port: 0 })).url
}

interface Job {
  status: string
}

/** Waits until a job has ended, and says how. */
export async function jobEnded(api: string, jobId: string): Promise<string> {
  for (;;) {
    const response = await fetch(`${api}/api/jobs/${jobId}`)
    const { status } = (await response.json()) as Job
    if (status !== 'queued' && status !== 'processing') return status
    await delay(50)
  }
}
