import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTokenSigner, type Role } from '@colophon/runtime/auth'
import { indexFerretDbIds } from '@colophon/testkit'
import { simulatedModels, type ModelSettings } from './models.ts'
import { freePorts } from './ports.ts'
import { startLogged, type Death, type ProcessSpec, type StackProcess } from './process.ts'
import {
  billFile,
  ferretdb,
  nsqd,
  nsqlookupd,
  requireServers,
  simulatedProviders,
} from './servers.ts'
import { agent, AGENT_NAMES, api, worker, type SharedSettings } from './services.ts'

export { configuredModels, simulatedModels, tiersWithModels, type ModelSettings } from './models.ts'
export { deadlineIn, loadFactor, patient, type Deadline } from './patience.ts'
export { freePorts } from './ports.ts'
export { startLogged, type Death, type ProcessSpec, type StackProcess } from './process.ts'
export { billFile, simulatedProviders } from './servers.ts'
export { AGENT_NAMES } from './services.ts'

export interface StackOptions {
  /** Enrichment-workers; more come with `addWorker`. */
  workers: number
  /** `services`: a process each, called over HTTP; `memory`: inside every worker. @default services */
  agents?: 'services' | 'memory'
  /** @default 1 */
  nsqds?: number
  /** @default 1 */
  lookupds?: number
  /** Providers of our own that speak the real protocols, or where the models are. @default simulated */
  providers?: 'simulated' | ModelSettings
  /** How long the simulated providers take to answer. @default 0 */
  latencyMs?: number
  /** A database that is there already, with its name in the URL; else FerretDB is started. */
  mongoUrl?: string
  /** Any other store instead, such as `sqlite:FILE`. */
  storeUrl?: string
  /** For logs and data; one of its own when left out. */
  folder?: string
  /** Leaves logs and data behind. @default false */
  keep?: boolean
  /** Settings for all processes of ours. */
  env?: Readonly<Record<string, string>>
  /** Told when a process ends that nobody ended. */
  onDeath?: (death: Death) => void
}

/** The distributed form as plain processes on free ports of the loopback interface. */
export interface Stack extends AsyncDisposable {
  readonly folder: string
  readonly storeUrl: string
  /** Of FerretDB, where it was started for the stack. */
  readonly databaseFolder: string | undefined
  readonly busUrl: string
  /** All that were started, in the order they were. */
  readonly processes: readonly StackProcess[]
  /** Throws when there is none of this name. */
  get(name: string): StackProcess
  readonly coordinator: StackProcess
  readonly reviewApi: StackProcess
  readonly costApi: StackProcess
  readonly workers: readonly StackProcess[]
  /** By name; empty when they run inside the workers. */
  readonly agents: ReadonlyMap<string, StackProcess>
  readonly lookupds: readonly StackProcess[]
  readonly nsqds: readonly StackProcess[]
  /** Of the simulated providers; undefined with others. `file` has every billed call as a JSON line. */
  readonly simulated:
    { ollama: string; anthropic: string; file: string; process: StackProcess } | undefined
  /** What its processes know and must not tell. */
  readonly secrets: readonly string[]
  /** Processes that ended without having been told to. */
  readonly deaths: readonly Death[]
  /** A token for the APIs. */
  token(...roles: Role[]): string
  addWorker(): Promise<StackProcess>
  /** Ends what was started, the last first, and removes data and logs unless they are kept. */
  stop(): Promise<void>
}

const TOKEN_TTL_S = 6 * 3600
const SPARE_PORTS = 64
const TENANT = 'default'
/** Found again soon after a restart: tests wait for it. */
const BUS_PARAMETERS = '?poll_ms=1000&reconnect_max_ms=2000'

/** Groups of processes that need each other in this order. */
class Launch {
  readonly processes: StackProcess[] = []
  readonly deaths: Death[] = []
  readonly folder: string
  readonly #stages: StackProcess[][] = []
  readonly #ports: number[]
  readonly #logFolder: string
  readonly #onDeath: ((death: Death) => void) | undefined

