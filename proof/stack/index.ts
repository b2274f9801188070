import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTokenSigner, type Role } from '@colophon/runtime/auth'
import { indexFerretDbIds } from '@colophon/testkit'
import { Launch } from './launch.ts'
import { simulatedModels, type ModelSettings } from './models.ts'
import { freePorts } from './ports.ts'
import type { Death, StackProcess } from './process.ts'
import {
  billFile,
  ferretdb,
  nsqd,
  nsqlookupd,
  requireServers,
  simulatedProviders,
} from './servers.ts'
import { agent, AGENT_NAMES, api, worker, type ApiName, type SharedSettings } from './services.ts'

export { Launch } from './launch.ts'
export { configuredModels, simulatedModels, tiersWithModels, type ModelSettings } from './models.ts'
export { deadlineIn, loadFactor, patient, type Deadline } from './patience.ts'
export { freePorts } from './ports.ts'
export { deathInWords, type Death, type ProcessSpec, type StackProcess } from './process.ts'
export { accepts, billFile, simulatedProviders } from './servers.ts'
export { AGENT_NAMES } from './services.ts'

export interface StackOptions {
  workers: number
  /** `services`: a process each, called over HTTP; `memory`: inside every worker. @default services */
  agents?: 'services' | 'memory'
  /** Puts something between an agent and the workers: the address that they are told. @default its own */
  agentUrl?: (name: string, url: string) => Promise<string>
  /** Providers of our own that speak the real protocols, or where the models are. @default simulated */
  providers?: 'simulated' | ModelSettings
  /** How long the simulated providers take to answer. @default 0 */
  latencyMs?: number
  /** Decides what the simulated providers do by chance. @default 1 */
  seed?: number
  /** Added to the URLs of simulated models. */
  modelParameters?: Readonly<Record<string, number>>
  /** A store that is there already: `mongodb://…/DATABASE`, `sqlite:FILE`; else FerretDB is started. */
  storeUrl?: string | undefined
  /** For logs and data; one of its own when left out. */
  folder?: string
  /** Leaves logs and data behind. @default false */
  keep?: boolean
  /** Settings for all processes of ours. */
  env?: Readonly<Record<string, string>>
}

/** The distributed form as plain processes on free ports of the loopback interface. */
export interface Stack extends AsyncDisposable {
  readonly storeUrl: string
  /** FerretDB, where it was started for the stack. */
  readonly database: { process: StackProcess; dataFolder: string } | undefined
  /** All that were started, in the order they were. */
  readonly processes: readonly StackProcess[]
  readonly coordinator: StackProcess
  readonly reviewApi: StackProcess
  readonly costApi: StackProcess
  readonly workers: readonly StackProcess[]
  /** By name; empty when they run inside the workers. */
  readonly agents: ReadonlyMap<string, StackProcess>
  readonly nsqd: StackProcess
  /** Addresses of the simulated providers; undefined with others. `file` has every billed call as a JSON line. */
  readonly simulated: { ollama: string; anthropic: string; file: string } | undefined
  /** Secrets that its processes know and must not tell. */
  readonly secrets: readonly string[]
  /** Processes that ended without having been told to. */
  readonly deaths: readonly Death[]
  /** What the APIs want to see at their metrics; the others ask for nothing. */
  readonly metricsToken: string
  /** A token for the APIs. */
  token(...roles: Role[]): string
  /** Ends what was started, the last first, and removes data and logs unless they are kept. */
  stop(): Promise<void>
}

const TOKEN_TTL_S = 6 * 3600
/** Bus, database, providers, APIs: two each are enough. */
const PORTS_BESIDE = 16
const TENANT = 'default'
/** Found again soon after a restart: tests wait for it. */
const BUS_PARAMETERS = '?poll_ms=1000&reconnect_max_ms=2000'

interface Backends extends Pick<Stack, 'nsqd' | 'storeUrl' | 'database' | 'simulated'> {
  busUrl: string
  models: ModelSettings
}

async function startProviders(
  launch: Launch,
  { latencyMs = 0, seed = 1, modelParameters = {} }: StackOptions,
): Promise<Pick<Backends, 'simulated' | 'models'>> {
  const ports = launch.ports()
  const [ollama, anthropic] = ports.map((port) => `http://127.0.0.1:${port}`) as [string, string]
  const { folder } = launch
  await launch.start([simulatedProviders({ ports, folder, latencyMs, seed })])
  return {
    simulated: { ollama, anthropic, file: billFile(folder) },
    models: simulatedModels(ollama, anthropic, modelParameters),
  }
}

