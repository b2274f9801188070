import type { Bus, JobRecord, Profile, Store, SubmitOutcome } from '@colophon/domain'
import type { Logger, Metrics } from '@colophon/runtime'
import { ClockWatch } from './clock-watch.ts'
import { dispatchDue } from './dispatcher.ts'
import { LeaseWatch } from './lease-watch.ts'
import { takeOcrJobs, type OcrWatcherDeps } from './ocr-watcher.ts'
import type { JobOpener, JobRequest } from './open-job.ts'
import { Pause } from './pause.ts'
import { reconcile, resign, takeBackDead, type ReconcilerDeps } from './reconciler.ts'
import { COORDINATOR_DEFAULTS, type CoordinatorSettings } from './settings.ts'
import { Deliverer } from './webhooks/deliverer.ts'
import type { WebhookEndpoint } from './webhooks/settings.ts'

export interface CoordinatorDeps {
  store: Store
  bus: Bus
  /** Of what OCR systems leave; the first where they name none. */
  profiles: readonly Profile[]
  owner: string
  isDead: (owner: string) => boolean
  newJobId: () => string
  log: Logger
  metrics: Metrics
  now: () => number
  /** Where events are sent. @default nowhere */
  webhooks?: readonly WebhookEndpoint[]
  settings?: Partial<CoordinatorSettings>
}

export interface Coordinator {
  openJob: JobOpener
  /** Looks for due documents now instead of at the next round: call after a requeue. */
  wake(): void
  /** Dispatches, reconciles and takes over OCR jobs until `stop` aborts. */
  run(stop: AbortSignal): Promise<void>
}

const newJob = (request: JobRequest, jobId: string, at: string): JobRecord => ({
  tenant_id: request.tenantId,
  enrichment_job_id: jobId,
  ocr_job_id: request.ocrJobId ?? null,
  collection_id: request.collectionId,
  profile: request.profile,
  priority: request.priority,
  cancelled: false,
  sealed: false,
  options: request.options ?? {},
  created_at: at,
  updated_at: at,
})

/** A pause is at most this part of the time for which nothing was due. */
const QUIETER = 5

/** The rounds a coordinator makes until `stop` aborts. */
class Rounds {
  readonly pause = new Pause()
  readonly #deps: CoordinatorDeps
  readonly #settings: CoordinatorSettings
  readonly #reconciler: ReconcilerDeps
  readonly #ocrWatcher: OcrWatcherDeps
  readonly #deliverer: Deliverer
  readonly #clock: ClockWatch
  readonly #toReconcile = new Pause()
  #clockWentBack = false
  /** Failures in a row, by round. */
  readonly #failures = new Map<string, number>()

  constructor(deps: CoordinatorDeps, settings: CoordinatorSettings, openJob: JobOpener) {
    this.#deps = deps
    this.#settings = settings
    const { reconcileEveryMs: everyMs, redispatchAfterMs, leaseMs } = settings
    this.#clock = new ClockWatch(deps.now)
    this.#reconciler = { ...deps, everyMs, redispatchAfterMs, leases: new LeaseWatch(leaseMs) }
    this.#deliverer = new Deliverer({ ...deps, endpoints: deps.webhooks ?? [] })
    this.#ocrWatcher = { ...deps, openJob, maxTextBytes: settings.maxTextBytes }
  }

  async run(stop: AbortSignal): Promise<void> {
    // Before anything is dispatched: what a killed process held is due again.
    await this.#attempt('take back', () => takeBackDead(this.#reconciler))
    await Promise.all([
      this.#dispatch(stop),
      this.#reconcile(stop),
      this.#watchOcrJobs(stop),
      this.#deliver(stop),
      this.#index(stop),
    ])
  }

  /** The store or the bus being away costs this round, no more. */
  async #attempt(round: string, work: () => Promise<unknown>): Promise<unknown> {
    try {
      const result = await work()
      this.#failures.delete(round)
      return result
    } catch (thrown) {
      const failures = (this.#failures.get(round) ?? 0) + 1
      this.#failures.set(round, failures)
      // A store that stays away for an hour should not fill the disk with this line.
      if ((failures & (failures - 1)) === 0) {
        this.#deps.log.warn({ err: thrown, round, failures }, 'round failed, tried again')
      }
      return 0
    }
  }

