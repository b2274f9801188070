import { sameDate, samePerson, samePlace, sameText } from './likeness.ts'
import type { Letter, Mention, Truth } from './letters.ts'

/** True, false, or null where the truth does not say. A null value says that the letter does not have it. */
export type Verdict = boolean | null

type Look = (value: unknown, truth: Truth, letter: Letter) => Verdict

const written = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value)

const SENDER = 'document.correspondence.sender'
const RECIPIENT = 'document.correspondence.recipient'

const party =
  (of: 'sender' | 'recipient'): Look =>
  (value, truth) => {
    const known = truth[of]
    if (known === null || known.names.length === 0) return null
    if (value === null) return known.in_text === undefined ? null : !known.in_text
    return [...known.names, ...known.aliases].some((name) => samePerson(written(value), name))
  }

const place =
  (of: 'place_sent' | 'place_received'): Look =>
  (value, truth) => {
    const known = truth[of]
    if (known === null) return null
    if (value === null) return known.in_text === undefined ? null : !known.in_text
    return [known.name, ...(known.aliases ?? [])].some((name) => samePlace(written(value), name))
  }

const wording =
  (of: 'salutation' | 'closing' | 'signature'): Look =>
  (value, truth) => {
    const known = truth[of]
    if (known === null) return null
    return value !== null && sameText(written(value), known)
  }

const creationDate: Look = (value, { date }) => {
  if (date?.iso == null) return null
  if (value === null) return date.year_in_text === undefined ? null : !date.year_in_text
  return sameDate(written(value), date.iso)
}

const dateWording: Look = (value, { date }) => {
  if (date?.as_written == null) return null
  if (value === null) return false
  return [date.as_written, date.dateline].some(
    (each) => each !== null && sameText(written(value), each),
  )
}

const postscript: Look = (value, { postscript: known }) => {
  if (known === null) return null
  if (value === null) return known === false
  return typeof known === 'string' ? sameText(written(value), known) : known
}

const nameOf = (item: unknown): string =>
  typeof item === 'object' && item !== null && 'name' in item ? written(item.name) : written(item)

const mentioned =
  (
    of: 'people_mentioned' | 'places_mentioned' | 'organizations_mentioned',
    same: (a: string, b: string) => boolean,
  ): Look =>
  (value, truth) => {
    const known = truth[of]
    if (known === null || value === null) return null
    const name = nameOf(value)
    const forms = ({ surfaces, normalized }: Mention) => [...(surfaces ?? []), normalized ?? '']
    const found = known.filter((mention) => forms(mention).some((form) => same(name, form)))
    if (found.length === 0) return false
    return found.some(({ scored }) => scored !== false) ? true : null
  }

const LOOKS: Readonly<Record<string, Look>> = {
  [`${SENDER}.name`]: party('sender'),
  [`${RECIPIENT}.name`]: party('recipient'),
  [`${SENDER}.location`]: place('place_sent'),
  [`${RECIPIENT}.location`]: place('place_received'),
  'document.date.creation_date': creationDate,
  'document.date.date_display': dateWording,
  'content.salutation': wording('salutation'),
  'content.closing': wording('closing'),
  'content.signature': wording('signature'),
  'content.postscript': postscript,
  'analysis.people': mentioned('people_mentioned', samePerson),
  'analysis.locations': mentioned('places_mentioned', samePlace),
  'analysis.organizations': mentioned('organizations_mentioned', sameText),
  'metadata.document_type': (value, { document_type: known }) =>
    known === null || value === null ? null : value === known,
  'document.languages': (value, _truth, { language }) =>
    value === null ? null : written(value).split('-')[0] === language,
}

/** Whether a value of a field, or an item of a list, is what the letter's edition records. */
export const isRight = (path: string, value: unknown, letter: Letter): Verdict =>
  LOOKS[path]?.(value, letter.truth, letter) ?? null
