import {
  createCostHistoryOf,
  createSettingsOf,
  DEFAULT_BUDGET,
  type BudgetSettings,
  type Store,
  type SubmitOutcome,
} from '@colophon/domain'
import type { Metrics } from '@colophon/runtime'
import { NO_TRACER, type Tracer } from '@colophon/runtime/tracing'
import { JobEstimate } from './job-estimate.ts'
import { newJob, type JobOpener } from './open-job.ts'
import { reachOfJob, stampReach } from './stamp-reach.ts'

function countSubmitted(metrics: Metrics, outcomes: readonly SubmitOutcome[]): void {
  for (const outcome of outcomes)
    metrics.submitted.inc({ outcome: typeof outcome === 'string' ? outcome : 'refused' })
}

interface OpenerDeps {
  store: Store
  now: () => number
  newJobId: () => string
  metrics: Metrics
  /** @default as the settings have it */
  limits?: Partial<Pick<BudgetSettings, 'perDocument'>> | undefined
  /** @default nothing is traced */
  tracer?: Tracer | undefined
}

/** Opens jobs: their documents get their reach, and the job the estimate of what they will cost. */
export function createJobOpener(
  deps: OpenerDeps,
  { submitBatch, onSubmitted }: { submitBatch: number; onSubmitted: () => void },
): JobOpener {
  const { store, now, tracer = NO_TRACER } = deps
  const settingsOf = createSettingsOf(store, now)
  const { perDocument } = { ...DEFAULT_BUDGET, ...deps.limits }
  const historyOf = createCostHistoryOf(store, { now, perDocument })
  return async (request) => {
    const job = newJob(request, request.jobId ?? deps.newJobId(), new Date(now()).toISOString())
    const { tenant_id: tenant, enrichment_job_id: jobId } = job
    await store.jobs.create(job)
    // Before its documents cost anything.
    const estimate = new JobEstimate(await historyOf(tenant))
    const said = { ...job, options: { reach: await reachOfJob(store, request, job) } }
    return {
      job,
      async add(documents) {
        const outcomes: SubmitOutcome[] = []
        for (let from = 0; from < documents.length; from += submitBatch) {
          const given = documents.slice(from, from + submitBatch)
          const batch = await stampReach(said, given, settingsOf)
          const attributes = { 'colophon.job_id': jobId }
          const taken = await tracer.span('submit documents', { attributes }, ({ traceparent }) =>
            store.jobs.submit(job, batch, { replace: request.replace, traceparent }),
          )
          countSubmitted(deps.metrics, taken)
          estimate.add(batch, taken)
          outcomes.push(...taken)
        }
        onSubmitted()
        return outcomes
      },
      seal: () => store.jobs.seal(tenant, jobId, estimate.kept(new Date(now()))),
    }
  }
}
