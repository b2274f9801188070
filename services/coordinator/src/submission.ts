import { ColophonError, toColophonError, type NewDocument, type Store } from '@colophon/domain'
import type { Coordinator, JobRequest, OpenJob } from './coordinator.ts'
import type { InputItem } from './intake/index.ts'

/** Something that was sent and gave no document. */
export interface SubmissionError {
  /** Line of a stream or place in a list, from 1. */
  position: number | null
  code: string
  message: string
}

export interface Refusal extends SubmissionError {
  /** The file, line or place that it came from, for people. */
  where: string
}

export interface SubmissionResult {
  /** Null when nothing was taken: then there is no job either. */
  jobId: string | null
  accepted: number
  unchanged: number
  revised: number
  /** The first of them. */
  errors: Refusal[]
  errorsTotal: number
}

export interface SubmissionDeps {
  store: Pick<Store, 'jobs' | 'documents'>
  coordinator: Pick<Coordinator, 'openJob'>
}

export interface SubmissionOptions {
  request: JobRequest
  /** Documents of later requests may follow. @default false */
  keepOpen?: boolean
}

const BATCH = 200
/** Documents of some megabytes each are not collected by the hundred. */
const BATCH_CHARACTERS = 4 * 1024 * 1024
const ERRORS_KEPT = 100

/**
 * Adds documents to a job as they come in, a batch at a time: whoever sends faster than the store writes has to wait. A
 * job that was given before goes on where it stopped; one that was finished changes no more, and what it has already
 * counts as unchanged.
 */
export async function submitItems(
  deps: SubmissionDeps,
  items: AsyncIterable<InputItem> | Iterable<InputItem>,
  options: SubmissionOptions,
): Promise<SubmissionResult> {
  const submission = new Submission(deps, options.request)
  try {
    for await (const item of items) {
      if (item.kind === 'error') submission.refuse(item.error, item)
      else if (item.kind === 'document') await submission.add(item.document, item)
    }
    await submission.flush()
    await submission.adopt()
  } catch (thrown) {
    // Nobody knows the id of a job that was made here: it is never sent again, so it ends with what it has.
    if (options.request.jobId === undefined) await submission.seal().catch(() => undefined)
    throw thrown
  }
  if (options.keepOpen !== true) await submission.seal()
  return submission.result
}

/** Where a document or an error comes from. */
interface Place {
  where: string
  position?: number | null
}

interface Waiting {
  document: NewDocument
  place: Place
}

class Submission {
  readonly result: SubmissionResult = {
    jobId: null,
    accepted: 0,
    unchanged: 0,
    revised: 0,
    errors: [],
    errorsTotal: 0,
  }
  readonly #deps: SubmissionDeps
  readonly #request: JobRequest
  #job: OpenJob | undefined
  #sealed = false
  #waiting: Waiting[] = []
  #waitingCharacters = 0

  constructor(deps: SubmissionDeps, request: JobRequest) {
    this.#deps = deps
    this.#request = request
  }

  refuse(thrown: unknown, { where, position = null }: Place): void {
    const { code, message } = toColophonError(thrown)
    this.result.errorsTotal += 1
    if (this.result.errors.length < ERRORS_KEPT) {
      this.result.errors.push({ position, where, code, message })
    }
  }

  async add(document: NewDocument, place: Place): Promise<void> {
    this.#waiting.push({ document, place })
    this.#waitingCharacters += document.source.text.length
    if (this.#waiting.length >= BATCH || this.#waitingCharacters >= BATCH_CHARACTERS) {
      await this.flush()
    }
  }

  async flush(): Promise<void> {
    const batch = this.#waiting
    this.#waiting = []
    this.#waitingCharacters = 0
    if (batch.length === 0) return
    const job = await this.#open()
    if (this.#sealed) {
      await this.#compare(batch)
      return
    }
    for (const outcome of await job.add(batch.map(({ document }) => document))) {
      this.result[outcome === 'created' ? 'accepted' : outcome] += 1
    }
  }

  /** A later request of a job may bring nothing that can be taken: it is about that job all the same. */
  async adopt(): Promise<void> {
    const { tenantId, jobId } = this.#request
    if (this.#job !== undefined || jobId === undefined) return
    if ((await this.#deps.store.jobs.get(tenantId, jobId)) !== null) await this.#open()
  }

  async seal(): Promise<void> {
    if (!this.#sealed) await this.#job?.seal()
  }

  async #open(): Promise<OpenJob> {
    if (this.#job !== undefined) return this.#job
    this.#job = await this.#deps.coordinator.openJob(this.#request)
    const { tenant_id: tenant, enrichment_job_id: id } = this.#job.job
    this.result.jobId = id
    if (this.#request.jobId !== undefined) {
      this.#sealed = (await this.#deps.store.jobs.get(tenant, id))?.sealed === true
    }
    return this.#job
  }

  /** The request came again after it had been done: what is there with the same text was taken then. */
  async #compare(batch: readonly Waiting[]): Promise<void> {
    const { tenantId } = this.#request
    for (const { document, place } of batch) {
      const known = await this.#deps.store.documents.get(tenantId, document.document_id)
      if (known?.source_hash === document.source_hash) this.result.unchanged += 1
      else this.refuse(finished(this.result.jobId, document.document_id), place)
    }
  }
}

const finished = (jobId: string | null, documentId: string): ColophonError =>
  new ColophonError(
    'job.invalid_state',
    `Job ${jobId ?? ''} is complete and takes no more documents: ${documentId} needs another job`,
  )
