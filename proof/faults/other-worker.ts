import {
  budgetLimits,
  DEFAULT_BUDGET,
  failedTask,
  picoUsd,
  type Claim,
  type Store,
} from '@colophon/domain'
import { newId, processOwner } from '@colophon/runtime'
import { aDocument, aJob, aRun } from '@colophon/testkit'

const TENANT = 'default'
const TRIES = 50

/**
 * A worker that does in the store what one in trouble would have done there. It is this process: alive, so that nobody
 * takes its documents back before their leases end.
 */
export class OtherWorker {
  readonly #store: Store
  readonly #owner = processOwner('other-worker')

  constructor(store: Store) {
    this.#store = store
  }

  /** A document that is in its hands for `leaseMs`; real workers may be quicker, then it tries again. */
  async #claim(leaseMs: number): Promise<Claim> {
    const { jobs, work } = this.#store
    for (let tries = 0; tries < TRIES; tries += 1) {
      const job = aJob({ enrichment_job_id: newId('job') })
      const document = aDocument({
        document_id: newId('doc'),
        text: `To whom it concerns, ${tries}`,
      })
      await jobs.create(job)
      await jobs.submit(job, [document])
      await jobs.seal(TENANT, job.enrichment_job_id)
      const claim = await work.claim(TENANT, document.document_id, this.#owner, leaseMs)
      if (claim !== null) return claim
    }
    throw new Error('real workers have taken every document first')
  }

  /** Holds a document and never renews its lease. Resolves to what gives it back. */
  async hold(leaseMs: number): Promise<() => Promise<void>> {
    const { ref } = await this.#claim(leaseMs)
    return () => this.#store.work.release(ref)
  }

  /** Has a document fail, at that time: somebody is asked what is to become of it. */
  async failAt(at: Date): Promise<void> {
    const { ref, document } = await this.#claim(60_000)
    const time = at.toISOString()
    const task = failedTask({
      document,
      title: document.document_id,
      reviewId: newId('rev'),
      chance: 0,
      at: time,
    })
    const error = { code: 'document.attempts_exhausted', message: 'No attempt left', at: time }
    await this.#store.work.fail(ref, error, {}, task)
  }

  /** Holds back what is left of the money of the day for one run. Resolves to what ends that run, at no cost. */
  async reserveDay(dayUsd: string): Promise<() => Promise<void>> {
    const { ref, document } = await this.#claim(600_000)
    const at = new Date()
    const limits = budgetLimits(
      { ...DEFAULT_BUDGET, perDocument: picoUsd(dayUsd), perDay: picoUsd(dayUsd) },
      document,
      at,
    )
    const [state] = await this.#store.ledger.budgets(TENANT, [limits[1].key])
    const used = (state?.reserved_pico_usd ?? 0n) + (state?.spent_pico_usd ?? 0n)
    const run = aRun({
      run_id: newId('run'),
      document_id: document.document_id,
      enrichment_job_id: document.enrichment_job_id,
      agent: 'context-agent',
      // All but a little, so that what others spend meanwhile does not have it refused.
      bound_pico_usd: ((picoUsd(dayUsd) - used) * 997n) / 1000n,
      limits: [...limits],
      started_at: at.toISOString(),
    })
    const refused = await this.#store.work.beginRuns(ref, [run])
    if (refused.length > 0) throw new Error('the money of the day was taken meanwhile')
    return async () => {
      await this.#store.work.endRun(ref, run.run_id, [])
      await this.#store.work.release(ref)
    }
  }
}
