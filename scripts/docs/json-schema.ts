import { EnrichedLetter, LETTERS_SCHEMA_VERSION } from '@colophon/profiles/letters'
import { z } from 'zod'

/** Below docs/reference. */
export const JSON_SCHEMA_PATH = `schema/letters-${LETTERS_SCHEMA_VERSION}.schema.json`

export function jsonSchemaFile(): string {
  const { $schema, ...rest } = z.toJSONSchema(EnrichedLetter)
  const schema = {
    $schema,
    $id: `urn:colophon:schema:letters:${LETTERS_SCHEMA_VERSION}`,
    title: `Enriched letter, schema ${LETTERS_SCHEMA_VERSION}`,
    ...rest,
  }
  return `${JSON.stringify(schema, null, 2)}\n`
}
