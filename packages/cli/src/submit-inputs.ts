import {
  isRefused,
  refusalError,
  type ColophonError,
  type JobRecord,
  type NewDocument,
  type SubmitOutcome,
} from '@colophon/domain'
import type { OpenJob } from '@colophon/coordinator'
import type { InputItem } from './input/read-inputs.ts'
import { unlessStopped, untilStopped } from './until-stopped.ts'

export interface Submission {
  /** Null when no document was taken: a job without any is not kept. */
  job: OpenJob | null
  /** Documents in the job, each once. */
  documents: number
  /** Of these: known already with the same text, so that nothing is done again. */
  unchanged: number
  revised: number
  duplicates: number
  /** Documents that the store did not take; they are among the errors. */
  refused: number
  /** Inputs that gave no document. */
  errors: { where: string; error: ColophonError }[]
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

const BATCH = 200

interface Read {
  document: NewDocument
  where: string
}

/**
 * Adds every document of the inputs to one job, in their order. Whatever cannot be read is told to `report` and counted;
 * the rest goes on. What was read and not added when `stop` aborts is for the next run.
 */
export async function submitInputs(
  inputs: AsyncIterable<InputItem>,
  { openJob, discardJob, report, stop }: SubmitOptions,
): Promise<Submission> {
  const submission: Submission = {
    job: null,
    documents: 0,
    unchanged: 0,
    revised: 0,
    duplicates: 0,
    refused: 0,
    errors: [],
    isWhole: false,
  }
  let batch: Read[] = []
  const flush = async (): Promise<void> => {
    if (batch.length === 0 || stop.aborted) return
    const adding = batch
    batch = []
    submission.job ??= (await unlessStopped(openJob(), stop)) ?? null
    if (submission.job === null) return
    const documents = adding.map(({ document }) => document)
    const outcomes = (await unlessStopped(submission.job.add(documents), stop)) ?? []
    count(submission, adding, outcomes, report)
  }
  for await (const item of untilStopped(inputs, stop)) {
    if (item.kind === 'document') {
      batch.push(item)
      if (batch.length >= BATCH) await flush()
    } else note(item, submission, report)
  }
  await flush()
  submission.isWhole = !stop.aborted
  if (submission.job !== null && submission.isWhole && submission.documents === 0) {
    await unlessStopped(discardJob(submission.job.job), stop)
    submission.job = null
  }
  // One that waited for more would never end.
  if (submission.job !== null) await unlessStopped(submission.job.seal(), stop)
  return submission
}

function count(
  submission: Submission,
  batch: readonly Read[],
  outcomes: readonly SubmitOutcome[],
  report: (line: string) => void,
): void {
  for (const [n, outcome] of outcomes.entries()) {
    const { document, where } = batch[n] ?? { document: { document_id: '' }, where: '' }
    if (isRefused(outcome)) {
      const error = refusalError(document.document_id, outcome)
      submission.refused += 1
      submission.errors.push({ where, error })
      report(`refused: ${where}: ${error.message}. ${error.fix}`)
      continue
    }
    submission.documents += 1
    if (outcome !== 'created') submission[outcome] += 1
  }
}

function note(
  item: Exclude<InputItem, { kind: 'document' }>,
  submission: Submission,
  report: SubmitOptions['report'],
): void {
  if (item.kind === 'duplicate') {
    submission.duplicates++
    report(`note: ${item.where}: the same document as before (${item.document_id}), enriched once`)
  } else if (item.kind === 'note') {
    report(`note: ${item.where}: ${item.message}`)
  } else {
    submission.errors.push({ where: item.where, error: item.error })
    report(`error: ${item.error.message}. ${item.error.fix}`)
  }
}
