import { ColophonError, ERRORS, Estimate, isErrorCode } from '@colophon/domain'
import { Reply, RequestError } from '@colophon/runtime/http'
import { z } from 'zod'
import type { Refusal, SubmissionResult } from '../submission.ts'

const Count = z.int().min(0)
const CONFLICT = 409
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

/** To `dry_run`: nothing was written, and there is no job. */
export const DryRunAnswer = z.object({
  estimate: Estimate,
  errors: SubmitAnswer.shape.errors,
  errors_total: Count,
})

/** How documents of a body are told apart: lines of a stream, places in a list, files of a form. */
export type Named = 'line' | 'index' | 'file'

function placeOf({ position, where }: Refusal, named: Named) {
  if (named === 'file') return { file: where }
  return named === 'line' ? { line: position ?? 0 } : { index: (position ?? 1) - 1 }
}

/** Some are found when they are read, some when they are written. */
const inOrder = (errors: readonly Refusal[], named: Named): readonly Refusal[] =>
  named === 'file'
    ? errors
    : errors.toSorted((one, other) => (one.position ?? 0) - (other.position ?? 0))

export const namedErrors = (errors: readonly Refusal[], named: Named) =>
  inOrder(errors, named).map((error) => {
    const { code, message } = error
    return { ...placeOf(error, named), code, message }
  })

export function answerOf(result: SubmissionResult, named: Named): Reply {
  const { jobId, accepted, unchanged, revised, errorsTotal } = result
  if (jobId === null) throw nothingTaken(result, named)
  const errors = namedErrors(result.errors, named)
  const answer = { job_id: jobId, accepted, unchanged, revised, errors, errors_total: errorsTotal }
  const location = `/api/jobs/${encodeURIComponent(jobId)}`
  return new Reply(answer, { status: 202, headers: { location } })
}

/** Why there is no job: what all documents were refused for, where that is one thing, or the list of it. */
function nothingTaken({ errors, errorsTotal }: SubmissionResult, named: Named): Error {
  const faults = inOrder(errors, named).map((error) => ({
    in: 'body' as const,
    name: Object.entries(placeOf(error, named)).flat().join(' '),
    message: `${error.message} [${error.code}]`,
  }))
  const [first] = errors
  const isOne = first !== undefined && errors.every(({ code }) => code === first.code)
  if (isOne && isErrorCode(first.code) && ERRORS[first.code].status === CONFLICT) {
    const others = errorsTotal > 1 ? ` (and so ${errorsTotal - 1} more)` : ''
    const error = new ColophonError(first.code, `${first.message}${others}`)
    return Object.assign(error, { errors: faults })
  }
  const why =
    errorsTotal === 0
      ? 'The body has no documents.'
      : `None of the documents can be taken (${errorsTotal}), so there is no job.`
  return new RequestError(422, why, faults)
}
