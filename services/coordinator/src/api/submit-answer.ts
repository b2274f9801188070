import { Reply, RequestError } from '@colophon/runtime/http'
import { z } from 'zod'
import type { Refusal, SubmissionResult } from '../submission.ts'

const Count = z.int().min(0)
const Failure = { code: z.string(), message: z.string() }

export const SubmitAnswer = z.object({
  job_id: z.string(),
  accepted: Count.describe('New documents'),
  unchanged: Count.describe('Known already with the same text: nothing is done again'),
  revised: Count.describe('Known with another text: they start again'),
  errors: z
    .array(
      z.union([
        z.object({ line: Count, ...Failure }),
        z.object({ index: Count, ...Failure }),
        z.object({ file: z.string(), ...Failure }),
      ]),
    )
    .describe(
      'The first 100 documents that were not taken; `index` counts from 0, `line` from 1, and of a form it is the `file`',
    ),
  errors_total: Count,
})
export type SubmitAnswer = z.infer<typeof SubmitAnswer>

/** How documents of a body are told apart: lines of a stream, places in a list, files of a form. */
export type Named = 'line' | 'index' | 'file'

function placeOf({ position, where }: Refusal, named: Named) {
  if (named === 'file') return { file: where }
  return named === 'line' ? { line: position ?? 0 } : { index: (position ?? 1) - 1 }
}

export function answerOf(result: SubmissionResult, named: Named): Reply {
  const { jobId, accepted, unchanged, revised, errorsTotal } = result
  if (jobId === null) throw nothingTaken(result, named)
  const errors = result.errors.map((error) => {
    const { code, message } = error
    return { ...placeOf(error, named), code, message }
  })
  const answer = { job_id: jobId, accepted, unchanged, revised, errors, errors_total: errorsTotal }
  const location = `/api/jobs/${encodeURIComponent(jobId)}`
  return new Reply(answer, { status: 202, headers: { location } })
}

function nothingTaken({ errors, errorsTotal }: SubmissionResult, named: Named): RequestError {
  const faults = errors.map((error) => ({
    in: 'body' as const,
    name: Object.entries(placeOf(error, named)).flat().join(' '),
    message: `${error.message} [${error.code}]`,
  }))
  const why =
    errorsTotal === 0
      ? 'The body has no documents.'
      : `None of the documents can be taken (${errorsTotal}), so there is no job.`
  return new RequestError(422, why, faults)
}
