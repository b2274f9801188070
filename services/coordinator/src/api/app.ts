import type { RequestListener } from 'node:http'
import { systemClock, type Clock, type Store } from '@colophon/domain'
import { createApp, type AppDeps, type Route } from '@colophon/runtime/http'
import pkg from '../../package.json' with { type: 'json' }
import { documentRoutes } from './documents.ts'
import { jobRoutes } from './jobs.ts'
import { createRateMeter } from './rate.ts'

export interface JobApiDeps extends AppDeps {
  store: Pick<Store, 'jobs' | 'documents'>
  clock?: Clock
}

/** The job API: what was submitted, how far it is, and the records it became. */
export function createJobApi({ store, clock = systemClock, ...deps }: JobApiDeps): RequestListener {
  const jobs = jobRoutes({ store, rate: createRateMeter(clock) })
  const documents = documentRoutes(store)
  const routes: readonly Route[] = [
    ['GET', '/api/jobs', jobs.list],
    ['GET', '/api/jobs/:id', jobs.get],
    ['GET', '/api/jobs/:id/documents', documents.ofJob],
    ['GET', '/api/documents', documents.list],
    ['GET', '/api/documents/:id', documents.get],
  ]
  return createApp({
    ...deps,
    service: 'coordinator',
    title: 'Colophon jobs',
    version: pkg.version,
    routes,
  })
}
