import type { Bus, JobRecord, NewDocument, Priority, Store, SubmitOutcome } from '@colophon/domain'
import type { Logger, Metrics } from '@colophon/runtime'
import { dispatchDue } from './dispatcher.ts'
import { Pause } from './pause.ts'
import { reconcile, takeBackDead, type ReconcilerDeps } from './reconciler.ts'
import { COORDINATOR_DEFAULTS, type CoordinatorSettings } from './settings.ts'

export interface CoordinatorDeps {
  store: Store
  bus: Bus
  owner: string
  isDead: (owner: string) => boolean
  newJobId: () => string
  log: Logger
  metrics: Metrics
  now: () => number
  settings?: Partial<CoordinatorSettings>
}

export interface JobRequest {
  tenantId: string
  collectionId: string
  profile: string
  priority: Priority
  /** Given by the submitter, or made. Submitting to an id again adds to that job. */
  jobId?: string
  options?: Record<string, unknown>
}

/** A job that documents are being added to; `seal` when there are no more. */
export interface OpenJob {
  job: JobRecord
  add(documents: readonly NewDocument[]): Promise<SubmitOutcome[]>
  seal(): Promise<void>
}

export interface Coordinator {
  openJob(request: JobRequest): Promise<OpenJob>
  /** Looks for due documents now instead of at the next round: call after a requeue. */
  wake(): void
  /** Dispatches and reconciles until `stop` aborts. */
  run(stop: AbortSignal): Promise<void>
}

export function createCoordinator(deps: CoordinatorDeps): Coordinator {
  const settings = { ...COORDINATOR_DEFAULTS, ...deps.settings }
  const { store, log, now } = deps
  const pause = new Pause()
  const reconciler: ReconcilerDeps = {
    ...deps,
    everyMs: settings.reconcileEveryMs,
    redispatchAfterMs: settings.redispatchAfterMs,
  }
  const dispatcher = { ...deps, batch: settings.dispatchBatch }

  /** The store or the bus being away costs this round, no more. */
  const attempt = async (what: string, round: () => Promise<unknown>): Promise<unknown> => {
    try {
      return await round()
    } catch (thrown) {
      log.warn({ err: thrown, round: what }, 'round failed, tried again')
      return 0
    }
  }

  const dispatchLoop = async (stop: AbortSignal): Promise<void> => {
    while (!stop.aborted) {
      const sent = await attempt('dispatch', () => dispatchDue(dispatcher))
      if (sent === 0) await pause.for(settings.dispatchEveryMs, stop)
    }
  }

  const reconcileLoop = async (stop: AbortSignal): Promise<void> => {
    const round = new Pause()
    while (!stop.aborted) {
      await attempt('reconcile', () => reconcile(reconciler))
      pause.wake()
      await round.for(settings.reconcileEveryMs, stop)
    }
    await attempt('resign', () => store.dispatch.resign('reconciler', deps.owner))
  }

  return {
    async openJob(request) {
      const at = new Date(now()).toISOString()
      const job: JobRecord = {
        tenant_id: request.tenantId,
        enrichment_job_id: request.jobId ?? deps.newJobId(),
        ocr_job_id: null,
        collection_id: request.collectionId,
        profile: request.profile,
        priority: request.priority,
        cancelled: false,
        sealed: false,
        options: request.options ?? {},
        created_at: at,
        updated_at: at,
      }
      await store.jobs.create(job)
      return {
        job,
        async add(documents) {
          const outcomes: SubmitOutcome[] = []
          for (let from = 0; from < documents.length; from += settings.submitBatch) {
            outcomes.push(
              ...(await store.jobs.submit(job, documents.slice(from, from + settings.submitBatch))),
            )
          }
          pause.wake()
          return outcomes
        },
        seal: () => store.jobs.seal(job.tenant_id, job.enrichment_job_id),
      }
    },
    wake: () => {
      pause.wake()
    },
    async run(stop) {
      // Before anything is dispatched: what a killed process held is due again.
      await attempt('take back', () => takeBackDead(reconciler))
      await Promise.all([dispatchLoop(stop), reconcileLoop(stop)])
    },
  }
}
