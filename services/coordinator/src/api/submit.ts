import {
  LanguageForm,
  LARGEST_TEXT_BYTES,
  MIB,
  Priority,
  requireProfile,
  type ErrorCode,
  type Profile,
  type Store,
} from '@colophon/domain'
import { FORM_TYPE, operation, RequestError } from '@colophon/runtime/http'
import { z } from 'zod'
import type { Coordinator } from '../coordinator.ts'
import {
  documentItem,
  InputFormats,
  jsonl,
  readDocuments,
  type InputItem,
  type Origin,
  type ReadingRules,
} from '@colophon/formats/read'
import type { JobRequest } from '../open-job.ts'
import { PROFILES } from '../profiles.ts'
import { submitItems } from '../submission.ts'
import { answerOf, SubmitAnswer, type Named } from './submit-answer.ts'
import { openUpload } from './upload/index.ts'

export interface SubmitLimits {
  /** Largest text of one document. */
  maxTextBytes: number
  /** Largest JSON body, or file of a form that is parsed in memory; a stream of lines has no limit. */
  maxBodyBytes: number
  /** Documents of one JSON body; a stream of lines has no limit. */
  maxDocuments: number
  /** Files of one form; a file of lines has no limit. */
  maxFiles: number
}

export const SUBMIT_LIMITS: SubmitLimits = {
  maxTextBytes: LARGEST_TEXT_BYTES,
  maxBodyBytes: 32 * MIB,
  maxDocuments: 1_000,
  maxFiles: 10_000,
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
  profile: Identifier.optional().describe('Kind of records: letters'),
}
const KEEP_OPEN = 'More documents of this `job_id` follow in later requests'
const REPLACE = 'Documents of other collections and machines that have one of the ids are replaced'

const flag = z.enum(['true', 'false']).optional()

const SubmitQuery = z.object({
  ...JOB_SETTINGS,
  keep_open: flag.describe(KEEP_OPEN),
  replace: flag.describe(REPLACE),
})

// Strict: a misspelt setting would go unnoticed, and the documents into the wrong collection.
const SubmitBody = z.strictObject({
  ...JOB_SETTINGS,
  keep_open: z.boolean().optional().describe(KEEP_OPEN),
  replace: z.boolean().optional().describe(REPLACE),
  documents: z
    .array(z.unknown())
    .describe('Each {id?, text | pages[], language?, collection_id?, source?, ocr_confidence?}'),
})

const [ONE = z.never(), ...MORE] = PROFILES.map(({ source }) => source.form)
/** One document as submitted, in the form of its profile. */
export const SubmittedDocument = MORE.length === 0 ? ONE : z.union([ONE, ...MORE])

/** The body as it should be: each document is judged by itself, and named when it does not fit. */
export const Submission = SubmitBody.extend({ documents: z.array(SubmittedDocument).min(1) })

const SubmitFields = z.strictObject({
  ...SubmitQuery.shape,
  language: LanguageForm.optional().describe('Of documents that name none'),
})

const SubmitForm = SubmitFields.extend({
  files: z
    .array(z.file())
    .describe('After the fields: .txt and .md (a document each), .json and .jsonl; any name'),
})

type JobSettings = Omit<z.infer<typeof SubmitBody>, 'documents'> & {
  language?: string | undefined
}

/** Addresses and forms have texts only. */
const fromQuery = ({ keep_open, replace, ...rest }: z.infer<typeof SubmitFields>): JobSettings => ({
  ...rest,
  ...(keep_open === undefined ? {} : { keep_open: keep_open === 'true' }),
  ...(replace === undefined ? {} : { replace: replace === 'true' }),
})

/** Lines are what streams are made of; both names are in use for it. */
const LINE_TYPES = ['application/x-ndjson', 'application/jsonl']

const STREAM_ORIGIN: Origin = {
  where: 'body',
  stem: 'doc',
  // Nothing but the text tells documents without an id apart, over all requests there will ever be.
  idFrom: { kind: 'text', formerDigits: 24 },
  file: undefined,
}

