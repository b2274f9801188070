import {
  backoffMs,
  ColophonError,
  createBudgetsOf,
  createSettingsOf,
  failedTask,
  PRIORITIES,
  requireProfile,
  toColophonError,
  unsettledRow,
  untilAborted,
  TOPICS,
  WORKER_CHANNEL,
  type Bus,
  type Claim,
  type Delivery,
  type DocumentRecord,
  type EnrichmentMessage,
  type Profile,
  type ReviewRecord,
  type Store,
  type Subscription,
} from '@colophon/domain'
import { drawOf, type Logger, type Metrics } from '@colophon/runtime'
import { NO_TRACER } from '@colophon/runtime/tracing'
import { ClaimKeeper, type HeldClaim } from './claim-keeper.ts'
import { countCosts } from './figures/costs.ts'
import { countCompleted, countFailed } from './figures/documents.ts'
import { watchAgents } from './figures/reach.ts'
import { failedReviewId } from './identity.ts'
import { decode, withinTrace } from './message.ts'
import { WeightedQueue } from './weighted-queue.ts'
import type { PipelineDeps } from './phase.ts'
import { enrichDocument } from './pipeline.ts'
import { WORKER_DEFAULTS, type WorkerSettings } from './settings.ts'

export interface WorkerDeps extends Omit<
  PipelineDeps,
  'work' | 'ledger' | 'maxAttempts' | 'profile' | 'settingsOf' | 'budgetsOf'
> {
  /** The kinds of records it enriches; a document of any other fails. */
  profiles: readonly Profile[]
  store: Store
  bus: Bus
  /** Who holds this worker's leases. */
  owner: string
  log: Logger
  metrics: Metrics
  settings?: Partial<WorkerSettings>
}

export interface Worker {
  /** Takes work until `stop` aborts, then drains: finishes what it can inside the grace time and gives back the rest. */
  run(stop: AbortSignal): Promise<void>
}

const MAX_DEAD_BODY = 65_536

/** Deliveries of each priority held for each document in work: with fewer, the rarer priorities get more than theirs. */
const INTAKE_SHARE = 1.5

/** One line in so many: a store that is away puts off every document, again and again. */
const PUT_OFF_LOGGED = 100

class Stopping extends Error {}

export function createWorker(deps: WorkerDeps): Worker {
  const settings = { ...WORKER_DEFAULTS, ...deps.settings }
  return { run: (stop) => new RunningWorker(deps, settings).run(stop) }
}

class RunningWorker {
  readonly #deps: WorkerDeps
  readonly #pipelines: readonly (PipelineDeps & { name: string })[]
  readonly #settings: WorkerSettings
  readonly #queue: WeightedQueue
  readonly #keeper: ClaimKeeper
  readonly #inWork = new Set<Promise<void>>()
  #draining = false
  #putOff = 0

