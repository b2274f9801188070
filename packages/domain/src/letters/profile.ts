import type { Profile } from '../profile.ts'
import { LETTER_CHECKS } from './checks.ts'
import { LETTER_FIELDS } from './fields.ts'
import { givenValues } from './given.ts'
import { EnrichedLetter, LETTERS_SCHEMA_VERSION } from './schema.ts'

export const lettersProfile: Profile = {
  name: 'letters',
  schemaVersion: LETTERS_SCHEMA_VERSION,
  schema: EnrichedLetter,
  fields: LETTER_FIELDS,
  given: givenValues,
  identity: ['metadata.id', 'metadata.storage_location.digital_repository'],
  phases: [
    ['metadata-agent', 'entity-agent', 'structure-agent'],
    ['content-agent'],
    ['context-agent'],
  ],
  optionalAgents: ['context-agent'],
  checks: LETTER_CHECKS,
  pageQualityPath: 'metadata.text_quality',
  routing: { completeness: 0.95, confidence: 0.7, pageQuality: 0.4, auditSample: 0 },
}

export * from './schema.ts'
export { LETTER_FIELDS } from './fields.ts'
export { LETTER_CHECKS } from './checks.ts'
