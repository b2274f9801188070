import { defaultProfile, LanguageForm, Priority, Reach, type Profile } from '@colophon/domain'
import { InputFormats } from '@colophon/formats/read'
import { z } from 'zod'

const Identifier = z.string().regex(/^[\w.:@-]{1,120}$/, 'a-z, A-Z, digits and . : @ - _ only')

const KEEP_OPEN = 'More documents of this `job_id` follow in later requests'
const REPLACE = 'Documents of other collections and machines that have one of the ids are replaced'

const DRY_RUN = 'Says what the documents would cost (200), and writes nothing'

const flag = z.enum(['true', 'false']).optional()

const jobSettings = (profiles: readonly Profile[]) => ({
  job_id: Identifier.optional().describe(
    'Yours, or made here; sending the same again adds nothing twice',
  ),
  collection_id: Identifier.optional().describe('Of documents that name none (default)'),
  priority: Priority.optional().describe('Which queue (normal)'),
  reach: Reach.optional().describe(
    'How far the texts may go: `rules`, `local` models or `cloud`; what a document or its collection says can be narrower, and holds then',
  ),
  profile: Identifier.optional().describe(
    `Kind of records: ${profiles.map(({ name }) => name).join(', ')}; the first where none is named`,
  ),
})

/** One document as submitted, in the form of its profile. */
export function submittedDocument(profiles: readonly Profile[]): z.ZodType {
  const { source } = defaultProfile(profiles)
  const [, ...others] = profiles
  return others.length === 0
    ? source.form
    : z.union([source.form, ...others.map((profile) => profile.source.form)])
}

/** The forms of all that a process with these profiles takes: the settings of a job in an address, and documents in JSON or as files. */
export function submitForms(profiles: readonly Profile[]) {
  const settings = jobSettings(profiles)
  const query = z.object({
    ...settings,
    keep_open: flag.describe(KEEP_OPEN),
    replace: flag.describe(REPLACE),
    dry_run: flag.describe(DRY_RUN),
  })
  // Strict: a misspelt setting would go unnoticed, and the documents into the wrong collection.
  const body = z.strictObject({
    ...settings,
    keep_open: z.boolean().optional().describe(KEEP_OPEN),
    replace: z.boolean().optional().describe(REPLACE),
    dry_run: z.boolean().optional().describe(DRY_RUN),
    documents: z.array(z.unknown()).describe('Each in the form of the profile'),
  })
  const fields = z.strictObject({
    ...query.shape,
    language: LanguageForm.optional().describe('Of documents that name none'),
  })
  const formats = new InputFormats(profiles.flatMap(({ source }) => source.files))
  return {
    query,
    body,
    /** The body as it should be: each document is judged by itself, and named when it does not fit. */
    submission: body.extend({ documents: z.array(submittedDocument(profiles)).min(1) }),
    fields,
    form: fields.extend({
      files: z
        .array(z.file())
        .describe(`After the fields: ${formats.inWords()}, as the profile takes them; any name`),
    }),
  }
}
export type SubmitForms = ReturnType<typeof submitForms>