  constructor(folder: string, ports: number[], onDeath: StackOptions['onDeath']) {
    this.folder = folder
    this.#ports = ports
    this.#onDeath = onDeath
    this.#logFolder = join(folder, 'logs')
    mkdirSync(this.#logFolder, { recursive: true })
  }

  port(): number {
    const port = this.#ports.pop()
    if (port === undefined) throw new Error('more processes were started than ports were taken for')
    return port
  }
  ports(): [number, number] {
    return [this.port(), this.port()]
  }
  data(name: string): string {
    return join(this.folder, 'data', name)
  }

  /** Starts them at once and waits until all are ready. */
  async start(specs: readonly ProcessSpec[]): Promise<StackProcess[]> {
    const onDeath = (death: Death): void => {
      this.deaths.push(death)
      this.#onDeath?.(death)
    }
    const started = specs.map((spec) => startLogged(spec, { logFolder: this.#logFolder, onDeath }))
    this.processes.push(...started)
    this.#stages.push(started)
    await Promise.all(started.map((each) => each.ready()))
    return started
  }

  async startOne(spec: ProcessSpec): Promise<StackProcess> {
    const [started] = await this.start([spec])
    if (started === undefined) throw new Error('nothing was started')
    return started
  }

  async stop(): Promise<void> {
    for (const stage of this.#stages.splice(0).reverse()) {
      await Promise.all(stage.map((each) => each.kill('SIGTERM')))
    }
  }
}

interface Backends {
  lookupds: StackProcess[]
  nsqds: StackProcess[]
  busUrl: string
  storeUrl: string
  /** Of FerretDB, where it was started here. */
  databaseFolder: string | undefined
  models: ModelSettings
  simulated: Stack['simulated']
}

async function startBackends(launch: Launch, options: StackOptions): Promise<Backends> {
  const { lookupds: lookupdCount = 1, nsqds: nsqdCount = 1, providers = 'simulated' } = options
  const ownDatabase = options.storeUrl === undefined && options.mongoUrl === undefined
  const numbered = (count: number, name: string): string[] =>
    Array.from({ length: count }, (_, index) => `${name}-${index + 1}`)
  const lookupdSpecs = numbered(lookupdCount, 'nsqlookupd').map((name) =>
    nsqlookupd(name, launch.ports()),
  )
  const database = ownDatabase ? ferretdb(launch.port(), launch.data('ferretdb')) : undefined
  const lookupds = await launch.start(lookupdSpecs)
  const nsqdSpecs = numbered(nsqdCount, 'nsqd').map((name) =>
    nsqd(name, {
      ports: launch.ports(),
      dataFolder: launch.data(name),
      lookupds: lookupdSpecs.map(({ tcpAddress }) => tcpAddress),
    }),
  )
  const nsqds = await launch.start(nsqdSpecs)
  if (database !== undefined) await launch.start([database])
  let simulated: Backends['simulated']
  let models = providers === 'simulated' ? {} : providers
  if (providers === 'simulated') {
    const ports = launch.ports()
    const [ollama, anthropic] = ports.map((port) => `http://127.0.0.1:${port}`) as [string, string]
    const { folder } = launch
    const spec = simulatedProviders({ ports, folder, latencyMs: options.latencyMs ?? 0 })
    const process = await launch.startOne(spec)
    simulated = { ollama, anthropic, file: billFile(folder), process }
    models = simulatedModels(ollama, anthropic)
  }
  const addresses = lookupdSpecs.map(({ httpAddress }) => httpAddress).join(',')
  const databaseUrl = database === undefined ? '' : `${database.url}/colophon`
  return {
    lookupds,
    nsqds,
    busUrl: `nsq://${addresses}${BUS_PARAMETERS}`,
    storeUrl: options.storeUrl ?? options.mongoUrl ?? databaseUrl,
    databaseFolder: database?.dataFolder,
    models,
    simulated,
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
  const { models, ...backends } = await startBackends(launch, options)
  const { busUrl, storeUrl, databaseFolder } = backends
  const shared: SharedSettings = { storeUrl, busUrl, jwtSecret, models, env: options.env ?? {} }
  const inMemory = options.agents === 'memory'
  const agents = inMemory ? new Map<string, StackProcess>() : await startAgents(launch, shared)
  const apiAt = (name: Parameters<typeof api>[0]) => api(name, { port: launch.port(), shared })
  // Alone: it makes the collections, and those that come after find them.
  const coordinator = await launch.startOne(apiAt('coordinator'))
  if (databaseFolder !== undefined) indexFerretDbIds(databaseFolder)
  const workers: StackProcess[] = []
  const agentUrls = Object.fromEntries([...agents].map(([name, { url }]) => [name, url]))
  const workerSpec = (n: number): ProcessSpec =>
    worker(`worker-${n}`, {
      port: launch.port(),
      shared,
      agents: inMemory ? undefined : agentUrls,
    })
  const addWorker = async (): Promise<StackProcess> => {
    const added = await launch.startOne(workerSpec(workers.length + 1))
    workers.push(added)
    return added
  }
  const [reviewApi, costApi, ...first] = await launch.start([
    apiAt('review-api'),
    apiAt('cost-api'),
    ...Array.from({ length: options.workers }, (_, index) => workerSpec(index + 1)),
  ])
  if (reviewApi === undefined || costApi === undefined) throw new Error('an API was not started')
  workers.push(...first)
  const signer = createTokenSigner({ secret: jwtSecret }, { issuer: 'colophon' })
  const token = (...roles: Role[]): string =>
    signer.sign({ sub: 'stack', aud: 'colophon-api', tenant: TENANT, roles, ttlS: TOKEN_TTL_S })
  const { processes, deaths, folder } = launch
  const get = (name: string): StackProcess => {
    const found = processes.find((each) => each.name === name)
    if (found === undefined) throw new Error(`no process ${name} in the stack`)
    return found
  }
  const named = { coordinator, reviewApi, costApi, workers, agents }
  const { ANTHROPIC_API_KEY: apiKey } = models
  const secrets = [jwtSecret, ...(apiKey === undefined ? [] : [apiKey])]
  return { ...backends, ...named, folder, processes, deaths, secrets, get, token, addWorker }
}

/** Starts everything and waits until it is ready; when one process does not come up, the rest is ended again. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const needsFerretdb = options.storeUrl === undefined && options.mongoUrl === undefined
  requireServers(['nsqlookupd', 'nsqd', ...(needsFerretdb ? ['ferretdb'] : [])])
  const { nsqds = 1, lookupds = 1, workers, keep = false } = options
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'colophon-stack-'))
  const ports = await freePorts(2 * (nsqds + lookupds) + AGENT_NAMES.length + workers + SPARE_PORTS)
  const launch = new Launch(folder, ports, options.onDeath)
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
