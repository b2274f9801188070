import {
  DEFAULT_BUDGET,
  type BudgetSettings,
  type Bus,
  type Profile,
  type Store,
} from '@colophon/domain'
import type { BusStats } from '@colophon/adapters/bus'
import type { Logger, Metrics } from '@colophon/runtime'
import type { Tracer } from '@colophon/runtime/tracing'
import { ClockWatch } from './clock-watch.ts'
import { dispatchDue } from './dispatcher.ts'
import { BusFigures } from './figures/bus-figures.ts'
import { Figures } from './figures/figures.ts'
import { LeaseWatch } from './lease-watch.ts'
import { takeOcrJobs, type OcrWatcherDeps } from './ocr-watcher.ts'
import { createJobOpener } from './job-opener.ts'
import type { JobOpener } from './open-job.ts'
import { Pause, rarer } from './pause.ts'
import { clearQueue, reconcile, resign, takeBackDead, type ReconcilerDeps } from './reconciler.ts'
import { Registers } from './registers.ts'
import { COORDINATOR_DEFAULTS, type CoordinatorSettings } from './settings.ts'
import { Deliverer } from './webhooks/deliverer.ts'
import { tellOfJobs } from './webhooks/tell-jobs.ts'
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
  /** What the servers of the bus say. @default nobody asks them */
  busStats?: BusStats | null
  /** What each tenant may spend. @default as the settings have it */
  limits?: Partial<Pick<BudgetSettings, 'perDay' | 'perMonth' | 'perDocument'>>
  /** Folder of backups. @default nobody is told of any */
  backups?: string | undefined
  /** @default nothing is traced */
  tracer?: Tracer | undefined
  settings?: Partial<CoordinatorSettings>
}

export interface Coordinator {
  openJob: JobOpener
  /** Looks for due documents now instead of at the next round: call after a requeue. */
  wake(): void
  /** Dispatches, reconciles and takes over OCR jobs until `stop` aborts. */
  run(stop: AbortSignal): Promise<void>
}

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
  readonly #figures: Figures
  /** Without an endpoint events are only noted, and removed when they are old. */
  readonly #deliverEveryMs: number
  readonly #toReconcile = new Pause()
  readonly #toLook = new Pause()
  readonly #toLookAtBus = new Pause()
  #clockWentBack = false
  /** It is this process that looks after what the others leave. While the store is away: it was. */
  #leads = false
  /** Failures in a row, by round. */
  readonly #failures = new Map<string, number>()

  constructor(deps: CoordinatorDeps, settings: CoordinatorSettings, openJob: JobOpener) {
    this.#deps = deps
    this.#settings = settings
    const { reconcileEveryMs: everyMs, redispatchAfterMs, leaseMs } = settings
    this.#clock = new ClockWatch(deps.now)
    this.#reconciler = { ...deps, everyMs, redispatchAfterMs, leases: new LeaseWatch(leaseMs) }
    this.#figures = new Figures({
      ...deps,
      limits: { ...DEFAULT_BUDGET, ...deps.limits },
      recountEveryMs: settings.recountEveryMs,
    })
    const endpoints = deps.webhooks ?? []
    this.#deliverer = new Deliverer({ ...deps, endpoints })
    this.#deliverEveryMs = endpoints.length > 0 ? settings.deliverEveryMs : settings.ocrJobsEveryMs
    this.#ocrWatcher = { ...deps, openJob, maxTextBytes: settings.maxTextBytes }
  }

  async run(stop: AbortSignal): Promise<void> {
    // Before anything is dispatched: what a killed process held is due again.
    await this.#attempt('take back', () => takeBackDead(this.#reconciler))
    await Promise.all([
      this.#dispatch(stop),
      this.#reconcile(stop),
      this.#watchOcrJobs(stop),
      this.#tellOfJobs(stop),
      this.#deliver(stop),
      this.#index(stop),
      this.#register(stop),
      this.#look(stop),
      this.#lookAtBus(stop),
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
    const dispatcher = { ...this.#deps, batch, window, stuck: { since: null } }
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
      this.#lead(await this.#attempt('reconcile', () => reconcile(this.#reconciler, wentBack)))
      this.pause.wake()
      await this.#toReconcile.for(this.#settings.reconcileEveryMs, stop)
    }
    await this.#attempt('resign', () => resign(this.#reconciler))
  }

  /** How the last round has ended: false where another process leads, 0 where it failed. */
  #lead(leads: unknown): void {
    if (leads === 0) clearQueue(this.#deps.metrics)
    else {
      const isNew = leads !== this.#leads
      this.#leads = leads === true
      if (!isNew) return
      this.#toLook.wake()
      this.#toLookAtBus.wake()
    }
  }

  async #look(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      const from = performance.now()
      if (this.#leads) await this.#figures.look()
      else this.#figures.clear()
      await this.#toLook.for(rarer(this.#settings.reconcileEveryMs, from), stop)
    }
  }

  async #lookAtBus(stop: AbortSignal): Promise<void> {
    const { busStats, metrics } = this.#deps
    if (busStats == null) return
    const figures = new BusFigures(busStats, metrics)
    while (!stop.aborted) {
      if (this.#leads) await figures.look()
      else figures.clear()
      await this.#toLookAtBus.for(this.#settings.reconcileEveryMs, stop)
    }
  }

  async #tellOfJobs(stop: AbortSignal): Promise<void> {
    const between = new Pause()
    const { store, now } = this.#deps
    while (!stop.aborted) {
      const from = performance.now()
      await this.#attempt('ended jobs', () => tellOfJobs(store, now))
      await between.for(rarer(this.#deliverEveryMs, from), stop)
    }
  }

  async #deliver(stop: AbortSignal): Promise<void> {
    const between = new Pause()
    while (!stop.aborted) {
      await this.#attempt('webhooks', () => this.#deliverer.round(stop))
      await between.for(this.#deliverEveryMs, stop)
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

  async #register(stop: AbortSignal): Promise<void> {
    const between = new Pause()
    const registers = new Registers(this.#deps)
    while (!stop.aborted) {
      const from = performance.now()
      const busy = await this.#attempt('registers', () => registers.round(stop))
      await between.for(busy === true ? 0 : rarer(this.#settings.registerEveryMs, from), stop)
    }
    await this.#attempt('resign registers', () => registers.resign())
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
  const openJob = createJobOpener(deps, {
    submitBatch: settings.submitBatch,
    onSubmitted: () => {
      rounds.pause.wake()
    },
  })
  const rounds = new Rounds(deps, settings, openJob)
  return {
    openJob,
    wake: () => {
      rounds.pause.wake()
    },
    run: (stop) => rounds.run(stop),
  }
}
