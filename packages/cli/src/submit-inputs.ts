import {
  isRefused,
  refusalError,
  type ColophonError,
  type NewDocument,
  type SubmitOutcome,
} from '@colophon/domain'
import type { OpenJob } from '@colophon/coordinator'
import type { InputItem } from './input/read-inputs.ts'

export interface Submission {
  /** Documents in the job, each once. */
  documents: number
  /** Of these: known already with the same text, so that nothing is done again. */
  unchanged: number
  revised: number
  duplicates: number
  /** Inputs that gave no document. */
  errors: { where: string; error: ColophonError }[]
}

const BATCH = 200

interface Read {
  document: NewDocument
  where: string
}

/**
 * Adds every document of the inputs to the job, in their order. Whatever cannot be read is told to `report` and counted;
 * the rest goes on.
 */
export async function submitInputs(
  job: OpenJob,
  inputs: AsyncIterable<InputItem>,
  report: (line: string) => void,
  stop: AbortSignal,
): Promise<Submission> {
  const submission: Submission = {
    documents: 0,
    unchanged: 0,
    revised: 0,
    duplicates: 0,
    errors: [],
  }
  let batch: Read[] = []
  const flush = async (): Promise<void> => {
    const outcomes = await job.add(batch.map(({ document }) => document))
    count(submission, batch, outcomes, report)
    batch = []
  }
  for await (const item of inputs) {
    if (stop.aborted) break
    if (item.kind === 'document') {
      batch.push(item)
      if (batch.length >= BATCH) await flush()
    } else if (item.kind === 'duplicate') {
      submission.duplicates++
      report(
        `note: ${item.where}: the same document as before (${item.document_id}), enriched once`,
      )
    } else if (item.kind === 'note') {
      report(`note: ${item.where}: ${item.message}`)
    } else {
      submission.errors.push({ where: item.where, error: item.error })
      report(`error: ${item.error.message}. ${item.error.fix}`)
    }
  }
  if (batch.length > 0) await flush()
  await job.seal()
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
      submission.errors.push({ where, error })
      report(`refused: ${where}: ${error.message}. ${error.fix}`)
      continue
    }
    submission.documents += 1
    if (outcome !== 'created') submission[outcome] += 1
  }
}
