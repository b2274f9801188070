import type { JsonSchema } from '@colophon/domain'

/** The first words of the letter: a value that is surely in the text. */
const firstWords = (text: string): string =>
  /\S+(?:[ \t]+\S+){0,5}/.exec(text)?.[0].slice(0, 80) ?? 'text'

function string(schema: JsonSchema, words: string): string {
  if (Array.isArray(schema['enum'])) return String(schema['enum'][0])
  if (typeof schema['pattern'] === 'string' && schema['pattern'].includes('\\d{4}'))
    return '1850-06-15'
  return words
}

/**
 * A value that fits a JSON Schema, made of the letter's own words so that its quotes can be found. Always the same for
 * the same input.
 */
export const synthesise = (schema: JsonSchema, text: string): unknown =>
  valueFor(schema, firstWords(text))

function valueFor(schema: JsonSchema, words: string): unknown {
  const alternatives = (schema['anyOf'] ?? schema['oneOf']) as JsonSchema[] | undefined
  if (alternatives !== undefined) return valueFor(alternatives[0] ?? {}, words)
  switch (schema['type']) {
    case 'object': {
      const properties = (schema['properties'] ?? {}) as Record<string, JsonSchema>
      const required = (schema['required'] ?? []) as string[]
      return Object.fromEntries(
        required.map((key) => [key, valueFor(properties[key] ?? {}, words)]),
      )
    }
    case 'array':
      return [valueFor((schema['items'] ?? {}) as JsonSchema, words)]
    case 'number':
      return 0.9
    case 'integer':
      return 1
    case 'boolean':
      return true
    default:
      return string(schema, words)
  }
}
