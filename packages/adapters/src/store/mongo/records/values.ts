/**
 * Records as BSON that every server takes. Where something cannot be kept as it is (a key with a dot, a NUL, a lone
 * surrogate, a list in a list), the smallest part around it is kept as JSON text under this one key; all else stays
 * readable and can be queried.
 */
const JSON_KEY = '~json'
const MAX_DEPTH = 64

type Fields = Record<string, unknown>

const keepsAsText = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

const isKey = (key: string): boolean =>
  key !== '' &&
  key !== JSON_KEY &&
  // The driver takes what has it for a value of its own, and fails.
  key !== '_bsontype' &&
  key !== '__proto__' &&
  !key.startsWith('$') &&
  !key.includes('.') &&
  keepsAsText(key)

const asJson = (value: unknown): Fields => ({ [JSON_KEY]: JSON.stringify(value) })

function listToBson(list: readonly unknown[], depth: number): unknown {
  if (list.some((item) => Array.isArray(item))) return asJson(list)
  return list.map((item) => (item === undefined ? null : toBson(item, depth + 1)))
}

function fieldsToBson(fields: object, depth: number): unknown {
  const entries = Object.entries(fields)
  if (!entries.every(([key]) => isKey(key))) return asJson(fields)
  const bson: Fields = {}
  for (const [key, value] of entries) {
    if (value !== undefined) bson[key] = toBson(value, depth + 1)
  }
  return bson
}

/** Takes what JSON can say, and bigint. */
export function toBson(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return keepsAsText(value) ? value : asJson(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'object' || value === null) return value
  if ('toJSON' in value || depth > MAX_DEPTH) return asJson(value)
  return Array.isArray(value) ? listToBson(value, depth) : fieldsToBson(value, depth)
}

/** The value as it was before `toBson`. */
export function fromBson(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(fromBson)
  // Written by other systems into collections they share with us.
  if (value instanceof Date) return value.toISOString()
  const fields = value as Fields
  const json = fields[JSON_KEY]
  if (typeof json === 'string') return JSON.parse(json)
  const decoded: Fields = {}
  for (const key of Object.keys(fields)) decoded[key] = fromBson(fields[key])
  return decoded
}

/** Fields of a stored map are named by ids, which may hold what a field name may not. */
export const fieldName = (id: string): string =>
  /^[\w:-]{1,120}$/.test(id) ? id : `~${Buffer.from(id).toString('base64url')}`
