import { z } from 'zod'
import { ColophonError } from '../errors/errors.ts'
import type { Profile } from '../profile.ts'
import type { Source } from '../record/document.ts'
import { isPresent } from '../record/path.ts'
import type { Evidence } from '../record/provenance.ts'
import type { TextSpan } from './decisions.ts'
import { isWithin } from './field-state.ts'
import { expectedOf, type SchemaPlace } from './schema-at.ts'

/** Largest value as JSON, in UTF-16 units. */
export const MAX_VALUE_LENGTH = 64 * 1024
/** Quotes, line ends and marks take two characters of JSON. */
const JSON_GROWTH = 2

const invalid = (message: string): ColophonError =>
  new ColophonError('review.invalid_value', message)

/** Fields that hold the text itself may be as long as it is. */
function lengthAllowed({ bulk }: Profile, path: string, text: string): number {
  const isText = bulk.some((whole) => isWithin(path, whole))
  return isText ? Math.max(MAX_VALUE_LENGTH, text.length * JSON_GROWTH) : MAX_VALUE_LENGTH
}

/** Whether everything that was given is in what the schema takes of it: it leaves out what it does not know. */
function isWhole(given: unknown, taken: unknown): boolean {
  if (typeof given !== 'object' || given === null) return true
  if (typeof taken !== 'object' || taken === null) return false
  return Object.entries(given).every(
    ([key, part]) =>
      Object.hasOwn(taken, key) && isWhole(part, (taken as Record<string, unknown>)[key]),
  )
}

/** What is expected where the first fault is: `dates.0.date has to be …`. */
function faultOf(place: SchemaPlace, error: z.ZodError): string {
  const [issue] = error.issues
  const within = issue?.path.map(String) ?? []
  const path = [place.path, ...within].join('.')
  const expected = expectedOf(partOf(place.schema, within))
  return `${path} has to be ${expected}`
}

/** The schema of a part; that of what is around it where it has none of its own. */
function partOf(schema: z.ZodType, keys: readonly string[]): z.ZodType {
  const [key, ...rest] = keys
  const inner = schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema
  if (key === undefined) return inner
  if (inner instanceof z.ZodArray) return partOf(inner.element as z.ZodType, rest)
  if (inner instanceof z.ZodObject) {
    const next = (inner.shape as Record<string, z.ZodType>)[key]
    if (next !== undefined) return partOf(next, rest)
  }
  return inner
}

/**
 * The value as the record is to have it. Throws `review.invalid_value`, saying what is expected and nothing of what was
 * given, for one that does not fit the schema, says nothing, or is too large.
 */
export function checkedValue(
  { profile, text }: { profile: Profile; text: string },
  place: SchemaPlace,
  value: unknown,
): unknown {
  const { path, schema } = place
  if (value === undefined || value === null)
    throw invalid(`${path} needs a value: ${expectedOf(schema)}`)
  const most = lengthAllowed(profile, path, text)
  if (JSON.stringify(value).length > most)
    throw invalid(`The value for ${path} is too large: at most ${most} characters as JSON`)
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw invalid(faultOf(place, parsed.error))
  if (!isWhole(value, parsed.data))
    throw invalid(`The value for ${path} has parts that it cannot have: ${expectedOf(schema)}`)
  if (!isPresent(parsed.data) && !isEmptyList(parsed.data))
    throw invalid(`The value for ${path} says nothing: it has to be ${expectedOf(schema)}`)
  return parsed.data
}

/** A person may say that a list has nothing in it. */
const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0

const isInsidePair = (text: string, at: number): boolean => {
  const [before, after] = [text.charCodeAt(at - 1), text.charCodeAt(at)]
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff
}

/** The words of a span. Throws `review.invalid_evidence` where it has none, or lies beside the text or its characters. */
export function evidenceOf(
  { text, pages }: Pick<Source, 'text' | 'pages'>,
  { start, end }: TextSpan,
): Evidence {
  const refuse = (why: string): ColophonError =>
    new ColophonError('review.invalid_evidence', `The span ${start}–${end} ${why}`)
  if (end > text.length) throw refuse(`goes beyond the text, which has ${text.length} units`)
  if (start >= end) throw refuse('has no words in it')
  if (isInsidePair(text, start) || isInsidePair(text, end)) throw refuse('cuts a character in two')
  const page = pages.find((each) => start >= each.start && start < each.end)
  return {
    quote: text.slice(start, end),
    start,
    end,
    ...(page !== undefined && { page: page.number }),
    match: 'exact',
  }
}
