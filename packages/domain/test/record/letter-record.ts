import { lettersProfile } from '@colophon/profiles/letters'
import { setPath, type Tree } from '../../src/record/path.ts'
import type { CheckSubject } from '../../src/review/checks.ts'
import { requiredPaths } from '../../src/profile.ts'
import type { Provenance, ProvenanceMap } from '../../src/record/provenance.ts'

const LETTER_TEXT =
  'Boston, Tuesday, 3 May 1864\n\nMy dear Mary,\n\nAll is well with us and the children. I shall come to you in June ' +
  'with the boy, and bring the books that you asked for.\n\nYour loving brother,\nJohn Harrow'

/** Provenance of a value that stands in the text. */
export function stated(overrides: Partial<Provenance> = {}): Provenance {
  return {
    status: 'stated',
    confidence: 0.9,
    source: 'rules',
    agent: 'structure-agent',
    tool: 'parse_correspondence',
    evidence: { quote: 'Mary', start: 37, end: 41, match: 'exact' },
    definition_hash: 'definition-1',
    at: '2026-01-15T12:00:00.000Z',
    ...overrides,
  }
}

const VALUES: Record<string, unknown> = {
  'metadata.id': 'doc_1',
  'metadata.collection_id': 'letters',
  'metadata.document_type': 'letter',
  'metadata.access_level': 'restricted',
  'metadata.storage_location.digital_repository': 'Harrow Digital',
  'metadata.digitization_info.file_format': 'text/plain',
  'document.date.creation_date': '1864-05-03',
  'document.date.date_display': 'Tuesday, 3 May 1864',
  'document.languages': ['en'],
  'document.physical_attributes.pages': 1,
  'document.correspondence.sender.name': 'John Harrow',
  'document.correspondence.recipient.name': 'Mary',
  'content.full_text': LETTER_TEXT,
  'content.summary': 'All is well with us and the children.',
  'content.body': ['All is well with us and the children.'],
  'content.signature': 'John Harrow',
  'analysis.keywords': ['children'],
  'analysis.subjects': ['personal_matters'],
  'analysis.people': [{ name: 'Mary', role: 'recipient' }],
}

export interface LetterRecord {
  data: Tree
  provenance: ProvenanceMap
}

/** A record that lacks nothing: every required field has a sure value with its quote. `null` takes a value away. */
export function aRecord(
  values: Record<string, unknown> = {},
  entries: Record<string, Provenance> = {},
): LetterRecord {
  const data: Tree = {}
  const provenance: ProvenanceMap = {}
  for (const [path, value] of Object.entries({ ...VALUES, ...values })) {
    if (value === null) continue
    setPath(data, path, value)
    provenance[path] = stated()
  }
  return { data, provenance: { ...provenance, ...entries } }
}

export const aSubject = (
  record: LetterRecord = aRecord(),
  overrides: Partial<CheckSubject> = {},
): CheckSubject => ({
  ...record,
  text: LETTER_TEXT,
  now: new Date('2026-01-15T12:00:00Z'),
  ...overrides,
})

export const REQUIRED = [...requiredPaths(lettersProfile)]
