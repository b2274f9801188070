import {
  getPath,
  isHuman,
  withoutRegister,
  type Mention,
  type MergeResult,
  type Provenance,
  type RegisterSource,
  type Support,
} from '@colophon/domain'

export const SENDER = 'document.correspondence.sender.name'
export const RECIPIENT = 'document.correspondence.recipient.name'
export const SIGNATURE = 'content.signature'
export const SALUTATION = 'content.salutation'
export const DATE = 'document.date.creation_date'
export const DATE_WORDS = 'document.date.date_display'
export const PEOPLE = 'analysis.people'

/** What a letter says of these the register reads: who wrote, to whom, and when. */
const READ = [SENDER, RECIPIENT, SIGNATURE, SALUTATION, DATE, DATE_WORDS]

/** The record as the letter's own reading has it: what a register gave would confirm itself. */
type Reading = Pick<MergeResult, 'data' | 'provenance'>

interface Said {
  value: unknown
  provenance: Provenance | undefined
}

const saidAt = ({ data, provenance }: Reading, path: string): Said => ({
  value: getPath(data, path),
  provenance: provenance[path],
})

function mentionAt(document_id: string, path: string, { value, provenance }: Said): Mention | null {
  if (typeof value !== 'string' || value === '' || provenance === undefined) return null
  const { evidence, confidence } = provenance
  return {
    document_id,
    path,
    value,
    words: evidence?.quote ?? '',
    start: evidence?.start ?? 0,
    end: evidence?.end ?? 0,
    confidence,
    decided: isHuman(provenance),
  }
}

const isItem = (value: unknown): value is { name: unknown; role: unknown } =>
  typeof value === 'object' && value !== null && 'name' in value && 'role' in value

/** The people a letter tells of; its correspondents are read where they stand as such. */
function peopleIn(document_id: string, reading: Reading): Mention[] {
  const people = getPath(reading.data, PEOPLE)
  if (!Array.isArray(people)) return []
  return people.flatMap((item: unknown, index) => {
    if (!isItem(item) || item.role !== 'mentioned') return []
    const { provenance } = saidAt(reading, `${PEOPLE}.${String(index)}`)
    const path = `${PEOPLE}.${String(index)}.name`
    return mentionAt(document_id, path, { value: item.name, provenance }) ?? []
  })
}

/** What a letter says that the register of its collection can use. */
export function mentionsOf(document: RegisterSource): Mention[] {
  const reading = withoutRegister(document)
  const { document_id } = document
  return [
    ...READ.flatMap((path) => mentionAt(document_id, path, saidAt(reading, path)) ?? []),
    ...peopleIn(document_id, reading),
  ]
}

/** The words of a letter as what a proposal for another rests on. */
export const asSupport = ({ document_id, path, words, start, end }: Mention): Support => ({
  kind: 'document',
  document_id,
  path,
  quote: words,
  start,
  end,
})
