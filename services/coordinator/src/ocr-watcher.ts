import {
  chosenProfile,
  ColophonError,
  isRefused,
  refusalError,
  type FoundOcrJob,
  type NewDocument,
  type Profile,
  type Store,
  type SubmitOutcome,
} from '@colophon/domain'
import type { Logger, Metrics } from '@colophon/runtime'
import { documentsOf, enrichmentJobId, parseOcrJob, type OcrJobForm } from './ocr-job.ts'
import type { JobOpener } from './open-job.ts'

export interface OcrWatcherDeps {
  store: Pick<Store, 'intake' | 'jobs'>
  openJob: JobOpener
  profiles: readonly Profile[]
  log: Logger
  metrics: Pick<Metrics, 'ocrJobs'>
  maxTextBytes: number
}

const OCR_JOBS_A_ROUND = 20
const ERRORS_KEPT = 100
const COLLECTION = 'default'
const MAX_LOGGED_ID = 200

/** One round: takes over what OCR systems have left. Returns how many OCR jobs are not open any more: taken or rejected. */
export async function takeOcrJobs(deps: OcrWatcherDeps): Promise<number> {
  const open = await deps.store.intake.openOcrJobs(OCR_JOBS_A_ROUND)
  let settled = 0
  for (const found of open) {
    // One that was replaced meanwhile is found again in the next round.
    if (await settle(deps, found)) settled += 1
  }
  return settled
}

async function settle(deps: OcrWatcherDeps, found: FoundOcrJob): Promise<boolean> {
  const { store, metrics } = deps
  let ocrJob: OcrJobForm | null = null
  try {
    ocrJob = parseOcrJob(found)
    await takeOver(deps, ocrJob)
  } catch (thrown) {
    if (!(thrown instanceof ColophonError) || thrown.class !== 'permanent') throw thrown
    return reject(deps, { found, ocrJob, error: thrown })
  }
  const held = await store.intake.markOcrJobTaken(found.delivery)
  if (held) metrics.ocrJobs.inc({ outcome: 'taken' })
  return held
}

interface Rejection {
  found: FoundOcrJob
  /** Null when it does not have the form of one. */
  ocrJob: OcrJobForm | null
  error: ColophonError
}

/** The OCR system sees why, and can deliver again; left open, a few of them would stand before all others for ever. */
async function reject(deps: OcrWatcherDeps, { found, ocrJob, error }: Rejection): Promise<boolean> {
  const { store, log, metrics } = deps
  const { code, message } = error
  if (!(await store.intake.rejectOcrJob(found.delivery, { code, message }))) return false
  metrics.ocrJobs.inc({ outcome: 'rejected' })
  const ids = { ocrJobId: loggedId(found.job_id), tenantId: loggedId(found.tenant_id) }
  log.error({ ...ids, record: loggedId(found.delivery.record), err: error }, 'OCR job rejected')
  // Sealed with what has been added before the error: a job that waits for more would never end.
  if (ocrJob !== null) await sealIfThere(deps, ocrJob)
  return true
}

const loggedId = (id: unknown): string | undefined =>
  typeof id === 'string' ? id.slice(0, MAX_LOGGED_ID) : undefined

async function sealIfThere({ store }: OcrWatcherDeps, ocrJob: OcrJobForm): Promise<void> {
  const jobId = enrichmentJobId(ocrJob)
  if ((await store.jobs.get(ocrJob.tenant_id, jobId)) === null) return
  await store.jobs.seal(ocrJob.tenant_id, jobId)
}

/** Takes no more documents: they are all there, or nobody wants them. */
async function isClosed({ store }: OcrWatcherDeps, ocrJob: OcrJobForm): Promise<boolean> {
  const job = await store.jobs.get(ocrJob.tenant_id, enrichmentJobId(ocrJob))
  return job?.sealed === true || job?.cancelled === true
}

async function takeOver(deps: OcrWatcherDeps, ocrJob: OcrJobForm): Promise<void> {
  if (await isClosed(deps, ocrJob)) return
  try {
    await fillJob(deps, ocrJob)
  } catch (thrown) {
    const isState = thrown instanceof ColophonError && thrown.code === 'job.invalid_state'
    // Another coordinator was faster with the same delivery: that is no fault of the delivery.
    if (!isState || !(await isClosed(deps, ocrJob))) throw thrown
  }
}

async function fillJob(deps: OcrWatcherDeps, ocrJob: OcrJobForm): Promise<void> {
  const { openJob, log, maxTextBytes, profiles } = deps
  const { tenant_id: tenantId, job_id: ocrJobId } = ocrJob
  const profile = chosenProfile(ocrJob.profile, profiles)
  const rules = { source: profile.source, maxTextBytes, collection: COLLECTION, idPrefix: '' }
  const { documents, errors } = documentsOf(ocrJob, rules)
  for (const { position, code } of errors.slice(0, ERRORS_KEPT)) {
    log.warn({ ocrJobId, tenantId, position, code }, 'OCR document not taken')
  }
  const jobId = enrichmentJobId(ocrJob)
  const job = await openJob({
    tenantId,
    collectionId: COLLECTION,
    profile: profile.name,
    priority: 'normal',
    jobId,
    ocrJobId,
    // Kept with the job, because nobody waits for an answer who could be told.
    options: {
      intake_errors: errors.slice(0, ERRORS_KEPT),
      intake_errors_total: errors.length,
    },
  })
  const outcomes = await job.add(documents)
  const refusal = refusalOf(documents, outcomes)
  if (refusal !== null) throw refusal
  await job.seal()
  log.info(
    { ocrJobId, jobId, documents: documents.length, notTaken: errors.length },
    'OCR job taken',
  )
}

/** Why documents were refused, or null: the first of them, and how many there are. The others are in their job. */
function refusalOf(
  documents: readonly NewDocument[],
  outcomes: readonly SubmitOutcome[],
): ColophonError | null {
  const errors = outcomes.flatMap((outcome, n) =>
    isRefused(outcome) ? refusalError(documents[n]?.document_id ?? '', outcome) : [],
  )
  const [first] = errors
  if (first === undefined) return null
  const share = `${errors.length} of ${outcomes.length} documents not taken`
  return new ColophonError(first.code, `${share}: ${first.message}`)
}
