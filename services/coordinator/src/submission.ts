import {
  ColophonError,
  isRefused,
  refusalError,
  toColophonError,
  type NewDocument,
  type Store,
} from '@colophon/domain'
import { KnownIds, sameId, type InputItem } from '@colophon/formats/read'
import type { JobOpener, JobRequest, OpenJob } from './open-job.ts'

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
  /** Null when nothing was taken: then there is no job either, unless the sender has named it. */
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
  coordinator: { openJob: JobOpener }
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
  await submission.discardIfEmpty()
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
  readonly #ids = new KnownIds()
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
    if (this.#ids.add(document) === 'other') {
      this.refuse(sameId(document.document_id, place.where), place)
      return
    }
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
    const outcomes = await job.add(batch.map(({ document }) => document))
    for (const [n, { document, place }] of batch.entries()) {
      const outcome = outcomes[n]
      if (outcome === undefined) continue
      if (isRefused(outcome)) this.refuse(refusalError(document.document_id, outcome), place)
      else this.result[outcome === 'created' ? 'accepted' : outcome] += 1
    }
  }

  /** When every document was refused, and nobody else knows of the job. */
  async discardIfEmpty(): Promise<void> {
    const { accepted, unchanged, revised, jobId } = this.result
    if (this.#job === undefined || this.#request.jobId !== undefined || jobId === null) return
    if (accepted + unchanged + revised > 0) return
    await this.#deps.store.jobs.discard(this.#request.tenantId, jobId)
    this.#job = undefined
    this.result.jobId = null
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
      if (await this.#isKnown(tenantId, document)) this.result.unchanged += 1
      else this.refuse(finished(this.result.jobId, document.document_id), place)
    }
  }

  async #isKnown(tenantId: string, document: NewDocument): Promise<boolean> {
    const { documents } = this.#deps.store
    const { document_id, former_id, collection_id, source_hash } = document
    const found =
      (await documents.get(tenantId, document_id)) ??
      (former_id === undefined ? null : await documents.get(tenantId, former_id))
    return found?.source_hash === source_hash && found.collection_id === collection_id
  }
}

const finished = (jobId: string | null, documentId: string): ColophonError =>
  new ColophonError(
    'job.invalid_state',
    `Job ${jobId ?? ''} is complete and takes no more documents: ${documentId} needs another job`,
  )
