import { readFile } from 'node:fs/promises'
import type { ModelTier, Store } from '@colophon/domain'
import type { Role } from '@colophon/runtime/auth'
import type { ProviderBillLine } from '@colophon/testkit/providers'
import type { Death, StackProcess } from '../stack/index.ts'
import type { Mode } from '../e2e/options.ts'

/** What one process shows under /metrics, or has written to its log. */
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
  /** What the simulated providers have billed; undefined with others. */
  bill: () => Promise<ProviderBillLine[] | undefined>
  /** The store itself, where it can be reached from here. */
  openStore: (() => Promise<Store>) | undefined
  /** Of all its processes, also those that are not ours: bus, store, providers. */
  logs: () => Promise<Scrape[]>
  /** What must stand in no log and in no metric. */
  secrets: readonly string[]
  /** What went wrong with its processes, one line each. */
  troubles: () => Promise<string[]>
}

export const SIMULATED = 'simulated'

export async function readBill(urls: readonly string[]): Promise<ProviderBillLine[]> {
  const bills = await Promise.all(
    urls.map(async (url) => {
      const answer = await fetch(`${url}/_bill`)
      return ((await answer.json()) as { lines: ProviderBillLine[] }).lines
    }),
  )
  return bills.flat()
}

export async function scrapeOf(process: string, url: string): Promise<Scrape> {
  const answer = await fetch(`${url}/metrics`)
  if (!answer.ok) throw new Error(`${process} answered ${answer.status} to /metrics`)
  return { process, text: await answer.text() }
}

export const logsOf = (processes: readonly StackProcess[]): Promise<Scrape[]> =>
  Promise.all(
    processes.map(async ({ name, log }) => ({ process: name, text: await readFile(log, 'utf8') })),
  )

export const deathInWords = ({ name, code, signal, tail }: Death): string =>
  `${name} ended with ${code ?? signal}: ${tail}`

export const isReady = async (url: string): Promise<boolean> =>
  fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  )

/** The models of a configuration in words, without anything but their names. */
export function modelsInWords(models: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(models)
    .filter(([name, url]) => name.startsWith('MODEL_') && url !== undefined)
    .map(([, url = '']) => url.split('?')[0]?.replace(/^(\w+):.*?([^/:]+)$/, '$1 $2') ?? '')
    .join(', ')
}
