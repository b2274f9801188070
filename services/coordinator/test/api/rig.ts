import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { openBus } from '@colophon/adapters/bus'
import { openStore } from '@colophon/adapters/store'
import type { Store } from '@colophon/domain'
import { createLogger, newId, serveHttp } from '@colophon/runtime'
import type { AppDeps } from '@colophon/runtime/http'
import { createMetrics } from '@colophon/runtime/metrics'
import { aCompletion, temporaryFolder } from '@colophon/testkit'
import { createJobApi, type JobApiDeps } from '../../src/api/app.ts'
import { createCoordinator, type Coordinator } from '../../src/coordinator.ts'

export const log = createLogger({ service: 'test', level: 'silent' })
export const metrics = createMetrics({ service: 'test', version: '0' })
export const appDeps = (store: Store): AppDeps => ({
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
    store,
    bus,
    owner: 'test',
    isDead: () => false,
    newJobId: () => newId('job'),
    log,
    metrics,
    now: () => Date.now(),
  })
  const api = createJobApi({ ...appDeps(store), store, coordinator, ...overrides })
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
      await store.work.fail((await claim(id)).ref, error, {})
    },
  }
}
