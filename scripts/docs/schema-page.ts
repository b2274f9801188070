import { fieldsOf } from '@colophon/agents'
import type { FieldSpec } from '@colophon/domain'
import { LETTERS_SCHEMA_VERSION, lettersProfile } from '@colophon/profiles/letters'
import { LETTER_AGENTS } from '@colophon/profiles/letters/agents'
import { FIELD_NOTES } from './field-notes.ts'
import { JSON_SCHEMA_PATH } from './json-schema.ts'
import { code, page, table } from './markdown.ts'
import { letterLeaves, type SchemaLeaf } from './schema-leaves.ts'

/** The producer of a path is that of the nearest path above it which has one. */
function producerOf(path: string): FieldSpec | undefined {
  const above = lettersProfile.fields.filter(
    (field) => path === field.path || /^[.[]/.test(startingAfter(path, field.path)),
  )
  return above.sort((a, b) => b.path.length - a.path.length)[0]
}

const startingAfter = (path: string, prefix: string): string =>
  path.startsWith(prefix) ? path.slice(prefix.length) : ''

function producerInWords(path: string): string {
  if (path.includes('[]')) return ''
  const producer = producerOf(path)
  if (producer === undefined) return 'nobody yet'
  return producer.agent === null
    ? 'the input'
    : `${producer.agent} ${code(producer.tool ?? 'unknown')}`
}

function descriptions(): Map<string, string> {
  const asked = LETTER_AGENTS.flatMap(fieldsOf).flatMap(({ path, ask }) =>
    ask === undefined ? [] : [[path, ask.describe] as const],
  )
  const known = new Set(letterLeaves().map(({ path }) => path))
  for (const path of Object.keys(FIELD_NOTES)) {
    if (!known.has(path)) throw new Error(`field-notes.ts describes ${path}, which is no path`)
  }
  return new Map([...asked, ...Object.entries(FIELD_NOTES)])
}

function pathTable(): string {
  const described = descriptions()
  const required = new Set(
    lettersProfile.fields.filter((field) => field.required).map((field) => field.path),
  )
  const row = ({ path, type, description }: SchemaLeaf): string[] => [
    code(path),
    type,
    required.has(path) ? 'yes' : '',
    producerInWords(path),
    description === '' ? (described.get(path) ?? '') : description,
  ]
  const header = ['path', 'type', 'required', 'found by', 'what it is']
  return table(header, letterLeaves().map(row))
}

const settingRows = (): string[][] => {
  const { completeness, confidence, pageQuality, auditSample } = lettersProfile.routing
  return [
    ['completeness below', String(completeness), '`completeness_below_threshold`'],
    ['confidence of a required value below', String(confidence), '`low_confidence`'],
    ['a required value whose quote is not in the text', '', '`ungrounded`'],
    ['text quality below', String(pageQuality), '`page_quality`'],
    ['a blocking check failed', '', '`check_failed:<check>`'],
    ['an agent could not do its part', '', '`agent_degraded:<agent>`'],
    ['share of auto-approved documents drawn as a sample', String(auditSample), '`audit_sample`'],
  ]
}

export const schemaPage = (): string =>
  page(`Letters, schema ${LETTERS_SCHEMA_VERSION}`, '`packages/profiles/src/letters/`', [
    `The form of \`enriched_data\`, also as [JSON Schema](${JSON_SCHEMA_PATH}).`,
    'A required path counts for completeness: resolved / required, each with the same weight. It is resolved when it has a value, ' +
      'or when a person or a sure model said that the document does not have it or that it cannot be read. ' +
      'A path without a value is absent; placeholders are never written. `[]` stands for each entry of a list.',
    pathTable(),
    '## Review',
    'A document is approved without a person when nothing of this holds; else it waits for review with all its reasons.',
    table(['when', 'setting', 'reason'], settingRows()),
    '## Checks',
    table(
      ['check', 'blocking', 'what it asks'],
      lettersProfile.checks.map(({ name, blocking, description }) => [
        code(name),
        blocking ? 'yes' : 'no',
        description,
      ]),
    ),
  ])
