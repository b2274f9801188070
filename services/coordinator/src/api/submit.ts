import { Priority, type Store } from '@colophon/domain'
import { lettersProfile } from '@colophon/domain/letters'
import { operation, Reply, RequestError } from '@colophon/runtime/http'
import { z } from 'zod'
import type { Coordinator, JobRequest } from '../coordinator.ts'
import {
  documentFromJson,
  errorItem,
  READERS,
  type InputItem,
  type Origin,
  type ReadingRules,
} from '../intake/index.ts'
import { submitItems, type SubmissionError, type SubmissionResult } from '../submission.ts'

export interface SubmitLimits {
  /** Largest text of one document. */
  maxTextBytes: number
  /** Largest JSON body; a stream of lines has no limit. */
  maxBodyBytes: number
  /** Documents of one JSON body; a stream of lines has no limit. */
  maxDocuments: number
}

export const SUBMIT_LIMITS: SubmitLimits = {
  maxTextBytes: 5 * 1024 * 1024,
  maxBodyBytes: 32 * 1024 * 1024,
  maxDocuments: 1_000,
}

export interface SubmitDeps {
  store: Pick<Store, 'jobs' | 'documents'>
  coordinator: Pick<Coordinator, 'openJob'>
  limits: SubmitLimits
}

const DEFAULT_COLLECTION = 'default'

const Identifier = z.string().regex(/^[\w.:@-]{1,120}$/, 'letters, digits and . : @ - _ only')

const JOB_SETTINGS = {
  job_id: Identifier.optional().describe(
    'Yours, or made here; sending the same again adds nothing twice',
  ),
  collection_id: Identifier.optional().describe('Of documents that name none (default)'),
  priority: Priority.optional().describe('Which queue (normal)'),
  profile: z.enum([lettersProfile.name]).optional().describe('Kind of records (letters)'),
}
const KEEP_OPEN = 'More documents of this `job_id` follow in later requests'

const SubmitQuery = z.object({
  ...JOB_SETTINGS,
  keep_open: z.enum(['true', 'false']).optional().describe(KEEP_OPEN),
})

// Strict: a misspelt setting would go unnoticed, and the documents into the wrong collection.
const SubmitBody = z.strictObject({
  ...JOB_SETTINGS,
  keep_open: z.boolean().optional().describe(KEEP_OPEN),
  documents: z
    .array(z.unknown())
    .describe('Each {id?, text | pages[], language?, collection_id?, source?, ocr_confidence?}'),
})

type JobSettings = Omit<z.infer<typeof SubmitBody>, 'documents'>

/** What stands in the body goes before what stands in the address. */
function settingsOf(
  query: z.infer<typeof SubmitQuery>,
  body: z.infer<typeof SubmitBody> | undefined,
): JobSettings {
  const { keep_open, ...rest } = query
  return { keep_open: keep_open === 'true', ...rest, ...body }
}

const Count = z.int().min(0)
const Failure = { code: z.string(), message: z.string() }

export const SubmitAnswer = z.object({
  job_id: z.string(),
  accepted: Count.describe('New documents'),
  unchanged: Count.describe('Known already with the same text: nothing is done again'),
  revised: Count.describe('Known with another text: they start again'),
  errors: z
    .array(z.union([z.object({ line: Count, ...Failure }), z.object({ index: Count, ...Failure })]))
    .describe('The first 100 documents that were not taken; `index` counts from 0, `line` from 1'),
  errors_total: Count,
})
export type SubmitAnswer = z.infer<typeof SubmitAnswer>

/** Lines are what streams are made of; both names are in use for it. */
export const LINE_TYPES = ['application/x-ndjson', 'application/jsonl']

const STREAM_ORIGIN: Origin = {
  where: 'body',
  stem: 'doc',
  idSeed: null,
  // Nothing but the text tells documents without an id apart, over all requests there will ever be.
  idDigits: 24,
  file: undefined,
}

function* listItems(values: readonly unknown[], rules: ReadingRules): Generator<InputItem> {
  for (const [index, value] of values.entries()) {
    const where = `document ${index}`
    const position = index + 1
    try {
      const place = { where, origin: STREAM_ORIGIN, rules, position }
      yield { kind: 'document', document: documentFromJson(value, place), where, position }
    } catch (thrown) {
      yield errorItem(thrown, where, position)
    }
  }
}

/** POST of documents: a list in JSON, or one a line for as long as the sender likes. */
export function submitOperation({ store, coordinator, limits }: SubmitDeps) {
  return operation({
    summary: 'A new job of the documents in the body',
    description:
      'As JSON, or as one document a line without a limit. A document that cannot be taken is named in `errors`; the rest goes on. ' +
      'The job id makes it safe to send everything again after a connection was lost.',
    query: SubmitQuery,
    body: SubmitBody,
    bodyLimit: limits.maxBodyBytes,
    streams: LINE_TYPES,
    status: 202,
    response: SubmitAnswer,
    errors: { 409: 'job.invalid_state', 413: 'request.invalid', 415: 'request.invalid' },
    async handle({ tenant, query, body, stream }) {
      const settings = settingsOf(query, stream === undefined ? body : undefined)
      const rules: ReadingRules = {
        maxTextBytes: limits.maxTextBytes,
        collection: settings.collection_id ?? DEFAULT_COLLECTION,
        idPrefix: '',
      }
      const named = stream === undefined ? 'index' : 'line'
      const items =
        stream === undefined
          ? listItems(withinLimit(body.documents, limits.maxDocuments), rules)
          : READERS.jsonl.read({ bytes: stream.bytes, origin: STREAM_ORIGIN, rules })
      const result = await submitItems({ store, coordinator }, items, {
        request: requestOf(tenant, settings),
        keepOpen: settings.keep_open === true,
      })
      return answerOf(result, named)
    },
  })
}

function withinLimit(documents: unknown[], most: number): unknown[] {
  if (documents.length <= most) return documents
  throw new RequestError(
    413,
    `A list may have ${most} documents: send more as lines (${LINE_TYPES.join(', ')}), or in several requests.`,
  )
}

const requestOf = (tenantId: string, settings: JobSettings): JobRequest => ({
  tenantId,
  collectionId: settings.collection_id ?? DEFAULT_COLLECTION,
  profile: settings.profile ?? lettersProfile.name,
  priority: settings.priority ?? 'normal',
  ...(settings.job_id === undefined ? {} : { jobId: settings.job_id }),
})

type Named = 'line' | 'index'

const placed = ({ position, code, message }: SubmissionError, named: Named) =>
  named === 'line'
    ? { line: position ?? 0, code, message }
    : { index: (position ?? 1) - 1, code, message }

function answerOf(result: SubmissionResult, named: Named): Reply {
  const { jobId, accepted, unchanged, revised, errorsTotal } = result
  if (jobId === null) throw nothingTaken(result, named)
  const errors = result.errors.map((error) => placed(error, named))
  const answer = { job_id: jobId, accepted, unchanged, revised, errors, errors_total: errorsTotal }
  const location = `/api/jobs/${encodeURIComponent(jobId)}`
  return new Reply(answer, { status: 202, headers: { location } })
}

function nothingTaken({ errors, errorsTotal }: SubmissionResult, named: Named): RequestError {
  const faults = errors.map(({ position, code, message }) => ({
    in: 'body' as const,
    name: `${named} ${named === 'line' ? (position ?? 0) : (position ?? 1) - 1}`,
    message: `${message} [${code}]`,
  }))
  const why =
    errorsTotal === 0
      ? 'The body has no documents.'
      : `None of the documents can be taken (${errorsTotal}), so there is no job.`
  return new RequestError(422, why, faults)
}
