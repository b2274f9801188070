import { createHash } from 'node:crypto'
import { ColophonError, type NewDocument, type OcrJob, type Store } from '@colophon/domain'
import type { Logger } from '@colophon/runtime'
import type { JobRequest, OpenJob } from './coordinator.ts'
import { documentFromJson, errorItem, type Origin, type ReadingRules } from './intake/index.ts'
import type { SubmissionError } from './submission.ts'

export interface OcrWatcherDeps {
  store: Pick<Store, 'intake' | 'jobs'>
  openJob: (request: JobRequest) => Promise<OpenJob>
  log: Logger
  maxTextBytes: number
}

const OCR_JOBS_A_ROUND = 20
const ERRORS_KEPT = 100
const COLLECTION = 'default'

/** One round: takes over what OCR systems have left. Returns how many OCR jobs were taken. */
export async function takeOcrJobs(deps: OcrWatcherDeps): Promise<number> {
  const open = await deps.store.intake.openOcrJobs(OCR_JOBS_A_ROUND)
  let taken = 0
  for (const job of open) {
    try {
      await takeOcrJob(deps, job)
      taken += 1
    } catch (thrown) {
      // It stays open, for its sender to correct; the others must not wait for that.
      if (!(thrown instanceof ColophonError) || thrown.class !== 'permanent') throw thrown
      const { tenant_id: tenantId, job_id: ocrJobId } = job
      deps.log.error({ ocrJobId, tenantId, err: thrown }, 'OCR job cannot be taken')
    }
  }
  return taken
}

/**
 * The id of the enrichment job follows from what was delivered: a coordinator that dies in the middle is continued by
 * the next one, in the same job, while a corrected delivery gets a job of its own.
 */
function enrichmentJobId({ tenant_id, job_id, updated_at, documents }: OcrJob): string {
  const delivery = JSON.stringify([tenant_id, job_id, updated_at, documents])
  return `job_ocr_${createHash('sha256').update(delivery).digest('hex').slice(0, 24)}`
}

async function takeOcrJob({ store, openJob, log, maxTextBytes }: OcrWatcherDeps, ocrJob: OcrJob) {
  const { tenant_id: tenantId, job_id: ocrJobId } = ocrJob
  const jobId = enrichmentJobId(ocrJob)
  const known = await store.jobs.get(tenantId, jobId)
  if (known?.sealed !== true && known?.cancelled !== true) {
    const rules = { maxTextBytes, collection: COLLECTION, idPrefix: '' }
    const { documents, errors } = decode(ocrJob, rules)
    for (const { position, code } of errors.slice(0, ERRORS_KEPT)) {
      log.warn({ ocrJobId, tenantId, position, code }, 'OCR document not taken')
    }
    const job = await openJob({
      tenantId,
      collectionId: COLLECTION,
      profile: 'letters',
      priority: 'normal',
      jobId,
      ocrJobId,
      // Kept with the job, because nobody waits for an answer who could be told.
      options: {
        intake_errors: errors.slice(0, ERRORS_KEPT),
        intake_errors_total: errors.length,
      },
    })
    await job.add(documents)
    await job.seal()
    log.info(
      { ocrJobId, jobId, documents: documents.length, notTaken: errors.length },
      'OCR job taken',
    )
  }
  await store.intake.markOcrJobTaken(tenantId, ocrJobId)
}

function decode(ocrJob: OcrJob, rules: ReadingRules) {
  const { job_id: jobId } = ocrJob
  const origin: Origin = { where: 'OCR job', stem: jobId, idSeed: jobId, file: undefined }
  const documents: NewDocument[] = []
  const errors: SubmissionError[] = []
  for (const [index, value] of ocrJob.documents.entries()) {
    const position = index + 1
    const where = `OCR document ${position}`
    try {
      documents.push(documentFromJson(formOf(value), { where, origin, rules, position }))
    } catch (thrown) {
      const item = errorItem(thrown, where)
      if (item.kind === 'error') {
        errors.push({ position, code: item.error.code, message: item.error.message })
      }
    }
  }
  return { documents, errors }
}

/** OCR systems call some fields by other names than submitters do. */
function formOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const given = value as Record<string, unknown>
  const file = given['source_file']
  return {
    ...given,
    id: given['id'] ?? given['document_id'],
    ocr_confidence: given['ocr_confidence'] ?? given['confidence'],
    source: given['source'] ?? (file == null ? undefined : { source_file: file }),
  }
}