function* listItems(values: readonly unknown[], rules: ReadingRules): Generator<InputItem> {
  for (const [index, value] of values.entries()) {
    const place = { where: `document ${index}`, position: index + 1 }
    yield documentItem(value, { ...place, origin: STREAM_ORIGIN, rules })
  }
}

/** Errors of a job that takes no more, and of requests whose documents were all refused for one of the others. */
const CONFLICTS: readonly ErrorCode[] = [
  'job.invalid_state',
  'document.other_collection',
  'document.other_machine',
  'document.other_profile',
  'input.duplicate_id',
]

/** POST of documents: a list in JSON, one a line for as long as the sender likes, or files of a form. */
export function submitOperation({ limits, ...deps }: SubmitDeps) {
  return operation({
    summary: 'A new job of the documents in the body',
    description:
      'As JSON, as one document a line without a limit, or as files of a form. A document that cannot be taken is named in `errors`; the rest goes on: ' +
      'so is the second of two with the same id and different texts, and one whose id another collection has. ' +
      'The job id makes it safe to send everything again after a connection was lost.',
    query: SubmitQuery,
    body: SubmitBody,
    describedBody: Submission,
    bodyLimit: limits.maxBodyBytes,
    streams: LINE_TYPES,
    form: SubmitForm,
    status: 202,
    response: SubmitAnswer,
    errors: {
      400: 'request.invalid, profile.unknown',
      409: CONFLICTS.join(', '),
      422: 'request.invalid',
    },
    async handle({ tenant, query, body, stream }) {
      const given = fromQuery(query)
      const take = async (settings: JobSettings, named: Named, read: Read) => {
        const profile = requireProfile(settings.profile ?? PROFILES[0].name, PROFILES)
        const items = read(rulesOf(profile, settings, limits))
        const request = requestOf(tenant, profile, settings)
        const keepOpen = settings.keep_open === true
        return answerOf(await submitItems(deps, items, { request, keepOpen }), named)
      }
      if (stream === undefined) {
        const { documents, ...settings } = body
        const listed = withinLimit(documents, limits.maxDocuments)
        return take({ ...given, ...settings }, 'index', (rules) => listItems(listed, rules))
      }
      if (stream.mediaType !== FORM_TYPE) {
        const { bytes } = stream
        return take(given, 'line', (rules) =>
          readDocuments(jsonl, { bytes, origin: STREAM_ORIGIN, rules }),
        )
      }
      await using upload = await openUpload(stream, { schema: SubmitFields, limits })
      const settings = { ...given, ...fromQuery(upload.fields) }
      return await take(settings, 'file', (rules) =>
        upload.items({
          ...rules,
          formats: new InputFormats(rules.source.files),
          maxParsedBytes: limits.maxBodyBytes,
        }),
      )
    },
  })
}

type Read = (rules: ReadingRules) => AsyncIterable<InputItem> | Iterable<InputItem>

const rulesOf = (
  { source }: Profile,
  settings: JobSettings,
  { maxTextBytes }: SubmitLimits,
): ReadingRules => ({
  source,
  maxTextBytes,
  collection: settings.collection_id ?? DEFAULT_COLLECTION,
  idPrefix: '',
  language: settings.language,
})

function withinLimit(documents: unknown[], most: number): unknown[] {
  if (documents.length <= most) return documents
  throw new RequestError(
    413,
    `A list may have ${most} documents: send more as lines (${LINE_TYPES.join(', ')}), or in several requests.`,
  )
}

const requestOf = (tenantId: string, profile: Profile, settings: JobSettings): JobRequest => ({
  tenantId,
  collectionId: settings.collection_id ?? DEFAULT_COLLECTION,
  profile: profile.name,
  priority: settings.priority ?? 'normal',
  replace: settings.replace === true,
  ...(settings.job_id === undefined ? {} : { jobId: settings.job_id }),
})
