import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Behaviour, ProviderBillLine } from '@colophon/testkit/providers'
import { openStore } from '@colophon/adapters/store'
import type { Store } from '@colophon/domain'
import {
  billFile,
  freePorts,
  simulatedModels,
  simulatedProviders,
  startLogged,
  startStack,
  type Death,
  type Stack,
  type StackProcess,
} from '../stack/index.ts'
import type { Plan } from './plan.ts'
import { readLines } from '../evidence/lines.ts'

/** Everything that is to be broken, and the means to do it. */
export interface Stage extends AsyncDisposable {
  readonly stack: Stack
  readonly store: Store
  /** Of the store's server. */
  readonly databaseFolder: string
  readonly logFolder: string
  readonly deaths: readonly Death[]
  /** Changes how both providers behave. */
  control(to: Partial<Behaviour>): Promise<void>
  bill(): ProviderBillLine[]
  /** Ends all processes in order; their logs stay. */
  stop(): Promise<void>
}

interface StageOptions {
  plan: Plan
  seed: number
  folder: string
}

interface Providers {
  process: StackProcess
  urls: [ollama: string, anthropic: string]
}

async function startProviders({ plan, seed, folder }: StageOptions, deaths: Death[]) {
  const ports = (await freePorts(2)) as [number, number]
  const urls = ports.map((port) => `http://127.0.0.1:${port}`) as Providers['urls']
  const spec = simulatedProviders({ ports, folder, latencyMs: plan.behaviour.latency_ms ?? 0 })
  const logFolder = join(folder, 'logs')
  mkdirSync(logFolder, { recursive: true })
  const process = startLogged(
    { ...spec, args: [...spec.args, `--seed=${seed}`] },
    { logFolder, onDeath: (death) => deaths.push(death) },
  )
  await process.ready()
  return { process, urls }
}

const withParameters = (url: string, parameters: Plan['modelParameters']): string =>
  Object.entries(parameters).reduce((longer, [name, value]) => `${longer}&${name}=${value}`, url)

async function tell(urls: readonly string[], to: Partial<Behaviour>): Promise<void> {
  for (const url of urls) {
    const answer = await fetch(`${url}/_control`, { method: 'POST', body: JSON.stringify(to) })
    if (!answer.ok) throw new Error(`a provider answered ${answer.status} to ${JSON.stringify(to)}`)
  }
}

export async function startStage(options: StageOptions): Promise<Stage> {
  const { plan, folder } = options
  const deaths: Death[] = []
  await using opened = new AsyncDisposableStack()
  const { process, urls } = await startProviders(options, deaths)
  opened.defer(() => process.kill())
  const models = simulatedModels(...urls)
  const stack = await startStack({
    workers: plan.workers,
    folder,
    // Logs are read when everything has ended.
    keep: true,
    env: plan.env,
    providers: {
      ...models,
      MODEL_LOCAL: withParameters(models.MODEL_LOCAL, plan.modelParameters),
      MODEL_FAST: withParameters(models.MODEL_FAST, plan.modelParameters),
      MODEL_DEEP: withParameters(models.MODEL_DEEP, plan.modelParameters),
    },
    onDeath: (death) => deaths.push(death),
  })
  opened.use(stack)
  const { databaseFolder } = stack
  if (databaseFolder === undefined) throw new Error('the stack has no FerretDB of its own')
  const store = opened.use(await openStore(stack.storeUrl))
  await tell(urls, plan.behaviour)
  const owned = opened.move()
  return {
    stack,
    store,
    databaseFolder,
    deaths,
    logFolder: join(folder, 'logs'),
    control: (to) => tell(urls, to),
    bill: () => readLines<ProviderBillLine>(billFile(folder)),
    stop: () => owned.disposeAsync(),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
