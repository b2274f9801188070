import {
  batchAnswer,
  submitDocuments,
  type BatchAnswer,
  type OpenJob,
  type PlacedDocument,
  type SubmitTarget,
} from '@colophon/coordinator'
import { unlessStopped, type JobRecord } from '@colophon/domain'
import type { InputItem } from './input/read-inputs.ts'
import { newsInWords } from './input/news.ts'

export interface SubmittedInputs {
  /** Null when no document was taken: a job without any is not kept. */
  job: OpenJob | null
  /** Documents in the job, each once. */
  documents: number
  /** Of these: known already with the same text, so that nothing is done again. */
  unchanged: number
  revised: number
  duplicates: number
  /** Documents that the store did not take. */
  refused: number
  /** These, and inputs that gave no document. */
  notTaken: number
  /** False when it was stopped before the end of the inputs. */
  isWhole: boolean
}

export interface SubmitOptions {
  /** Called for the first document. */
  openJob: () => Promise<OpenJob>
  /** Called for the job of this run when each of its documents was refused. */
  discardJob: (job: JobRecord) => Promise<unknown>
  report: (line: string) => void
  stop: AbortSignal
}

/** Adds every document of the inputs to one job of this process. */
export async function submitInputs(
  inputs: AsyncIterable<InputItem>,
  { report, stop, ...options }: SubmitOptions,
): Promise<SubmittedInputs> {
  const target = new RunTarget(options, stop)
  const tell = newsInWords('enriched once', report)
  const counts = await submitDocuments(inputs, target, { tell, stop })
  const { accepted, unchanged, revised, duplicates, refused, notRead, isWhole } = counts
  return {
    ...{ job: target.job, documents: accepted + unchanged + revised },
    ...{ unchanged, revised, duplicates, refused, notTaken: notRead + refused, isWhole },
  }
}

/** The job of one run. */
class RunTarget implements SubmitTarget {
  readonly batch = { documents: 200, characters: 4 * 1024 * 1024 }
  job: OpenJob | null = null
  readonly #options: Pick<SubmitOptions, 'openJob' | 'discardJob'>
  readonly #stop: AbortSignal

  constructor(options: Pick<SubmitOptions, 'openJob' | 'discardJob'>, stop: AbortSignal) {
    this.#options = options
    this.#stop = stop
  }

  async add(batch: readonly PlacedDocument[]): Promise<BatchAnswer> {
    // A job that is opened after the stop is nobody's.
    this.job ??= (await unlessStopped(this.#options.openJob(), this.#stop)) ?? null
    const outcomes = (await this.job?.add(batch.map(({ document }) => document))) ?? []
    return batchAnswer(batch, outcomes)
  }

  async seal(): Promise<void> {
    // One that waited for more would never end.
    await this.job?.seal()
  }

  async discard(): Promise<void> {
    if (this.job !== null) await this.#options.discardJob(this.job.job)
    this.job = null
  }
}