async function startDatabase(launch: Launch): Promise<NonNullable<Stack['database']>> {
  const spec = ferretdb(launch.port(), launch.data('ferretdb'))
  return { process: await launch.startOne(spec), dataFolder: spec.dataFolder }
}

async function startBackends(launch: Launch, options: StackOptions): Promise<Backends> {
  const { providers = 'simulated', storeUrl } = options
  const lookupd = nsqlookupd('nsqlookupd', launch.ports())
  await launch.start([lookupd])
  const nsqdSpec = nsqd('nsqd', {
    ports: launch.ports(),
    dataFolder: launch.data('nsqd'),
    lookupds: [lookupd.tcpAddress],
  })
  const started = await launch.startOne(nsqdSpec)
  const database = storeUrl === undefined ? await startDatabase(launch) : undefined
  return {
    ...(providers === 'simulated'
      ? await startProviders(launch, options)
      : { simulated: undefined, models: providers }),
    nsqd: started,
    busUrl: `nsq://${lookupd.httpAddress}${BUS_PARAMETERS}`,
    storeUrl: storeUrl ?? `${database?.process.url ?? ''}/colophon`,
    database,
  }
}

async function startAgents(
  launch: Launch,
  shared: SharedSettings,
): Promise<Map<string, StackProcess>> {
  const specs = AGENT_NAMES.map((name) => agent(name, { port: launch.port(), shared }))
  const started = await launch.start(specs)
  return new Map(started.map((each) => [each.name, each]))
}

async function startAll(
  launch: Launch,
  options: StackOptions,
): Promise<Omit<Stack, 'stop' | keyof AsyncDisposable>> {
  const jwtSecret = randomBytes(48).toString('base64url')
  const metricsToken = randomBytes(48).toString('base64url')
  const { models, busUrl, ...backends } = await startBackends(launch, options)
  const { storeUrl, database } = backends
  const secret = { jwtSecret, metricsToken }
  const shared: SharedSettings = { storeUrl, busUrl, ...secret, models, env: options.env ?? {} }
  const inMemory = options.agents === 'memory'
  const agents = inMemory ? new Map<string, StackProcess>() : await startAgents(launch, shared)
  const startApi = (name: ApiName) => launch.startOne(api(name, { port: launch.port(), shared }))
  // Alone: it makes the collections, and those that come after find them.
  const coordinator = await startApi('coordinator')
  if (database !== undefined) indexFerretDbIds(database.dataFolder)
  const { agentUrl = (_, url) => Promise.resolve(url) } = options
  const told = [...agents].map(
    async ([name, { url }]) => [name, await agentUrl(name, url)] as const,
  )
  const agentUrls = Object.fromEntries(await Promise.all(told))
  const workerSpecs = Array.from({ length: options.workers }, (_, index) =>
    worker(`worker-${index + 1}`, {
      port: launch.port(),
      shared,
      agents: inMemory ? undefined : agentUrls,
    }),
  )
  const [reviewApi, costApi, workers] = await Promise.all([
    startApi('review-api'),
    startApi('cost-api'),
    launch.start(workerSpecs),
  ])
  const signer = createTokenSigner({ secret: jwtSecret }, { issuer: 'colophon' })
  const token = (...roles: Role[]): string =>
    signer.sign({ sub: 'stack', aud: 'colophon-api', tenant: TENANT, roles, ttlS: TOKEN_TTL_S })
  const { processes, deaths } = launch
  const { ANTHROPIC_API_KEY: apiKey } = models
  const secrets = [jwtSecret, metricsToken, ...(apiKey === undefined ? [] : [apiKey])]
  const named = { coordinator, reviewApi, costApi, workers, agents }
  return { ...backends, ...named, processes, deaths, secrets, metricsToken, token }
}

/** Starts everything and waits until it is ready; when one process does not come up, the rest is ended again. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { workers, storeUrl, keep = false } = options
  requireServers(['nsqlookupd', 'nsqd', ...(storeUrl === undefined ? ['ferretdb'] : [])])
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'colophon-stack-'))
  const ports = await freePorts(PORTS_BESIDE + AGENT_NAMES.length + workers)
  const launch = new Launch(folder, ports)
  const stop = async (): Promise<void> => {
    await launch.stop()
    if (keep) return
    for (const part of ['data', 'logs'])
      rmSync(join(folder, part), { recursive: true, force: true })
    rmSync(billFile(folder), { force: true })
    if (options.folder === undefined) rmSync(folder, { recursive: true, force: true })
  }
  try {
    const parts = await startAll(launch, options)
    return { ...parts, stop, [Symbol.asyncDispose]: stop }
  } catch (thrown) {
    await stop()
    throw thrown
  }
}
