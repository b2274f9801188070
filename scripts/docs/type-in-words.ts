import { z } from 'zod'

export type JsonSchema = Readonly<Record<string, unknown>>

export const jsonSchemaOf = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { unrepresentable: 'any' })

const printed = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value)

/** A JSON Schema as a reader of a table wants it: `string`, `public | private`, `list of string`. */
export function typeInWords(schema: JsonSchema): string {
  if (Array.isArray(schema['enum'])) return schema['enum'].map(printed).join(' | ')
  if ('const' in schema) return printed(schema['const'])
  const alternatives = schema['anyOf'] ?? schema['oneOf']
  if (Array.isArray(alternatives)) {
    return (alternatives as JsonSchema[]).map(typeInWords).join(' | ')
  }
  const { type } = schema
  if (Array.isArray(type))
    return type.map((each) => typeInWords({ ...schema, type: each })).join(' | ')
  if (type === 'array') return `list of ${typeInWords((schema['items'] ?? {}) as JsonSchema)}`
  if (type === 'number' || type === 'integer') return `${type}${range(schema)}`
  if (type === 'object') return objectInWords(schema)
  return typeof type === 'string' ? type : 'any'
}

function range({ minimum, maximum }: JsonSchema): string {
  const [low, high] = [bound(minimum), bound(maximum)]
  if (low !== null && high !== null) return ` ${low}–${high}`
  if (low !== null) return ` from ${low}`
  return high === null ? '' : ` up to ${high}`
}

/** Zod states the safe-integer limits of every integer; they tell the reader nothing. */
const bound = (value: unknown): number | null =>
  typeof value === 'number' && Math.abs(value) !== Number.MAX_SAFE_INTEGER ? value : null

function objectInWords(schema: JsonSchema): string {
  const names = Object.keys(schema['properties'] ?? {})
  return names.length === 0 ? 'object' : `{${names.join(', ')}}`
}
