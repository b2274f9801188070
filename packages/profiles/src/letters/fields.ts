import type { FieldSpec } from '@colophon/domain'

const REQUIRED = new Set([
  'metadata.id',
  'metadata.collection_id',
  'metadata.document_type',
  'metadata.access_level',
  'metadata.storage_location.digital_repository',
  'metadata.digitization_info.file_format',
  'document.date.creation_date',
  'document.languages',
  'document.physical_attributes.pages',
  'document.correspondence.sender.name',
  'document.correspondence.recipient.name',
  'content.full_text',
  'content.summary',
  'content.body',
  'analysis.keywords',
  'analysis.subjects',
  'analysis.people',
])

/** Facts about the digital copy, of which its text says nothing. */
const SUBMITTERS = new Set([
  'metadata.storage_location.digital_repository',
  'metadata.digitization_info.file_format',
])

const CORRESPONDENT = ['name', 'title', 'affiliation', 'location', 'contact_info.address']

/** Producer of each leaf: agent → tool → paths. Leaves that nothing produces come with the document. */
const PRODUCERS: Record<string, Record<string, readonly string[]>> = {
  'metadata-agent': {
    extract_document_type: ['metadata.document_type'],
    determine_access_level: ['metadata.access_level'],
    extract_storage_info: [
      'metadata.storage_location.archive_name',
      'metadata.storage_location.collection_name',
      'metadata.storage_location.box_number',
      'metadata.storage_location.folder_number',
      'metadata.storage_location.digital_repository',
    ],
    extract_digitization_metadata: [
      'metadata.digitization_info.date',
      'metadata.digitization_info.operator',
      'metadata.digitization_info.equipment',
      'metadata.digitization_info.resolution',
      'metadata.digitization_info.file_format',
      'metadata.ami_metadata',
      'metadata.text_quality',
      'document.physical_attributes.pages',
      'document.physical_attributes.size',
      'document.physical_attributes.material',
      'document.physical_attributes.condition',
    ],
  },
  'entity-agent': {
    extract_people: ['analysis.people'],
    extract_organizations: ['analysis.organizations'],
    extract_locations: ['analysis.locations'],
    extract_events: ['analysis.events'],
    generate_relationships: ['analysis.relationships'],
  },
  'structure-agent': {
    extract_salutation: ['content.salutation'],
    parse_letter_body: ['content.body', 'content.postscript'],
    extract_closing: ['content.closing'],
    extract_signature: ['content.signature'],
    identify_attachments: ['content.attachments'],
    parse_correspondence: [
      ...CORRESPONDENT.map((leaf) => `document.correspondence.sender.${leaf}`),
      ...CORRESPONDENT.map((leaf) => `document.correspondence.recipient.${leaf}`),
      'document.correspondence.cc',
      'document.date.creation_date',
      'document.date.date_display',
      'document.date.date_precision',
      'document.date.date_edtf',
      'document.date.date_source',
      'document.reference_number',
      'document.physical_attributes.letterhead',
    ],
  },
  'content-agent': {
    generate_summary: ['content.summary'],
    extract_keywords: ['analysis.keywords'],
    classify_subjects: ['analysis.subjects'],
    extract_dates: ['analysis.dates_mentioned'],
    detect_language_features: ['document.languages', 'analysis.language_features'],
  },
  'context-agent': {
    research_historical_context: ['analysis.historical_context'],
    assess_significance: ['analysis.significance'],
    generate_biographies: [
      'document.correspondence.sender.biography',
      'document.correspondence.recipient.biography',
    ],
    link_related_documents: ['analysis.related_documents'],
  },
}

/** Values that the document brings itself: nobody has to find them. */
const GIVEN = [
  'metadata.id',
  'metadata.collection_id',
  'metadata.ocr_provider',
  'metadata.confidence',
  'content.full_text',
]

const spec = (path: string, agent: string | null, tool: string | null): FieldSpec => ({
  path,
  agent,
  tool,
  required: REQUIRED.has(path),
  ...(SUBMITTERS.has(path) && { knownTo: 'submitter' as const }),
})

export const LETTER_FIELDS: readonly FieldSpec[] = [
  ...GIVEN.map((path) => spec(path, null, null)),
  ...Object.entries(PRODUCERS).flatMap(([agent, tools]) =>
    Object.entries(tools).flatMap(([tool, paths]) => paths.map((path) => spec(path, agent, tool))),
  ),
]
