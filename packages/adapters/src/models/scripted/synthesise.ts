import type { JsonSchema } from '@colophon/domain'

/** The first words of the document: a value that is surely in the text. */
const firstWords = (text: string): string =>
  /\S+(?:[ \t]+\S+){0,5}/.exec(text)?.[0].slice(0, 80) ?? 'text'

/** Makes a value of one schema out of the document's words. */
type Recipe = (words: string) => unknown

// The schemas of a run are the same few objects: each is read once.
const recipes = new WeakMap<JsonSchema, Recipe>()

function recipeFor(schema: JsonSchema): Recipe {
  let recipe = recipes.get(schema)
  if (recipe === undefined) recipes.set(schema, (recipe = readSchema(schema)))
  return recipe
}

/**
 * A value that fits a JSON Schema, made of the document's own words so that its quotes can be found. Always the same for
 * the same input.
 */
export const synthesise = (schema: JsonSchema, text: string): unknown =>
  recipeFor(schema)(firstWords(text))

const SURE = 0.9

function readSchema(schema: JsonSchema): Recipe {
  const alternatives = (schema['anyOf'] ?? schema['oneOf']) as JsonSchema[] | undefined
  if (alternatives !== undefined) return recipeFor(alternatives[0] ?? {})
  if (Array.isArray(schema['enum'])) return readChoice(schema['enum'])
  switch (schema['type']) {
    case 'object':
      return readObject(schema)
    case 'array': {
      const item = recipeFor((schema['items'] ?? {}) as JsonSchema)
      return (words) => [item(words)]
    }
    case 'number':
      return () => SURE
    case 'integer':
      return () => 1
    case 'boolean':
      return () => true
    default:
      return readString(schema)
  }
}

function readObject(schema: JsonSchema): Recipe {
  const properties = (schema['properties'] ?? {}) as Record<string, JsonSchema>
  const required = (schema['required'] ?? []) as string[]
  const parts = required.map((key) => ({ key, make: recipeFor(properties[key] ?? {}) }))
  return (words) => {
    const made: Record<string, unknown> = {}
    for (const { key, make } of parts) made[key] = make(words)
    return made
  }
}

/** The first, or of confidences one that is sure of itself. */
function readChoice(among: readonly unknown[]): Recipe {
  const chosen = among.includes(SURE) ? SURE : among[0]
  return () => chosen
}

function readString(schema: JsonSchema): Recipe {
  // A schema that was made fit for a provider tells its pattern in the description.
  const told = [schema['pattern'], schema['description']].filter((each) => typeof each === 'string')
  const dated = told.some((each) => /(?:\\d|\[0-9\])\{4\}/.test(each))
  return dated ? () => '1850-06-15' : (words) => words
}
