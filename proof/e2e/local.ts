import { openStore } from '@colophon/adapters/store'
import { ModelTier } from '@colophon/domain'
import { newId } from '@colophon/runtime'
import { databaseOf, dropDatabase, withDatabase } from '@colophon/testkit'
import {
  configuredModels,
  startStack,
  tiersWithModels,
  type ModelSettings,
  type Stack,
} from '../stack/index.ts'
import type { Options } from './options.ts'
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

interface Database {
  url: string
  /** Made for this run on a server that has others: it goes with the run. */
  drop: () => Promise<void>
}

function databaseAt(url: string): Database {
  if (databaseOf(url) !== '') return { url, drop: () => Promise.resolve() }
  const own = withDatabase(url, `colophon_${newId('e2e')}`)
  return { url: own, drop: () => dropDatabase(own) }
}

function targetOf(
  stack: Stack,
  configured: ModelSettings | null,
  close: () => Promise<void>,
): Target {
  const { simulated } = stack
  // Its own database server and the bus have no metrics of ours.
  const ours = [
    stack.coordinator,
    stack.reviewApi,
    stack.costApi,
    ...stack.workers,
    ...stack.agents.values(),
  ]
  return {
    mode: 'local',
    models: configured === null ? SIMULATED : modelsInWords({ ...configured }),
    tiers: configured === null ? ModelTier.options : tiersWithModels(configured),
    jobs: stack.coordinator.url,
    review: stack.reviewApi.url,
    cost: stack.costApi.url,
    token: (...roles) => stack.token(...roles),
    async readyAgents() {
      const looks = [...stack.agents].map(async ([name, { url }]): Promise<string[]> =>
        (await isReady(url)) ? [name] : [],
      )
      return (await Promise.all(looks)).flat()
    },
    scrape: () => Promise.all(ours.map(({ name, url }) => scrapeOf(name, url))),
    bill: () =>
      simulated === undefined
        ? Promise.resolve(undefined)
        : readBill([simulated.ollama, simulated.anthropic]),
    openStore: () => openStore(stack.storeUrl),
    logs: () => logsOf(stack.processes),
    secrets: stack.secrets,
    troubles: () => Promise.resolve(stack.deaths.map(deathInWords)),
    [Symbol.asyncDispose]: close,
  }
}

/** The distributed form as plain processes. */
export async function startLocal(
  { workers, keep, mongoUrl }: Options,
  folder: string,
): Promise<Target> {
  const configured = configuredModels(process.env)
  const database = mongoUrl === undefined ? undefined : databaseAt(mongoUrl)
  const stack = await startStack({
    workers,
    keep,
    folder,
    providers: configured ?? 'simulated',
    ...(database !== undefined && { mongoUrl: database.url }),
  })
  return targetOf(stack, configured, async () => {
    await stack.stop()
    if (!keep) await database?.drop()
  })
}
