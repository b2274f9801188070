import { isDeepStrictEqual } from 'node:util'

/** A condition in the part of the query language that `matches` knows. */
export type Condition = Readonly<Record<string, unknown>>

type Fields = Record<string, unknown>

function valueAt(record: Fields, path: string): unknown {
  let at: unknown = record
  for (const key of path.split('.')) {
    if (typeof at !== 'object' || at === null) return undefined
    at = Array.isArray(at) ? at.map((item) => valueAt(item as Fields, key)) : (at as Fields)[key]
  }
  return at
}

const isNumber = (value: unknown): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint'

function equal(value: unknown, wanted: unknown): boolean {
  if (wanted === null) return value === null || value === undefined
  // A number and a bigint of one size are equal, as they are in the database.
  if (isNumber(value) && isNumber(wanted)) return value == wanted
  if (Array.isArray(value) && !Array.isArray(wanted)) {
    return value.some((item) => equal(item, wanted))
  }
  return isDeepStrictEqual(value, wanted)
}

function compare(value: unknown, wanted: unknown): number | null {
  if (typeof value === 'string' && typeof wanted === 'string') {
    return value < wanted ? -1 : Number(value > wanted)
  }
  if (isNumber(value) && isNumber(wanted)) return value < wanted ? -1 : Number(value > wanted)
  return null
}

const OPERATORS: Record<string, (value: unknown, wanted: unknown) => boolean> = {
  $eq: equal,
  $ne: (value, wanted) => !equal(value, wanted),
  $in: (value, wanted) => (wanted as unknown[]).some((one) => equal(value, one)),
  $exists: (value, wanted) => (value !== undefined) === wanted,
  $gt: (value, wanted) => (compare(value, wanted) ?? 0) > 0,
  $gte: (value, wanted) => (compare(value, wanted) ?? -1) >= 0,
  $lt: (value, wanted) => (compare(value, wanted) ?? 0) < 0,
  $lte: (value, wanted) => (compare(value, wanted) ?? 1) <= 0,
}

const isOperators = (wanted: unknown): wanted is Fields =>
  typeof wanted === 'object' &&
  wanted !== null &&
  !Array.isArray(wanted) &&
  Object.keys(wanted).some((key) => key.startsWith('$'))

function fits(value: unknown, wanted: unknown): boolean {
  if (!isOperators(wanted)) return equal(value, wanted)
  return Object.entries(wanted).every(([name, operand]) => {
    const operator = OPERATORS[name]
    if (operator === undefined) throw new TypeError(`No condition ${name}`)
    return operator(value, operand)
  })
}

/** Whether the server would find this record by the condition. */
export const matches = (record: Fields, condition: Condition): boolean =>
  Object.entries(condition).every(([path, wanted]) => {
    if (path === '$or') return (wanted as Condition[]).some((one) => matches(record, one))
    if (path === '$and') return (wanted as Condition[]).every((one) => matches(record, one))
    return fits(valueAt(record, path), wanted)
  })
