import { readFile } from 'node:fs/promises'
import { ModelTier, type Store } from '@colophon/domain'
import type { Role } from '@colophon/runtime/auth'
import type { ProviderBillLine } from '@colophon/testkit/providers'
import { tiersWithModels, type ModelSettings, type StackProcess } from '../stack/index.ts'

export type Mode = 'embedded' | 'local' | 'compose'

/** The metrics of one process, or its log. */
export interface Scrape {
  process: string
  text: string
}

/** A running Colophon, however it was started. */
export interface Target extends AsyncDisposable {
  mode: Mode
  /** `simulated`, or the models that are asked. */
  models: string
  /** The tiers that have one. */
  tiers: readonly ModelTier[]
  jobs: string
  review: string
  cost: string
  token: (...roles: Role[]) => string | undefined
  /** Agents that are ready, by name. */
  readyAgents: () => Promise<string[]>
  scrape: () => Promise<Scrape[]>
  /** Addresses of the simulated providers, which can be told how to behave; none with others. */
  providers: readonly string[]
  /** The bill of the simulated providers; undefined with others. */
  bill: () => Promise<ProviderBillLine[] | undefined>
  /** The store itself, where it can be reached from here. */
  openStore: (() => Promise<Store>) | undefined
  /** URL of a database with nothing else in it, whose collections can be looked into. */
  ownDatabase?: string | undefined
  /** Logs of all its processes, also those that are not ours: bus, store, providers. */
  logs: () => Promise<Scrape[]>
  /** Strings that must stand in no log and in no metric. */
  secrets: readonly string[]
  /** Troubles of its processes, one line each. */
  troubles: () => Promise<string[]>
}

/** `token`: for APIs that ask for one. */
export async function scrapeOf(process: string, url: string, token?: string): Promise<Scrape> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const answer = await fetch(`${url}/metrics`, { headers })
  if (!answer.ok) throw new Error(`${process} answered ${answer.status} to /metrics`)
  return { process, text: await answer.text() }
}

export const logsOf = (processes: readonly StackProcess[]): Promise<Scrape[]> =>
  Promise.all(
    processes.map(async ({ name, log }) => ({ process: name, text: await readFile(log, 'utf8') })),
  )

export const isReady = async (url: string): Promise<boolean> =>
  fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  )

export const SIMULATED = 'simulated'

/** Models in words, without anything but their names. */
const inWords = (models: ModelSettings): string =>
  Object.entries(models)
    .filter(([name]) => name.startsWith('MODEL_'))
    .map(
      ([, url]) =>
        String(url)
          .split('?')[0]
          ?.replace(/^(\w+):.*?([^/:]+)$/, '$1 $2') ?? '',
    )
    .join(', ')

/** Names the models that somebody has configured, and their tiers; null: simulated ones. */
export const modelsOf = (configured: ModelSettings | null): Pick<Target, 'models' | 'tiers'> =>
  configured === null
    ? { models: SIMULATED, tiers: ModelTier.options }
    : { models: inWords(configured), tiers: tiersWithModels(configured) }