  /** Nothing is lost by a clock that was set, but somebody should know, and what it has put off is looked for at once. */
  #lookAtClock(): void {
    const jumpedMs = this.#clock.jump()
    if (jumpedMs === 0) return
    const direction = jumpedMs < 0 ? 'back' : 'forward'
    this.#deps.metrics.clockJumps.inc({ direction })
    this.#deps.log.warn({ direction, seconds: Math.round(jumpedMs / 1000) }, 'the clock was set')
    if (direction === 'forward') return
    this.#clockWentBack = true
    this.#toReconcile.wake()
  }

  async #dispatch(stop: AbortSignal): Promise<void> {
    const {
      dispatchBatch: batch,
      dispatchEveryMs,
      dispatchIdleMs,
      dispatchWindow: window,
    } = this.#settings
    const dispatcher = { ...this.#deps, batch, window }
    let sentAt = performance.now()
    while (!stop.aborted) {
      this.#lookAtClock()
      const sent = await this.#attempt('dispatch', () => dispatchDue(dispatcher))
      if (sent !== 0) sentAt = performance.now()
      // The longer nothing was due, the less often the store is asked; submissions wake this at once.
      const idleMs = (performance.now() - sentAt) / QUIETER
      const pauseMs = Math.min(dispatchIdleMs, Math.max(dispatchEveryMs, idleMs))
      if (sent === 0) await this.pause.for(pauseMs, stop)
    }
  }

  async #reconcile(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      const wentBack = this.#clockWentBack
      this.#clockWentBack = false
      await this.#attempt('reconcile', () => reconcile(this.#reconciler, wentBack))
      this.pause.wake()
      await this.#toReconcile.for(this.#settings.reconcileEveryMs, stop)
    }
    await this.#attempt('resign', () => resign(this.#reconciler))
  }

  async #deliver(stop: AbortSignal): Promise<void> {
    const between = new Pause()
    const { deliverEveryMs, ocrJobsEveryMs } = this.#settings
    // Without an endpoint jobs that end are only noted.
    const everyMs = this.#deps.webhooks?.length ? deliverEveryMs : ocrJobsEveryMs
    while (!stop.aborted) {
      await this.#attempt('webhooks', () => this.#deliverer.round(stop))
      await between.for(everyMs, stop)
    }
    await this.#attempt('resign webhooks', () => this.#deliverer.resign())
  }

  async #index(stop: AbortSignal): Promise<void> {
    const between = new Pause()
    const { indexEveryMs, indexIdleMs } = this.#settings
    while (!stop.aborted) {
      const taken = await this.#attempt('index', () => this.#deps.store.search.index())
      await between.for(taken === 0 ? indexIdleMs : indexEveryMs, stop)
    }
  }

  async #watchOcrJobs(stop: AbortSignal): Promise<void> {
    const between = new Pause()
    while (!stop.aborted) {
      const taken = await this.#attempt('OCR jobs', () => takeOcrJobs(this.#ocrWatcher))
      if (taken === 0) await between.for(this.#settings.ocrJobsEveryMs, stop)
    }
  }
}

export function createCoordinator(deps: CoordinatorDeps): Coordinator {
  const settings = { ...COORDINATOR_DEFAULTS, ...deps.settings }
  const { store, now } = deps
  const openJob: JobOpener = async (request) => {
    const job = newJob(request, request.jobId ?? deps.newJobId(), new Date(now()).toISOString())
    const { replace } = request
    await store.jobs.create(job)
    return {
      job,
      async add(documents) {
        const outcomes: SubmitOutcome[] = []
        for (let from = 0; from < documents.length; from += settings.submitBatch) {
          const batch = documents.slice(from, from + settings.submitBatch)
          outcomes.push(...(await store.jobs.submit(job, batch, { replace })))
        }
        rounds.pause.wake()
        return outcomes
      },
      seal: () => store.jobs.seal(job.tenant_id, job.enrichment_job_id),
    }
  }
  const rounds = new Rounds(deps, settings, openJob)
  return {
    openJob,
    wake: () => {
      rounds.pause.wake()
    },
    run: (stop) => rounds.run(stop),
  }
}
