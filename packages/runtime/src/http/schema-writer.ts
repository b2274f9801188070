import { z } from 'zod'

export type Json = Record<string, unknown>

/** Schemas that the reference of an API names, so that clients made of it have types with names. */
export type NamedSchemas = Readonly<Record<string, z.ZodType>>

export interface SchemaWriter {
  /** JSON Schema, with references to those of its parts that have a name. */
  write(schema: z.ZodType, io: 'input' | 'output'): Json
  /** The same under a name, as a reference. */
  writeAs(name: string, schema: z.ZodType, io: 'input' | 'output'): Json
  /** Schemas that were referred to so far, by name. */
  readonly components: Readonly<Record<string, Json>>
}

const referenceTo = (name: string): Json => ({ $ref: `#/components/schemas/${name}` })

export function createSchemaWriter(named: NamedSchemas): SchemaWriter {
  const names = new Map<unknown, string>(Object.entries(named).map(([name, of]) => [of, name]))
  const components: Record<string, Json> = {}

  const write = (schema: z.ZodType, io: 'input' | 'output'): Json => {
    const found: Record<string, Json> = {}
    const described: Json = z.toJSONSchema(schema, {
      io,
      unrepresentable: 'any',
      override({ zodSchema, jsonSchema }) {
        const name = names.get(zodSchema)
        if (name === undefined) return
        const json = jsonSchema as Json
        found[name] = { ...json }
        for (const key of Object.keys(json)) Reflect.deleteProperty(json, key)
        Object.assign(json, referenceTo(name))
      },
    })
    for (const [name, json] of Object.entries(found)) keep(name, plain(json))
    return plain(described)
  }

  // Two schemas where a client may leave out more of what it sends than of what it gets.
  const keep = (name: string, json: Json): void => {
    const known = components[name]
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(json)) {
      throw new Error(`Two schemas of an API are called ${name}`)
    }
    components[name] = json
  }

  return {
    components,
    write,
    writeAs(name, schema, io) {
      if (names.has(schema)) return write(schema, io)
      keep(name, write(schema, io))
      return referenceTo(name)
    },
  }
}

/** OpenAPI states the dialect once for the document, so the schemas leave it out. */
function plain({ $schema: _dialect, ...json }: Json): Json {
  return JSON.parse(JSON.stringify(json)) as Json
}
