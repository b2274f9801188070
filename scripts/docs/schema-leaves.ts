import { EnrichedLetter } from '@colophon/profiles/letters'
import { jsonSchemaOf, typeInWords, type JsonSchema } from '@colophon/runtime/type-in-words'

/** One row of the schema: `[]` stands for each entry of a list. */
export interface SchemaLeaf {
  path: string
  type: string
  description: string
}

const propertiesOf = (schema: JsonSchema): [string, JsonSchema][] =>
  Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>)

function leavesOf(schema: JsonSchema, path: string): SchemaLeaf[] {
  const at = (name: string): string => (path === '' ? name : `${path}.${name}`)
  const fields = propertiesOf(schema)
  if (fields.length > 0) return fields.flatMap(([name, child]) => leavesOf(child, at(name)))
  const items = (schema['items'] ?? {}) as JsonSchema
  const listed = propertiesOf(items).length > 0
  const description = typeof schema['description'] === 'string' ? schema['description'] : ''
  const leaf = { path, type: listed ? 'list' : typeInWords(schema), description }
  return listed ? [leaf, ...leavesOf(items, `${path}[]`)] : [leaf]
}

/** Every path of the letters profile, in the order of the schema. */
export const letterLeaves = (): SchemaLeaf[] => leavesOf(jsonSchemaOf(EnrichedLetter), '')
