import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bareEnvironment, serverBinary } from './binary.ts'
import { writeFiles } from './files.ts'
import type { ServerScope } from './nsqd.ts'
import { freePort, startProcess, untilReady } from './process.ts'

/** One series of an answer: its labels, `__name__` among them, and its value now. */
export interface PrometheusSample {
  labels: Readonly<Record<string, string>>
  value: number
}

export interface PrometheusTarget {
  job: string
  /** The address that is scraped. */
  url: string
  health: 'up' | 'down' | 'unknown'
  /** Why it is down; empty otherwise. */
  lastError: string
}

export interface PrometheusRule {
  group: string
  name: string
  /** `ok` after it was evaluated without an error. */
  health: 'ok' | 'err' | 'unknown'
  lastError: string
}

export interface PrometheusServer {
  readonly url: string
  readonly pid: number
  /** An instant query; rejects with what Prometheus says of an expression it cannot read. */
  query(expression: string): Promise<PrometheusSample[]>
  targets(): Promise<PrometheusTarget[]>
  rules(): Promise<PrometheusRule[]>
  /** All that it has written. */
  output(): string
}

export interface PrometheusOptions {
  /** Text of its configuration, told its own `host:port`; paths in it are relative to where it lies. */
  config: string | ((address: string) => string)
  /** Files beside the configuration, by relative path: rules, secrets. */
  files?: Readonly<Record<string, string>>
}

interface Answer<T> {
  status: string
  error?: string
  data: T
}
interface Vector {
  result: { metric: Record<string, string>; value: [number, string] }[]
}
interface ActiveTarget {
  labels: { job: string }
  scrapeUrl: string
  health: PrometheusTarget['health']
  lastError: string
}
interface RuleGroups {
  groups: {
    name: string
    rules: (Omit<PrometheusRule, 'group' | 'lastError'> & { lastError?: string })[]
  }[]
}

/** A real Prometheus on loopback with a data directory of its own, until the test ends. */
export async function startPrometheus(
  t: ServerScope,
  { config, files = {} }: PrometheusOptions,
): Promise<PrometheusServer> {
  const binary = serverBinary(t, 'prometheus')
  const folder = mkdtempSync(join(tmpdir(), 'colophon-prometheus-'))
  const address = `127.0.0.1:${await freePort()}`
  const text = typeof config === 'string' ? config : config(address)
  writeFiles(folder, { ...files, 'prometheus.yml': text })
  const url = `http://${address}`
  const started = startProcess(
    binary,
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
    ],
    { cwd: folder, env: bareEnvironment() },
  )
  t.after(async () => {
    await started[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })
  await untilReady(started, async () => (await fetch(`${url}/-/ready`)).ok)
  return { url, pid: started.pid, output: () => started.output(), ...questions(url) }
}

function questions(url: string): Pick<PrometheusServer, 'query' | 'targets' | 'rules'> {
  const ask = async <T>(path: string): Promise<T> => {
    const answer = (await (await fetch(`${url}/api/v1/${path}`)).json()) as Answer<T>
    if (answer.status !== 'success') throw new Error(`${path}: ${answer.error ?? answer.status}`)
    return answer.data
  }
  return {
    async query(expression) {
      const { result } = await ask<Vector>(`query?query=${encodeURIComponent(expression)}`)
      return result.map(({ metric, value: [, value] }) => ({
        labels: metric,
        value: Number(value),
      }))
    },
    async targets() {
      const { activeTargets } = await ask<{ activeTargets: ActiveTarget[] }>('targets')
      return activeTargets.map(({ labels: { job }, scrapeUrl, health, lastError }) => ({
        job,
        url: scrapeUrl,
        health,
        lastError,
      }))
    },
    async rules() {
      const { groups } = await ask<RuleGroups>('rules')
      return groups.flatMap(({ name: group, rules }) =>
        rules.map(({ name, health, lastError = '' }) => ({ group, name, health, lastError })),
      )
    },
  }
}
