import { once } from 'node:events'
import { request } from 'node:http'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { openBus } from '@colophon/adapters/bus'
import { openStore } from '@colophon/adapters/store'
import type { Store } from '@colophon/domain'
import { lettersProfile } from '@colophon/profiles/letters'
import { createLogger, newId, serveHttp } from '@colophon/runtime'
import type { AppDeps } from '@colophon/runtime/http'
import { createMetrics } from '@colophon/runtime/metrics'
import { aCompletion, temporaryFolder } from '@colophon/testkit'
import { createJobApi, type JobApiDeps } from '../../src/api/app.ts'
import type { SubmitAnswer } from '../../src/api/submit-answer.ts'
import { createCoordinator, type Coordinator } from '../../src/coordinator.ts'

const log = createLogger({ service: 'test', level: 'silent' })
const profiles = [lettersProfile]
const metrics = createMetrics({ service: 'test', version: '0' })
const appDeps = (store: Store): AppDeps => ({
  log,
  metrics,
  checks: { store: () => store.ping() },
})

export interface Answer<T> {
  status: number
  headers: Headers
  body: T
}

/** A job API over a real store, with a coordinator that dispatches nothing. */
export async function serveJobs(t: TestContext, overrides: Partial<JobApiDeps> = {}) {
  const store = await openStore(`sqlite:${join(temporaryFolder(t), 'test.db')}`)
  const bus = await openBus('local:')
  const coordinator: Coordinator = createCoordinator({
    profiles,
    store,
    bus,
    owner: 'test',
    isDead: () => false,
    newJobId: () => newId('job'),
    log,
    metrics,
    now: () => Date.now(),
  })
  const api = createJobApi({ ...appDeps(store), profiles, store, coordinator, ...overrides })
  const server = await serveHttp(api, { host: '127.0.0.1', port: 0, graceMs: 100 })
  t.after(async () => {
    await server[Symbol.asyncDispose]()
    await bus[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
  })
  const call = async <T>(path: string, init: RequestInit = {}): Promise<Answer<T>> => {
    const response = await fetch(server.url + path, init)
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as T,
    }
  }
  const post = <T>(path: string, body: string, type = 'application/json') =>
    call<T>(path, { method: 'POST', body, headers: { 'content-type': type } })
  const claim = async (id: string) => {
    const found = await store.work.claim('default', id, 'test', 60_000)
    if (found === null) throw new Error(`${id} is not due`)
    return found
  }
  return {
    store,
    coordinator,
    server,
    call,
    postJson: <T>(path: string, body: unknown) => post<T>(path, JSON.stringify(body)),
    postLines: <T>(path: string, lines: readonly unknown[]) =>
      post<T>(
        path,
        lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
        'application/x-ndjson',
      ),
    post,
    complete: async (id: string) => {
      await store.work.commit((await claim(id)).ref, aCompletion())
    },
    fail: async (id: string) => {
      const error = { code: 'model.refused', message: 'No', at: new Date().toISOString() }
      await store.work.fail((await claim(id)).ref, error, {}, null)
    },
  }
}

export interface Flood {
  type: string
  /** The n-th piece of the body, from 1. */
  piece: (n: number) => string
  end?: string
  most: number
}

/** Sends to a store that writes nothing until the sender has to wait; then the store goes on, and the body ends. */
export async function sendUntilItWaits(t: TestContext, { type, piece, end = '', most }: Flood) {
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => (open = resolve))
  const { coordinator: real } = await serveJobs(t)
  const { server } = await serveJobs(t, {
    coordinator: {
      wake: () => undefined,
      async openJob(job) {
        await opened
        return real.openJob(job)
      },
    },
  })
  const headers = { 'content-type': type }
  const sending = request(`${server.url}/api/jobs`, { method: 'POST', headers })
  const answered = once(sending, 'response')
  let written = 0
  let waits = false
  while (written < most && !waits) {
    written += 1
    if (sending.write(piece(written))) continue
    const drained = once(sending, 'drain').then(() => false)
    waits = await Promise.race([drained, delay(1_000, true)])
  }
  open()
  sending.end(end)
  const [response] = (await answered) as [NodeJS.ReadableStream]
  let answer = ''
  for await (const chunk of response) answer += String(chunk)
  return { written, waits, answer: JSON.parse(answer) as SubmitAnswer }
}
