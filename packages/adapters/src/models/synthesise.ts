import type { JsonSchema } from '@colophon/domain'

/** The first words of the letter: a value that is surely in the text. */
const firstWords = (text: string): string =>
  /\S+(?:[ \t]+\S+){0,5}/.exec(text)?.[0].slice(0, 80) ?? 'text'

function string(schema: JsonSchema, text: string): string {
  if (Array.isArray(schema['enum'])) return String(schema['enum'][0])
  if (typeof schema['pattern'] === 'string' && schema['pattern'].includes('\\d{4}'))
    return '1850-06-15'
  return firstWords(text)
}

/**
 * A value that fits a JSON Schema, made of the letter's own words so that its quotes can be found. Always the same for
 * the same input.
 */
export function synthesise(schema: JsonSchema, text: string): unknown {
  const alternatives = (schema['anyOf'] ?? schema['oneOf']) as JsonSchema[] | undefined
  if (alternatives !== undefined) return synthesise(alternatives[0] ?? {}, text)
  switch (schema['type']) {
    case 'object': {
      const properties = (schema['properties'] ?? {}) as Record<string, JsonSchema>
      const required = (schema['required'] ?? []) as string[]
      return Object.fromEntries(
        required.map((key) => [key, synthesise(properties[key] ?? {}, text)]),
      )
    }
    case 'array':
      return [synthesise((schema['items'] ?? {}) as JsonSchema, text)]
    case 'number':
      return 0.9
    case 'integer':
      return 1
    case 'boolean':
      return true
    default:
      return string(schema, text)
  }
}
