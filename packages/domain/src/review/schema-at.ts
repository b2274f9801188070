import { z } from 'zod'
import { ColophonError } from '../errors/errors.ts'
import type { Profile } from '../profile.ts'

/** A place in the records of a profile, as its schema has it. */
export interface SchemaPlace {
  path: string
  /** What a value there has to be; never optional. */
  schema: z.ZodType
  /** It may be missing in what it is a part of. */
  optional: boolean
  /** The outermost list that the place is, or stands in. */
  list: string | null
  /** The innermost item of a list that the place is, or stands in. */
  item: string | null
}

const INDEX = /^(?:0|[1-9]\d{0,5})$/

interface Bare {
  schema: z.ZodType
  optional: boolean
}

/** The schema without what says that a value may be missing. */
function bare(schema: z.ZodType): Bare {
  let at = schema
  let optional = false
  for (;;) {
    if (at instanceof z.ZodOptional || at instanceof z.ZodNullable || at instanceof z.ZodDefault) {
      optional = true
      at = at.unwrap() as z.ZodType
    } else if (at instanceof z.ZodReadonly || at instanceof z.ZodNonOptional)
      at = at.unwrap() as z.ZodType
    else if (at instanceof z.ZodLazy) at = at.unwrap() as z.ZodType
    else return { schema: at, optional }
  }
}

/** Where some alternatives have the key, what any of them has there. */
function ofAlternatives(options: readonly z.ZodType[], key: string): z.ZodType | undefined {
  const found = options.flatMap((option) => child(bare(option).schema, key) ?? [])
  const [first, ...others] = found
  return first === undefined || others.length === 0 ? first : z.union(found)
}

function child(schema: z.ZodType, key: string): z.ZodType | undefined {
  if (schema instanceof z.ZodObject) {
    const shape = schema.shape as Record<string, z.ZodType>
    return Object.hasOwn(shape, key) ? shape[key] : undefined
  }
  if (schema instanceof z.ZodArray) {
    return INDEX.test(key) ? (schema.element as z.ZodType) : undefined
  }
  if (schema instanceof z.ZodUnion) return ofAlternatives(schema.options as z.ZodType[], key)
  return undefined
}

const isList = (schema: z.ZodType): boolean => schema instanceof z.ZodArray

/**
 * The place of a path in the records of a profile. Throws `review.invalid_path` for one that the schema does not have,
 * and for a group of fields: those are decided one by one.
 */
export function schemaAt(profile: Pick<Profile, 'schema' | 'fields'>, path: string): SchemaPlace {
  let at: Bare = { schema: profile.schema, optional: false }
  let list: string | null = null
  let item: string | null = null
  const walked: string[] = []
  for (const key of path.split('.')) {
    const isItem = isList(at.schema)
    if (isItem) list ??= walked.join('.')
    const next = child(at.schema, key)
    if (next === undefined)
      throw new ColophonError('review.invalid_path', `There is no ${path} in the records here`)
    walked.push(key)
    if (isItem) item = walked.join('.')
    at = bare(next)
  }
  if (isList(at.schema)) list ??= path
  assertNoGroup(profile, path)
  return { path, ...at, list, item }
}

function assertNoGroup({ fields }: Pick<Profile, 'fields'>, path: string): void {
  const part = fields.find((field) => field.path.startsWith(`${path}.`))
  if (part === undefined || fields.some((field) => field.path === path)) return
  throw new ColophonError(
    'review.invalid_path',
    `${path} is a group of fields: decide on each, such as ${part.path}`,
  )
}

/** The path whose state a decision on `path` changes: the path itself, or the outermost list that it stands in. */
export const statePath = (profile: Pick<Profile, 'schema' | 'fields'>, path: string): string =>
  schemaAt(profile, path).list ?? path

const quoted = (values: Iterable<unknown>): string =>
  [...values].map((value) => JSON.stringify(value)).join(', ')

function bounds(schema: z.ZodNumber): string {
  const { minValue, maxValue } = schema
  const from = minValue !== null && minValue > -Number.MAX_SAFE_INTEGER ? ` from ${minValue}` : ''
  return maxValue !== null && maxValue < Number.MAX_SAFE_INTEGER ? `${from} to ${maxValue}` : from
}

/** What a value has to be, in words. */
export function expectedOf(schema: z.ZodType): string {
  const { schema: type } = bare(schema)
  const described = schema.description ?? type.description
  if (type instanceof z.ZodEnum) return `one of ${quoted(Object.values(type.enum))}`
  if (type instanceof z.ZodLiteral) return quoted(type.values)
  if (type instanceof z.ZodNumber)
    return `${type.format === 'safeint' ? 'a whole number' : 'a number'}${bounds(type)}`
  if (type instanceof z.ZodBoolean) return 'true or false'
  if (type instanceof z.ZodArray)
    return `a list, each of it ${expectedOf(type.element as z.ZodType)}`
  if (type instanceof z.ZodObject) return `an object with ${Object.keys(type.shape).join(', ')}`
  if (type instanceof z.ZodUnion) return (type.options as z.ZodType[]).map(expectedOf).join(', or ')
  if (type instanceof z.ZodString)
    return described === undefined ? 'a text that says something' : `a text: ${described}`
  return described ?? 'of another type'
}
