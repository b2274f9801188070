import {
  chosenProfile,
  LARGEST_TEXT_BYTES,
  MIB,
  type Clock,
  type ErrorCode,
  type PicoUsd,
  type Profile,
  type Store,
} from '@colophon/domain'
import { FORM_TYPE, operation, RequestError } from '@colophon/runtime/http'
import type { z } from 'zod'
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
import { estimateDocuments } from '../estimate-submission.ts'
import { collectErrors, submitItems, withoutClashes } from '../submission.ts'
import { answerOf, DryRunAnswer, namedErrors, SubmitAnswer, type Named } from './submit-answer.ts'
import { submitForms, type SubmitForms } from './submit-forms.ts'
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
  store: Pick<Store, 'jobs' | 'documents' | 'ledger'>
  coordinator: Pick<Coordinator, 'openJob'>
  limits: SubmitLimits
  profiles: readonly Profile[]
  /** The most that one document may cost, for estimates. */
  perDocument: PicoUsd
  clock: Clock
}

const DEFAULT_COLLECTION = 'default'

type JobSettings = Omit<z.infer<SubmitForms['body']>, 'documents'> & {
  language?: string | undefined
}

/** Addresses and forms have texts only. */
const fromQuery = ({
  keep_open,
  replace,
  dry_run,
  ...rest
}: z.infer<SubmitForms['fields']>): JobSettings => ({
  ...rest,
  ...(keep_open === undefined ? {} : { keep_open: keep_open === 'true' }),
  ...(replace === undefined ? {} : { replace: replace === 'true' }),
  ...(dry_run === undefined ? {} : { dry_run: dry_run === 'true' }),
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

/** POST of documents: a list in JSON, one a line for as long as they come, or files of a form. */
export function submitOperation({ limits, profiles, ...deps }: SubmitDeps) {
  const forms = submitForms(profiles)
  return operation({
    summary: 'A new job of the documents in the body',
    description:
      'As JSON, as one document a line without a limit, or as files of a form. A document that cannot be taken is named in `errors`; the rest goes on: ' +
      'so is the second of two with the same id and different texts, and one whose id another collection has. ' +
      'The job id makes it safe to send everything again after a connection was lost.',
    query: forms.query,
    body: forms.body,
    describedBody: forms.submission,
    bodyLimit: limits.maxBodyBytes,
    streams: LINE_TYPES,
    form: forms.form,
    status: 202,
    response: SubmitAnswer,
    otherAnswers: { 200: DryRunAnswer },
    errors: {
      400: 'request.invalid, profile.unknown',
      409: CONFLICTS.join(', '),
      422: 'request.invalid',
    },
    async handle({ tenant, query, body, stream }) {
      const given = fromQuery(query)
      const take = async (settings: JobSettings, named: Named, read: Read) => {
        const profile = chosenProfile(settings.profile, profiles)
        const items = read(rulesOf(profile, settings, limits))
        if (settings.dry_run === true) return await dryRun(deps, tenant, items, named)
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
      await using upload = await openUpload(stream, { schema: forms.fields, limits })
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

async function dryRun(
  { store, perDocument, clock }: Omit<SubmitDeps, 'limits' | 'profiles'>,
  tenantId: string,
  items: ReturnType<Read>,
  named: Named,
): Promise<z.infer<typeof DryRunAnswer>> {
  const { errors, tell } = collectErrors()
  const asked = { store, tenantId, perDocument, now: new Date(clock.now()) }
  const { estimate, counts } = await estimateDocuments(asked, withoutClashes(items), { tell })
  return { estimate, errors: namedErrors(errors, named), errors_total: counts.notRead }
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
  ...(settings.reach === undefined ? {} : { reach: settings.reach }),
  ...(settings.job_id === undefined ? {} : { jobId: settings.job_id }),
})
