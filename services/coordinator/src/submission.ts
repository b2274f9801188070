import {
  ColophonError,
  narrowest,
  toColophonError,
  type DocumentRecord,
  type NewDocument,
  type Reach,
  type Store,
} from '@colophon/domain'
import { errorItem, KnownIds, sameId, type InputItem } from '@colophon/formats/read'
import { batchAnswer, refusedFor } from './batch-answer.ts'
import type { JobOpener, JobRequest, OpenJob } from './open-job.ts'
import {
  submitDocuments,
  type BatchAnswer,
  type PlacedDocument,
  type Refused,
  type SubmitNews,
  type SubmitTarget,
} from './submit-loop.ts'

export type Refusal = Omit<Refused, 'fix'>

/** Something that was sent and gave no document. */
export type SubmissionError = Omit<Refusal, 'where'>

export interface SubmissionResult {
  /** Null when nothing was taken: then there is no job either, unless the request has named it. */
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

const BATCH = { documents: 200, characters: 4 * 1024 * 1024 }
const ERRORS_KEPT = 100

/** The first of what could not be taken. */
export function collectErrors(): { errors: Refusal[]; tell: (news: SubmitNews) => void } {
  const errors: Refusal[] = []
  const tell = (news: SubmitNews): void => {
    if (errors.length >= ERRORS_KEPT) return
    if (news.kind === 'error') errors.push(toldOf(news))
    else if (news.kind === 'refused') {
      const { position, where, code, message } = news
      errors.push({ position, where, code, message })
    }
  }
  return { errors, tell }
}

/**
 * Adds documents to a job as they come in. A job that was given before goes on where it stopped; one that was finished
 * changes no more, and what it has already counts as unchanged.
 */
export async function submitItems(
  deps: SubmissionDeps,
  items: AsyncIterable<InputItem> | Iterable<InputItem>,
  options: SubmissionOptions,
): Promise<SubmissionResult> {
  const target = new RequestTarget(deps, options)
  const { errors, tell } = collectErrors()
  try {
    const counts = await submitDocuments(withoutClashes(items), target, { tell })
    const { accepted, unchanged, revised, notRead, refused } = counts
    const errorsTotal = notRead + refused
    return { jobId: target.jobId, accepted, unchanged, revised, errors, errorsTotal }
  } catch (thrown) {
    // Nobody knows the id of a job that was made here: it is never sent again, so it ends with what it has.
    if (options.request.jobId === undefined) await target.close().catch(() => undefined)
    throw thrown
  }
}

function toldOf({ error, where, position }: Extract<InputItem, { kind: 'error' }>): Refusal {
  const { code, message } = toColophonError(error)
  return { position: position ?? null, where, code, message }
}

/** Of two documents with one id and two texts the first is taken; the same one twice is for the store to judge. */
export async function* withoutClashes(
  items: AsyncIterable<InputItem> | Iterable<InputItem>,
): AsyncGenerator<InputItem> {
  const ids = new KnownIds()
  for await (const item of items) {
    const isOther = item.kind === 'document' && ids.add(item.document).as === 'other'
    yield isOther
      ? errorItem(sameId(item.document.document_id, item.where), item.where, item.position)
      : item
  }
}

/** The job of a request: opened for its first documents, or known from an earlier request. */
class RequestTarget implements SubmitTarget {
  readonly batch = BATCH
  jobId: string | null = null
  readonly #deps: SubmissionDeps
  readonly #request: JobRequest
  readonly #keepOpen: boolean
  #job: OpenJob | undefined
  #isSealed = false

  constructor(deps: SubmissionDeps, { request, keepOpen = false }: SubmissionOptions) {
    this.#deps = deps
    this.#request = request
    this.#keepOpen = keepOpen
  }

  async add(batch: readonly PlacedDocument[]): Promise<BatchAnswer> {
    const job = await this.#open()
    if (this.#isSealed) return await this.#compare(batch)
    return batchAnswer(batch, await job.add(batch.map(({ document }) => document)))
  }

  async seal(): Promise<void> {
    if (!this.#keepOpen) await this.close()
  }

  /** A later request of a job may bring nothing that can be taken: it is about that job all the same. */
  async discard(): Promise<void> {
    const { tenantId, jobId } = this.#request
    const { jobs } = this.#deps.store
    if (jobId !== undefined) {
      if (this.#job === undefined && (await jobs.get(tenantId, jobId)) !== null) await this.#open()
      await this.seal()
    } else if (this.jobId !== null) {
      await jobs.discard(tenantId, this.jobId)
      this.#job = undefined
      this.jobId = null
    }
  }

  async close(): Promise<void> {
    if (!this.#isSealed) await this.#job?.seal()
  }

  async #open(): Promise<OpenJob> {
    if (this.#job !== undefined) return this.#job
    this.#job = await this.#deps.coordinator.openJob(this.#request)
    const { tenant_id: tenant, enrichment_job_id: id } = this.#job.job
    this.jobId = id
    if (this.#request.jobId !== undefined) {
      this.#isSealed = (await this.#deps.store.jobs.get(tenant, id))?.sealed === true
    }
    return this.#job
  }

  /** The request came again after it had been done: what is there with the same text was taken then. */
  async #compare(batch: readonly PlacedDocument[]): Promise<BatchAnswer> {
    const { tenantId } = this.#request
    const refusals: Refused[] = []
    for (const item of batch) {
      const known = await this.#known(tenantId, item.document)
      const { document_id: id, source } = item.document
      if (known === null) refusals.push(refusedFor(item, finished(this.jobId, id)))
      else if (narrows(known.source.reach, source.reach, this.#request.reach))
        refusals.push(refusedFor(item, tooLate(this.jobId, id)))
    }
    const refused = refusals.length
    return { accepted: 0, unchanged: batch.length - refused, revised: 0, refused, refusals }
  }

  /** The document as it is there with the same text, if it is. */
  async #known(tenantId: string, document: NewDocument): Promise<DocumentRecord | null> {
    const { documents } = this.#deps.store
    const { document_id, former_id, collection_id, source_hash } = document
    const found =
      (await documents.get(tenantId, document_id)) ??
      (former_id === undefined ? null : await documents.get(tenantId, former_id))
    const isSame = found?.source_hash === source_hash && found.collection_id === collection_id
    return isSame ? found : null
  }
}

/** Whether what is asked for now would keep a text closer than it is kept. */
const narrows = (kept: Reach | undefined, ...asked: (Reach | undefined)[]): boolean =>
  (narrowest(kept, ...asked) ?? 'cloud') !== (kept ?? 'cloud')

/** To take it as known would leave whoever asked in the belief that it is kept closer from now on. */
const tooLate = (jobId: string | null, documentId: string): ColophonError =>
  new ColophonError(
    'job.invalid_state',
    `Job ${jobId ?? ''} is complete and changes no more: to keep ${documentId} to a narrower reach, send it without this job_id`,
  )

const finished = (jobId: string | null, documentId: string): ColophonError =>
  new ColophonError(
    'job.invalid_state',
    `Job ${jobId ?? ''} is complete and takes no more documents: ${documentId} needs another job`,
  )
