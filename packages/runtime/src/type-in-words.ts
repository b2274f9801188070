import { z } from 'zod'

export type JsonSchema = Readonly<Record<string, unknown>>

/** `io`: what goes into a schema that transforms, or what comes out. */
export const jsonSchemaOf = (schema: z.ZodType, io: 'input' | 'output' = 'output'): JsonSchema =>
  z.toJSONSchema(schema, { io, unrepresentable: 'any' })

export const printed = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value)

/** A JSON Schema as a reader of a table wants it: `integer 1–65535`, `public | private`, `list of string`. */
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
  switch (type) {
    case 'array':
      return `list of ${typeInWords((schema['items'] ?? {}) as JsonSchema)}`
    case 'number':
    case 'integer':
      return `${type}${rangeInWords(schema)}`
    case 'object':
      return objectInWords(schema)
    case 'string':
      return textInWords(schema)
    default:
      return typeof type === 'string' ? type : 'any'
  }
}

function textInWords({ format, minLength }: JsonSchema): string {
  if (format === 'uri') return 'URL'
  return typeof minLength === 'number' && minLength > 1
    ? `string of at least ${minLength} characters`
    : 'string'
}

function rangeInWords({ minimum, maximum, exclusiveMinimum }: JsonSchema): string {
  const [low, high, above] = [bound(minimum), bound(maximum), bound(exclusiveMinimum)]
  if (above !== null) return high === null ? ` above ${above}` : ` above ${above}, at most ${high}`
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