  constructor(deps: WorkerDeps, settings: WorkerSettings) {
    this.#deps = deps
    this.#settings = settings
    const { work, ledger } = deps.store
    const { maxAttempts } = settings
    const settingsOf = createSettingsOf(deps.store, deps.now)
    const budgetsOf = createBudgetsOf(deps.store.budgets, deps.now)
    this.#pipelines = deps.profiles.map((profile) => ({
      ...{ ...deps, work, ledger, maxAttempts, settingsOf, budgetsOf },
      profile,
      name: profile.name,
    }))
    this.#queue = new WeightedQueue({ renewMs: settings.renewMs })
    this.#keeper = new ClaimKeeper(deps.store.work, settings)
  }

  async run(stop: AbortSignal): Promise<void> {
    using _keeper = this.#keeper
    using _watch = watchAgents(this.#deps, this.#settings.agentsEveryMs)
    this.#deps.metrics.workerCapacity.set({}, this.#settings.concurrency)
    this.#showWork()
    const subscriptions = PRIORITIES.map((priority) =>
      this.#deps.bus.subscribe({
        topic: TOPICS[priority],
        channel: WORKER_CHANNEL,
        maxInFlight: Math.ceil(this.#settings.concurrency * INTAKE_SHARE),
        handler: (delivery) => {
          if (this.#draining) {
            delivery.requeue(0)
            return
          }
          this.#queue.add(priority, delivery)
          this.#fill()
        },
      }),
    )
    await untilAborted(stop)
    await this.#drain(subscriptions)
  }

  /** Starts documents while there is room. */
  #fill(): void {
    while (!this.#draining && this.#inWork.size < this.#settings.concurrency) {
      const delivery = this.#queue.take()
      if (delivery === undefined) return
      const work = this.#handle(delivery)
      this.#inWork.add(work)
      void work.finally(() => {
        this.#inWork.delete(work)
        this.#fill()
        this.#showWork()
      })
    }
    this.#showWork()
  }

  #showWork(): void {
    this.#deps.metrics.workerDocuments.set({}, this.#inWork.size)
  }

  async #drain(subscriptions: readonly Subscription[]): Promise<void> {
    this.#draining = true
    for (const subscription of subscriptions) subscription.pause()
    for (const delivery of this.#queue.drain()) delivery.requeue(0)
    const grace = setTimeout(() => {
      this.#keeper.abortAll(new Stopping('the worker stops'))
    }, this.#settings.graceMs)
    await Promise.allSettled(this.#inWork)
    clearTimeout(grace)
    await Promise.all(subscriptions.map((subscription) => subscription[Symbol.asyncDispose]()))
  }

  #handle(delivery: Delivery): Promise<void> {
    const message = decode(delivery.body)
    return withinTrace(message, this.#deps.tracer, () => this.#answer(message, delivery))
  }

  async #answer(message: EnrichmentMessage | null, delivery: Delivery): Promise<void> {
    const { store, log, owner } = this.#deps
    try {
      if (message === null) {
        await this.#bury(delivery)
        return
      }
      const claim = await store.work.claim(
        message.tenant_id,
        message.document_id,
        owner,
        this.#settings.leaseMs,
      )
      // Somebody else has it, or it is done: the message was a duplicate.
      if (claim !== null) await this.#process(claim, delivery)
      delivery.finish()
    } catch (thrown) {
      // Nothing could be written: the store is away. The message comes back, the lease runs out by itself.
      const { code } = toColophonError(thrown)
      if (this.#putOff++ % PUT_OFF_LOGGED === 0) {
        log.warn({ err: thrown, code, putOff: this.#putOff }, 'document put off')
      }
      delivery.requeue(this.#settings.storeRetryMs)
    }
  }

  async #bury(delivery: Delivery): Promise<void> {
    const { store, log, metrics, now } = this.#deps
    await store.intake.putDeadMessage({
      topic: delivery.topic,
      body: delivery.body.slice(0, MAX_DEAD_BODY),
      reason: 'message.undecodable',
      at: new Date(now()).toISOString(),
    })
    metrics.deadMessages.inc({})
    log.warn({ topic: delivery.topic }, 'message kept as dead')
    delivery.finish()
  }

  async #process(claim: Claim, delivery: Delivery): Promise<void> {
    const { store, metrics } = this.#deps
    const { document, ref } = claim
    const held = this.#keeper.hold(ref, delivery)
    const startedAt = performance.now()
    try {
      if (claim.lost.length > 0) await this.#settleLostRuns(claim)
      if (document.attempts > this.#settings.maxAttempts) {
        throw new ColophonError(
          'document.attempts_exhausted',
          'No attempt left: each ended with its process, or with a failure that the next was to mend',
        )
      }
      const pipeline = requireProfile(document.profile, this.#pipelines)
      const completion = await enrichDocument(pipeline, claim, held)
      await store.work.commit(ref, completion)
      const seconds = (performance.now() - startedAt) / 1000
      countCompleted(metrics, { document, completion, seconds, now: this.#deps.now() })
    } catch (thrown) {
      await this.#endAttempt(claim, held, thrown)
    } finally {
      held.release()
    }
  }

  /**
   * Runs whose process ended before they did. A mark ends in the same write that keeps the answer, so one that is there
   * has none; an answer under its key is that of another document with the same text.
   */
  async #settleLostRuns({ ref, lost }: Claim): Promise<void> {
    const { store, log, metrics, now } = this.#deps
    for (const run of lost) {
      const costs = [unsettledRow(run, new Date(now()))]
      await store.work.endRun(ref, run.run_id, costs)
      countCosts(metrics, costs)
      const { agent, run_id: runId } = run
      log.warn({ documentId: ref.document_id, agent, runId }, 'answer lost with its process')
    }
  }

  /**
   * Ends an attempt that failed: the document is tried again, or has failed. Throws only when the store cannot be
   * told.
   */
  async #endAttempt({ ref, document }: Claim, held: HeldClaim, thrown: unknown): Promise<void> {
    const { store, log, metrics, now, tracer = NO_TRACER } = this.#deps
    const ended: unknown = held.signal.aborted ? held.signal.reason : thrown
    if (ended instanceof Stopping) {
      await store.work.release(ref)
      return
    }
    const error = toColophonError(ended)
    tracer.current.fail(error.code)
    const fields = {
      documentId: ref.document_id,
      code: error.code,
      attempt: document.attempts,
      err: thrown,
    }
    if (error.code === 'lease.lost') {
      metrics.leasesLost.inc({})
      log.warn(fields, 'lease lost')
      return
    }
    if (error.code.startsWith('store.')) throw error
    const at = new Date(now())
    const recorded = { code: error.code, message: error.message, at: at.toISOString() }
    // Neither has asked anybody: the document waits for money, or for a model that is left alone.
    const uncounted = error.class === 'budget' || error.code === 'model.resting'
    const again = error.class === 'transient' && document.attempts < this.#settings.maxAttempts
    if (uncounted || again) {
      const baseMs = this.#settings.retryBaseMs
      // On top of what a provider has asked for, or all that it refused would come back at the same moment.
      const jitterMs = backoffMs(document.attempts, Math.random(), { baseMs })
      const nextAt = new Date(at.getTime() + (error.retryAfterMs ?? 0) + jitterMs)
      await store.work.retryLater(ref, recorded, nextAt, uncounted ? 'uncounted' : 'counted')
      countFailed(metrics, document, error, 'retried')
      log.warn(fields, 'document tried again later')
      return
    }
    const task = this.#taskOfFailure(document, at)
    await store.work.fail(ref, recorded, document.agents, task)
    countFailed(metrics, document, error, 'failed')
    log.error(fields, 'document failed')
  }

  #taskOfFailure(document: DocumentRecord, at: Date): ReviewRecord {
    const { source, enriched_data: data } = document
    const profile = this.#deps.profiles.find(({ name }) => name === document.profile)
    const known = data === null ? undefined : profile?.title(data)
    return failedTask({
      document,
      title: known || source.file?.name || document.document_id,
      reviewId: failedReviewId(document),
      chance: drawOf(document),
      at: at.toISOString(),
    })
  }
}
