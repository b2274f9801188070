import { z } from 'zod'
import type { Profile } from '../profile.ts'
import type { DocumentRecord } from '../record/document.ts'
import { getPath } from '../record/path.ts'
import { isHuman, isOfRegister } from '../record/provenance.ts'
import { Mention } from './mention.ts'
import type { RegisterSpec } from './register.ts'
import { withoutRegister } from './with-register.ts'

/** A value of a record that a register gave: a later proposal that says the same changes nothing. */
export const GivenByRegister = z.object({
  path: z.string(),
  value: z.unknown(),
  kind: z.string().nullable(),
  confidence: z.number(),
  /** Of the words that it makes fuller. */
  start: z.int().min(0),
  end: z.int().min(0),
})
export type GivenByRegister = z.infer<typeof GivenByRegister>

/** That a person took a value of the register away from a document: it is not proposed there again. */
export const Refusal = z.object({
  path: z.string(),
  value: z.unknown(),
  /** `human:<id>` */
  by: z.string(),
  at: z.string(),
})
export type Refusal = z.infer<typeof Refusal>

/** What the register of a collection knows of one document, as it was at a revision. */
export const RegisterReading = z.object({
  document_id: z.string(),
  profile: z.string(),
  revision: z.int().min(1),
  /** What tells it from others in a list. */
  title: z.string(),
  /** What the document itself says. */
  mentions: z.array(Mention),
  given: z.array(GivenByRegister),
  refused: z.array(Refusal),
  /** A person has decided on it: no pass changes it. */
  settled: z.boolean(),
})
export type RegisterReading = z.infer<typeof RegisterReading>

const DECIDED: ReadonlySet<DocumentRecord['review_status']> = new Set(['approved', 'rejected'])

/** Whether a person has decided on a record, be it as a whole or on one field. */
export const isSettledByPeople = ({
  review_status,
  provenance,
}: Pick<DocumentRecord, 'review_status' | 'provenance'>): boolean =>
  DECIDED.has(review_status) || Object.values(provenance).some(isHuman)

function givenIn({ enriched_data, provenance }: DocumentRecord): GivenByRegister[] {
  return Object.entries(provenance).flatMap(([path, entry]) => {
    if (!isOfRegister(entry)) return []
    const { tool: kind, confidence, evidence } = entry
    const span = { start: evidence?.start ?? 0, end: evidence?.end ?? 0 }
    return { path, value: getPath(enriched_data, path) ?? null, kind, confidence, ...span }
  })
}

/** Values of the register beside which a person has set another, or none. */
function refusedIn({ enriched_data, provenance, rivals }: DocumentRecord): Refusal[] {
  return rivals.flatMap(({ path, value, provenance: proposed }) => {
    const entry = provenance[path]
    if (!isOfRegister(proposed) || entry === undefined || !isHuman(entry)) return []
    const isKept = JSON.stringify(getPath(enriched_data, path)) === JSON.stringify(value)
    return isKept ? [] : { path, value, by: entry.source, at: entry.at }
  })
}

/** What is read of a completed document. A rejected one, and one of a profile without a register, says nothing. */
export function readingOf(
  { title }: Pick<Profile, 'title'>,
  register: Pick<RegisterSpec, 'mentionsOf'> | null,
  document: DocumentRecord,
): RegisterReading {
  const { document_id, profile, revision, enriched_data: data, source, review_status } = document
  const isRead = register !== null && data !== null && review_status !== 'rejected'
  const own = withoutRegister(document)
  const mentions = isRead
    ? register.mentionsOf({
        ...{ document_id, source, enriched_data: own.data },
        ...{ provenance: own.provenance, rivals: own.rivals },
      })
    : []
  return {
    ...{ document_id, profile, revision, mentions },
    title: title(data ?? {}),
    given: givenIn(document),
    refused: refusedIn(document),
    settled: isSettledByPeople(document),
  }
}
