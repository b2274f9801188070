import { DecisionLine } from '@colophon/domain'
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

/** Below docs/reference. */
export const DECISIONS_SCHEMA_PATH = 'schema/decisions.schema.json'

/** A line of `GET /api/review/decisions`. */
export function decisionsSchemaFile(): string {
  const { $schema, ...rest } = z.toJSONSchema(DecisionLine)
  const schema = {
    $schema,
    $id: 'urn:colophon:schema:decisions',
    title: 'What people decided of one document',
    ...rest,
  }
  return `${JSON.stringify(schema, null, 2)}\n`
}
