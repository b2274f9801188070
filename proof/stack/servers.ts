import { connect } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findServer } from '@colophon/testkit'
import { patient } from './patience.ts'
import type { ProcessSpec } from './process.ts'

const SIMULATED = fileURLToPath(new URL('simulated-providers.ts', import.meta.url))

/** One look, on an idle machine. */
const LOOK_MS = 2_000

export const answersOk = async (url: string): Promise<boolean> =>
  (await fetch(url, { signal: AbortSignal.timeout(patient(LOOK_MS)) })).ok

/** Throws for servers that are not installed, all of them named. */
export function requireServers(names: readonly string[]): void {
  const absent = [...new Set(names)].filter((name) => findServer(name) === undefined)
  if (absent.length === 0) return
  throw new Error(
    `not found: ${absent.join(', ')}; .ci/install-servers puts them into .servers/bin`,
  )
}

const binary = (name: string): string => findServer(name) ?? name

export interface LookupdSpec extends ProcessSpec {
  tcpAddress: string
  httpAddress: string
}

export function nsqlookupd(name: string, [tcp, http]: readonly [number, number]): LookupdSpec {
  const tcpAddress = `127.0.0.1:${tcp}`
  const httpAddress = `127.0.0.1:${http}`
  const url = `http://${httpAddress}`
  return {
    name,
    command: binary('nsqlookupd'),
    args: [
      `--tcp-address=${tcpAddress}`,
      `--http-address=${httpAddress}`,
      '--broadcast-address=127.0.0.1',
    ],
    url,
    tcpAddress,
    httpAddress,
    isReady: () => answersOk(`${url}/ping`),
  }
}

export interface NsqdPlace {
  ports: readonly [tcp: number, http: number]
  dataFolder: string
  /** `host:port` of the TCP protocol of each nsqlookupd. */
  lookupds: readonly string[]
}

export function nsqd(name: string, { ports: [tcp, http], dataFolder, lookupds }: NsqdPlace) {
  const url = `http://127.0.0.1:${http}`
  return {
    name,
    command: binary('nsqd'),
    args: [
      `--tcp-address=127.0.0.1:${tcp}`,
      `--http-address=127.0.0.1:${http}`,
      '--broadcast-address=127.0.0.1',
      `--data-path=${dataFolder}`,
      '--msg-timeout=60s',
      '--max-msg-timeout=15m',
      '--max-req-timeout=1h',
      ...lookupds.map((address) => `--lookupd-tcp-address=${address}`),
    ],
    url,
    dataFolder,
    isReady: () => answersOk(`${url}/ping`),
  } satisfies ProcessSpec
}

export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const end = (open: boolean) => () => {
      socket.destroy()
      resolve(open)
    }
    socket.once('connect', end(true)).once('error', end(false))
  })
}

/**
 * FerretDB over SQLite files: the MongoDB protocol without a MongoDB. It does not wait for the disk: what is killed here
 * is the process, and what it has handed to the file system stays.
 */
export function ferretdb(port: number, dataFolder: string) {
  return {
    name: 'ferretdb',
    command: binary('ferretdb'),
    args: [
      '--handler=sqlite',
      `--sqlite-url=file:${dataFolder}/?_pragma=synchronous(off)`,
      `--state-dir=${dataFolder}`,
      `--listen-addr=127.0.0.1:${port}`,
      '--debug-addr=-',
      '--telemetry=disable',
      '--log-level=error',
    ],
    url: `mongodb://127.0.0.1:${port}`,
    dataFolder,
    isReady: () => accepts(port),
  } satisfies ProcessSpec
}

export interface ProvidersPlace {
  ports: readonly [ollama: number, anthropic: number]
  folder: string
  latencyMs?: number
  /** Seed of what they do by chance. */
  seed?: number
}

/** File with every call the simulated providers have billed, one JSON line each. */
export const billFile = (folder: string): string => join(folder, 'bill.jsonl')

export function simulatedProviders({
  ports: [ollama, anthropic],
  folder,
  latencyMs = 0,
  seed = 1,
}: ProvidersPlace): ProcessSpec {
  const urls = [ollama, anthropic].map((port) => `http://127.0.0.1:${port}`)
  return {
    name: 'providers',
    command: process.execPath,
    args: [
      SIMULATED,
      `--ollama-port=${ollama}`,
      `--anthropic-port=${anthropic}`,
      `--bill=${billFile(folder)}`,
      `--latency-ms=${latencyMs}`,
      `--seed=${seed}`,
    ],
    url: urls[0] ?? '',
    isReady: async () =>
      (await Promise.all(urls.map((url) => answersOk(`${url}/_control`)))).every(Boolean),
  }
}
