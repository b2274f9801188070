import type { Clock, Store } from '@colophon/domain'
import { operation, Reply } from '@colophon/runtime/http'
import { z } from 'zod'
import type { Coordinator } from '../coordinator.ts'
import { jobEvents, type EventOptions } from './events.ts'
import { JobParams, JobView, requireJob, type ViewJob } from './jobs.ts'

export interface JobActionDeps {
  store: Pick<Store, 'jobs' | 'documents'>
  coordinator: Pick<Coordinator, 'wake'>
  view: ViewJob
  clock: Clock
  /** Streams of events end when it aborts. */
  stop: AbortSignal
  events: Pick<EventOptions, 'pollMs' | 'heartbeatMs'>
}

const Count = z.int().min(0)

/** Operations on a job: stop it, send it round again, watch it. */
export function jobActions({ store, coordinator, view, clock, stop, events }: JobActionDeps) {
  const cancel = operation({
    summary:
      'Cancels what waits; documents in work are finished, and a job that has ended stays as it is',
    params: JobParams,
    response: z.object({ cancelled: Count.describe('Documents'), job: JobView }),
    errors: { 404: 'job.not_found', 409: 'job.invalid_state' },
    async handle({ tenant, params }) {
      await requireJob(store, tenant, params.id)
      const cancelled = await store.jobs.cancel(tenant, params.id)
      return { cancelled, job: await view(await requireJob(store, tenant, params.id)) }
    },
  })

  const retry = operation({
    summary: 'Sends documents round again; kept answers are not paid twice',
    params: JobParams,
    query: z.object({
      status: z.enum(['failed', 'cancelled']).default('failed').describe('Which of them'),
    }),
    response: z.object({ queued: Count.describe('Documents'), job: JobView }),
    errors: { 404: 'job.not_found' },
    async handle({ tenant, params, query }) {
      await requireJob(store, tenant, params.id)
      const which = { jobId: params.id, statuses: [query.status] }
      const queued = await store.documents.requeue(tenant, which)
      coordinator.wake()
      return { queued, job: await view(await requireJob(store, tenant, params.id)) }
    },
  })

  const follow = operation({
    summary: 'Server-sent events: `counts` at every change, `end` when all documents have ended',
    params: JobParams,
    alsoProduces: ['text/event-stream'],
    errors: { 404: 'job.not_found' },
    async handle({ tenant, params, principal, signal }) {
      const look = async () => view(await requireJob(store, tenant, params.id))
      // A job that is not there is a 404, not a stream that breaks off.
      await look()
      const until = principal === undefined ? undefined : principal.expiresAt * 1000
      const ended = AbortSignal.any([signal, stop])
      const now = () => clock.now()
      return new Reply(jobEvents({ look, signal: ended, until, now, ...events }), {
        contentType: 'text/event-stream',
        headers: { 'x-accel-buffering': 'no' },
      })
    },
  })

  return { cancel, retry, follow }
}
