import { isPresent, type DocumentRecord, type Provenance } from '@colophon/domain'

/** A complaint about a record, by somebody who shares no line with what made it. */
export interface Finding {
  document: string
  path: string
  what: string
}

const squash = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/ß/g, 'ss')
    .replace(/æ/gi, 'ae')
    .replace(/œ/gi, 'oe')
    .replace(/ſ/g, 's')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

const partsOf = (value: unknown): string[] => {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(partsOf)
}

/** Classes and codes, which are no words of a letter. */
const CLASSES =
  /^(?:mentioned|sender|recipient|institution|company|government|religious|other|city|country|region|building|letter|memo|telegram|fax|email|invitation|postcard|card|restricted|[a-z]{2})$/

function isWritten(part: string, text: string): boolean {
  if (CLASSES.test(part)) return true
  const year = /^(\d{4})(?:-\d\d)*$/.exec(part)?.[1]
  if (year !== undefined) return text.includes(year.slice(2))
  // Words of a name may be turned round, and an initial may stand for one.
  const whole = squash(text)
  return (
    whole.includes(squash(part)) ||
    part.split(/[\s,]+/).every((word) => whole.includes(squash(word)))
  )
}

const ofModel = ({ source }: Provenance): boolean =>
  source !== 'rules' && source !== 'input' && !source.startsWith('human:')

const valueAt = (data: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], data)

/** The values in a record that a model gave, with their provenance. */
export const modelValues = ({ enriched_data: data, provenance }: DocumentRecord) =>
  Object.entries(provenance)
    .filter(([path, entry]) => ofModel(entry) && isPresent(valueAt(data, path)))
    .map(([path, entry]) => ({ path, entry, value: valueAt(data, path) }))

/** Values of a model in a record for which the text does not stand up. */
export function unsupportedIn(document: DocumentRecord): Finding[] {
  const { text } = document.source
  return modelValues(document).flatMap(({ path, entry, value }) => {
    const found = (what: string): Finding => ({ document: document.document_id, path, what })
    const { evidence } = entry
    if (evidence === null) return [found('no quote')]
    if (text.slice(evidence.start, evidence.end) !== evidence.quote)
      return [found('the quote does not stand there')]
    const madeUp = partsOf(value).find((part) => !isWritten(part, text))
    return madeUp === undefined ? [] : [found(`not in the text: ${madeUp.slice(0, 60)}`)]
  })
}

export const isAutoApproved = (document: DocumentRecord): boolean =>
  document.status === 'completed' && document.review_status === 'not_required'
