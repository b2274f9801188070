import type { Column, Profile } from '@colophon/domain'
import { LETTER_CHECKS } from './checks.ts'
import { LETTER_FIELDS } from './fields.ts'
import { givenValues } from './given.ts'
import { EnrichedLetter, LETTERS_SCHEMA_VERSION } from './schema.ts'
import { MEASURED } from './measured.ts'
import { LETTER_SOURCE } from './source.ts'
import { titleOf } from './title.ts'

const LETTER_COLUMNS: readonly Column[] = [
  { name: 'document_type', path: 'metadata.document_type' },
  { name: 'date', path: 'document.date.creation_date' },
  { name: 'sender', path: 'document.correspondence.sender.name' },
  { name: 'place_sent', path: 'document.correspondence.sender.location' },
  { name: 'recipient', path: 'document.correspondence.recipient.name' },
  { name: 'place_received', path: 'document.correspondence.recipient.location' },
  { name: 'pages', path: 'document.physical_attributes.pages' },
  { name: 'languages', path: 'document.languages' },
  { name: 'subjects', path: 'analysis.subjects' },
  { name: 'keywords', path: 'analysis.keywords' },
  { name: 'people', path: 'analysis.people', part: 'name' },
  { name: 'places', path: 'analysis.locations', part: 'name' },
  { name: 'organizations', path: 'analysis.organizations', part: 'name' },
  { name: 'summary', path: 'content.summary' },
]

export const lettersProfile: Profile = {
  name: 'letters',
  unit: { one: 'letter', many: 'letters' },
  schemaVersion: LETTERS_SCHEMA_VERSION,
  schema: EnrichedLetter,
  fields: LETTER_FIELDS,
  source: LETTER_SOURCE,
  given: givenValues,
  bulk: ['content.full_text', 'content.body'],
  title: titleOf,
  columns: LETTER_COLUMNS,
  identity: ['metadata.id', 'metadata.storage_location.digital_repository'],
  fixed: ['metadata.id'],
  phases: [
    ['metadata-agent', 'entity-agent', 'structure-agent'],
    ['content-agent'],
    ['context-agent'],
  ],
  traits: { 'context-agent': { optional: true, localOnRequest: true } },
  checks: LETTER_CHECKS,
  register: async () => (await import('./register/index.ts')).LETTER_REGISTER,
  pageQualityPath: 'metadata.text_quality',
  routing: { completeness: 0.95, confidence: 0.7, pageQuality: 0.4, auditSample: 0 },
  acceptance: {
    'document.correspondence.sender.name': { from: 0.85, measured: MEASURED.sender },
    'document.correspondence.recipient.name': { from: 0.85, measured: MEASURED.recipient },
    'document.date.creation_date': { from: 0.9, measured: MEASURED.date },
    // Editions leave names untagged: of a list the confidence is a lower bound.
    'analysis.people': { from: 0.5 },
  },
}

export * from './schema.ts'
export { LETTER_FIELDS } from './fields.ts'
